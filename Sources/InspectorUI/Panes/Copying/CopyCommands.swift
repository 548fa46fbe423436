import CloudEvents
import InspectorCore

/// What is copied to the terminal's clipboard.
struct CopyCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "y d", .copyData),
    KeyBinding(scope, "y e", .copyEvent),
    KeyBinding(scope, "y i", .copyID),
    KeyBinding(scope, "y c", .copyCurl),
    KeyBinding(scope, "y h", .copyHTTPie),
    KeyBinding(scope, "y m", .copyMessage),
    KeyBinding(scope, "y a", .copyAttribute),
    KeyBinding(scope, "y l", .copyCell),
  ]

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    let entry = model.selected
    switch command {
    case .copyCurl where entry == nil: return copyExample(in: &model)
    case .copyData: return model.copy(entry.flatMap { model.data(of: $0) })
    case .copyEvent:
      return model.copy(entry.flatMap { model.exported($0, as: NDJSONExporter()) }?.onOneLine("event"))
    case .copyID:
      return model.copy(
        entry?.event.map { ExportedBytes(what: "id", bytes: Array($0.id.utf8), fileName: "id.txt") })
    case .copyCurl:
      return model.copy(entry.flatMap { model.exported($0, as: CurlExporter()) }?.onOneLine("curl command"))
    case .copyHTTPie:
      return model.copy(
        entry.flatMap { model.exported($0, as: HTTPieExporter()) }?.onOneLine("HTTPie command"))
    case .copyMessage: return model.copy(entry.map { model.message(of: $0) })
    case .copyAttribute:
      guard let event = entry?.event, !event.attributes.isEmpty else { return model.copy(nil) }
      model.open(attributeMenu(event))
      return []
    case .copyCell:
      guard let entry else { return model.copy(nil) }
      model.open(cellMenu(entry, in: model))
      return []
    default: return nil
    }
  }

  /// How much of a value is looked at for a menu, which is more than any screen has room for in a line.
  private static let shownLength = 1000

  /// The cells of the row under the cursor, whole where the list cuts them.
  private func cellMenu(_ entry: Entry, in model: Model) -> Menu {
    let place = model.rows.place(of: entry.number)
    let above = place > 0 ? model.shown.entry(model.rows.number(at: place - 1)) : nil
    let columns = [.time] + model.columns
    let items = zip(columns, Menu.keys(for: columns.map(\.title), in: model)).map { column, key in
      let text = column.text(of: entry, above: above, offset: model.utcOffset)
      return Menu.Item(
        column.label, detail: String(text.prefix(Self.shownLength)), key: key,
        reason: text.isEmpty ? "This cell is empty." : nil
      ) { model in
        model.copy(ExportedBytes(what: column.name, bytes: Array(text.utf8), fileName: "cell.txt"))
      }
    }
    return Menu(title: "Copy the cell", items: items)
  }

  private func attributeMenu(_ event: CloudEvent) -> Menu {
    let items = event.attributes.map { name, value in
      let text = value.canonicalString
      return Menu.Item(name.rawValue, detail: String(text.prefix(Self.shownLength))) { model in
        model.copy(ExportedBytes(what: name.rawValue, bytes: Array(text.utf8), fileName: "attribute.txt"))
      }
    }
    return Menu(title: "Copy the value of", items: items)
  }

  /// The curl line of the screen on which nothing is yet.
  private func copyExample(in model: inout Model) -> [Effect] {
    let line = EmptyView.curl(for: model).map { $0.hasSuffix("\\") ? String($0.dropLast(2)) : $0 }
      .map { String($0.drop { $0 == " " }) }.joined(separator: " ")
    model.message = Message(.ok, "The curl line was sent to the terminal's clipboard (OSC 52).")
    return [.copy(Array(line.utf8))]
  }
}

extension Model {
  /// How many bytes a command would copy; nil where that is not known, or it copies nothing.
  func size(of command: Command) -> Int? {
    guard let entry = selected else { return nil }
    return switch command {
    case .copyData: data(of: entry)?.bytes.count
    case .copyEvent: exported(entry, as: NDJSONExporter())?.bytes.count
    case .copyID: entry.event?.id.utf8.count
    case .copyCurl: exported(entry, as: CurlExporter())?.bytes.count
    case .copyHTTPie: exported(entry, as: HTTPieExporter())?.bytes.count
    case .copyMessage: message(of: entry).bytes.count
    default: nil
    }
  }
}

extension ExportedBytes {
  /// Without the line break at its end: what is pasted into a shell shall not run by itself.
  fileprivate func onOneLine(_ what: String) -> ExportedBytes {
    ExportedBytes(
      what: what, bytes: bytes.last == 0x0a ? bytes.dropLast() : bytes, fileName: fileName,
      masked: masked)
  }
}
