import CloudEvents
import InspectorCore

/// What sets events side by side: two of them, or all that belong together.
struct CompareCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "C", .compare),
    KeyBinding(scope, "R", .related),
  ]

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .compare where model.marks.count > 2:
      "Mark two to compare them; \(model.marks.count == 3 ? "three" : Shown.count(model.marks.count)) are marked."
    case .compare where model.selected == nil && model.marks.count != 2: "There is no event to compare."
    case .related where model.selected?.isEvent != true: "There is no event to look from."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .compare: compare(in: &model)
    case .related:
      guard let entry = model.selected, let event = entry.event else { return [] }
      let groups = RelatedEvents.groups(of: event, entry, in: model.shown, from: model.clearedBefore)
      guard !groups.isEmpty else {
        model.message = Message(
          .info, "No other event has its trace, its correlation or its subject.")
        return []
      }
      model.open(Related(groups: groups, of: entry.number))
    default: return nil
    }
    return []
  }

  private func compare(in model: inout Model) {
    guard let (first, second, what) = pair(in: model) else {
      model.message = Message(
        .warning,
        "No event of this type and source came before; \(model.key(.mark)) marks two events to compare.")
      return
    }
    guard let left = first.event, let right = second.event else {
      model.message = Message(.warning, "One of the two is no event.")
      return
    }
    let differences = EventComparison(first: left, second: right).differences
    model.open(Reader(title: "Compare", lines: lines(differences, first, second, what: what, in: model)))
  }

  /// The two marked events, the marked one and this one, or this one and the one before of its type and source.
  private func pair(in model: Model) -> (Entry, Entry, what: String)? {
    let marked = model.marks.filter { model.shown.contains($0) }.sorted()
    if marked.count == 2 { return (model.shown[marked[0]], model.shown[marked[1]], "the two marked events") }
    guard let entry = model.selected else { return nil }
    if marked.count == 1, marked[0] != entry.number {
      return (model.shown[marked[0]], entry, "the marked event, and this one")
    }
    var number = entry.number
    // A bounded look back: the same type and source come often where they come at all.
    let first = max(min(model.shown.first, number), number > 100_000 ? number - 100_000 : 0)
    while number > first {
      number -= 1
      let other = model.shown[number]
      guard other.typeID == entry.typeID, other.sourceID == entry.sourceID, other.isValid else { continue }
      if entry.typeID == 0 || entry.sourceID == 0 {
        guard other.type.utf8.elementsEqual(entry.type.utf8),
          other.source.utf8.elementsEqual(entry.source.utf8)
        else { continue }
      }
      return (other, entry, "the one before of the same type and source, and this one")
    }
    return nil
  }

  private func lines(
    _ differences: [EventDifference], _ first: Entry, _ second: Entry, what: String, in model: Model
  ) -> [DetailLine] {
    func headline(_ mark: String, _ entry: Entry, _ role: StyleRole) -> DetailLine {
      [
        TextSpan(" \(mark) ", role), TextSpan(Shown.time(entry.received, offset: model.utcOffset), .textDim),
        TextSpan(" \(entry.type)  "), TextSpan(entry.id, .textDim),
      ]
    }
    var lines: [DetailLine] = [
      [TextSpan(" \(what.capitalizedFirst)", .textDim)], headline("-", first, .eventInvalid),
      headline("+", second, .eventOK), [],
    ]
    guard !differences.isEmpty else {
      return lines + [[TextSpan(" ✓ ", .eventOK), TextSpan("They say the same.")]]
    }
    lines.append([TextSpan(" \(Shown.plural(differences.count, "difference"))", .textStrong)])
    for difference in differences.prefix(2000) {
      let place =
        switch difference.place {
        case .attribute(let name): name
        case .data(let pointer): "data\(pointer)"
        }
      lines += [[], [TextSpan(" \(place)", .jsonKey)]]
      for (mark, value, role) in [
        ("-", difference.first, StyleRole.eventInvalid), ("+", difference.second, .eventOK),
      ] {
        guard let value else {
          lines.append([TextSpan("   \(mark) ", role), TextSpan("not there", .textDim)])
          continue
        }
        lines.append([
          TextSpan("   \(mark) ", role), TextSpan(String(decoding: value.prefix(2000), as: UTF8.self)),
        ])
      }
    }
    if differences.count > 2000 { lines.append([TextSpan(" … and more", .textDim)]) }
    return lines
  }
}
