import CESQL
import InspectorCore

/// What can be done with the filter from any pane.
struct FilterCommands: Layer {
  func title(of command: Command, in model: Model) -> String? {
    command == .toggleFilter ? (model.filter.isOn ? "Filter off" : "Filter on") : nil
  }

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .toggleFilter where model.filter.applied.isEmpty:
      "There is no filter to switch; \(model.key(.filter)) makes one."
    case .clearFilter where model.filter.applied.isEmpty:
      "There is no filter to clear; \(model.key(.filter)) makes one."
    case .saveFilter where model.filter.applied.isEmpty:
      "There is no filter to keep; \(model.key(.filter)) makes one."
    case .savedFilters where model.savedFilters.isEmpty:
      "No filter is kept under a name yet; \(model.key(.saveFilter)) keeps the one in force."
    case .why where model.filter.applied.isEmpty:
      "There is no filter that could hide anything; \(model.key(.filter)) makes one."
    case .filterIn where model.selected == nil, .filterOut where model.selected == nil:
      "There is no event to take a value from."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .filter: model.beginFilter()
    case .toggleFilter: model.toggleFilter()
    case .clearFilter: model.setFilter("")
    case .saveFilter: save(in: &model)
    case .savedFilters: model.open(SavedFilters())
    case .why: explain(in: &model)
    case .filterIn, .filterOut: return offerValues(isNegated: command == .filterOut, in: &model)
    default: return nil
    }
    return []
  }

  private func save(in model: inout Model) {
    let text = model.filter.applied.trimmingTrailingSpaces
    let known = model.savedFilters.first { $0.text == text }?.name ?? ""
    model.ask(
      Prompt(title: "Keep this filter as", proposal: known) { name, model in
        let name = name.trimmingCharacters
        guard !name.isEmpty else { return [] }
        model.remember("keeping the filter \(name)", about: .savedFilters)
        model.savedFilters.removeAll { $0.name == name }
        model.savedFilters.append(SavedFilter(name: name, text: text))
        model.message = Message(.ok, "Kept the filter as \(name); \(model.key(.savedFilters)) lists them.")
        return []
      })
  }

  /// Which part of the filter decides about the event under the cursor.
  private func explain(in model: inout Model) {
    guard let condition = FilterReading(model.filter.applied).condition else { return }
    var lines: [DetailLine] = []
    if let entry = model.selected {
      let (isShown, reasons) = entry.withSubject(now: model.now) { subject in
        (condition.judge(subject).matches, condition.reasons(subject))
      }
      let what = entry.type.isEmpty ? "This delivery" : entry.type
      lines = [
        [
          TextSpan(" \(what) ", .textStrong),
          isShown
            ? TextSpan("passes the filter", .eventOK) : TextSpan("does not pass the filter", .eventInvalid),
          TextSpan(" because", .text),
        ], [],
      ]
      let width = reasons.map { DisplayWidth.of($0.text, upTo: 48) }.max() ?? 0
      lines += reasons.map { reason in
        let (glyph, role): (String, StyleRole) =
          switch reason.holds {
          case true?: ("✓", .eventOK)
          case false?: ("✗", .eventInvalid)
          case nil: ("·", .textDim)
          }
        let gap = String(repeating: " ", count: max(2, width + 2 - DisplayWidth.of(reason.text, upTo: 48)))
        return [
          TextSpan(" \(glyph) ", role), TextSpan(reason.text), TextSpan(gap + reason.verdict, .textDim),
        ]
      }
    } else {
      lines = [
        [TextSpan(" No event is selected: \(model.key(.toggleFilter)) shows what is hidden.", .textDim)]
      ]
    }
    let errors = model.rows.errors
    if errors.events > 0 {
      lines += [
        [], [TextSpan(" \(Shown.plural(errors.events, "event")) could not be judged:", .eventWarning)],
      ]
      for (error, count) in errors.kinds {
        lines.append([
          TextSpan(" ! ", .eventWarning), TextSpan("\(error.message) (\(Shown.count(count)) times)"),
        ])
        if let advice = error.advice { lines.append([TextSpan("   \(advice)", .textDim)]) }
      }
    }
    model.open(Reader(title: "Why", lines: lines))
  }

  /// The values of the event that a filter can ask for.
  private func offerValues(isNegated: Bool, in model: inout Model) -> [Effect] {
    guard let entry = model.selected else { return [] }
    if model.focus == .detail, let term = model.detail.term {
      model.addTerm(term, isNegated: isNegated)
      return []
    }
    var terms = [("type", entry.type), ("source", entry.source), ("subject", entry.subject)]
      .filter { !$0.1.isEmpty }.map { FilterTerms.term($0.0, $0.1) }
    if let mode = entry.mode { terms.append("mode:\(mode.rawValue)") }
    if let status = entry.status { terms.append("status:\(status)") }
    if !entry.isValid { terms.append("is:invalid") }
    model.open(
      Menu(
        title: isNegated ? "Leave out" : "Only events with",
        items: terms.map { term in
          Menu.Item(term) { model in
            model.addTerm(term, isNegated: isNegated)
            return []
          }
        }))
    return []
  }
}

extension CESQLError {
  /// What would avoid it; nil where nothing is known that would.
  fileprivate var advice: String? {
    guard kind == .missingAttribute, let name = message.split(separator: " ").last else { return nil }
    return "EXISTS \(name) AND … asks only events that have it"
  }
}

extension Model {
  /// Notes in the log what the filter that is in force goes wrong with, each thing once.
  mutating func logFilterErrors() {
    guard filter.isOn, !filter.isEditing else { return }
    if filter.logged.filter != filter.applied { filter.logged = (filter.applied, 0) }
    let kinds = rows.errors.kinds
    guard filter.logged.count < kinds.count else { return }
    for (error, _) in kinds[filter.logged.count...] {
      let advice = error.advice.map { "; \($0)" } ?? ""
      note(Message(.warning, "The filter cannot judge some events: \(error.message)\(advice)."))
    }
    filter.logged.count = kinds.count
  }
}
