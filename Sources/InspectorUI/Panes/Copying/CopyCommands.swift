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
  ]

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .copyCurl where model.selected == nil: copyExample(in: &model)
    case .copyData: copy("data", in: &model) { $0.event?.data?.bytes }
    case .copyEvent: copy("event", in: &model) { $0.event.map { JSONEventFormat().encodeLine($0) } }
    case .copyID: copy("id", in: &model) { $0.event.map { Array($0.id.utf8) } }
    case .copyCurl:
      copy("curl command", in: &model) { [target = model.composer.target.text] in
        Array(CurlExport.command(for: $0, to: target).utf8)
      }
    default: nil
    }
  }

  /// The curl line of the screen on which nothing is yet.
  private func copyExample(in model: inout Model) -> [Effect] {
    let line = EmptyView.curl(for: model).map { $0.hasSuffix("\\") ? String($0.dropLast(2)) : $0 }
      .map { String($0.drop { $0 == " " }) }.joined(separator: " ")
    model.message = Message(.ok, "The curl line was sent to the terminal's clipboard (OSC 52).")
    return [.copy(Array(line.utf8))]
  }

  private func copy(_ what: String, in model: inout Model, _ bytes: (Entry) -> [UInt8]?) -> [Effect] {
    guard let entry = model.selected else {
      model.message = Message(.warning, "There is nothing to copy yet.")
      return []
    }
    guard let bytes = bytes(entry), !bytes.isEmpty else {
      model.message = Message(.warning, "This entry has none to copy.")
      return []
    }
    model.message = Message(
      .ok, "Sent the \(what), \(Shown.size(bytes.count)), to the terminal's clipboard (OSC 52).")
    return [.copy(bytes)]
  }
}
