/// The steps of the scenario, in the order in which they are sent; they stand in the composer's state.
struct StepList: Layer {
  private(set) var cursor = 0

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .removeStep, .restoreStep, .back] }

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .open where model.composer.scenario.isEmpty, .removeStep where model.composer.scenario.isEmpty:
      "The scenario has no step."
    case .restoreStep where model.composer.removedSteps.isEmpty: "No step was taken out."
    default: nil
    }
  }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      cursor = move.applied(to: cursor, page: 10, count: model.composer.scenario.count)
      return []
    }
    switch command {
    case .open:
      model.closeOverlay()
      model.openStep(cursor)
    case .removeStep: model.removeStep(cursor)
    case .restoreStep: cursor = model.restoreStep() ?? cursor
    case .steps: model.closeOverlay()
    default: return nil
    }
    return []
  }

  mutating func settle(in model: inout Model, _ rect: Rect) {
    cursor = max(0, min(cursor, model.composer.scenario.count - 1))
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let items = model.composer.scenario.enumerated().map { index, step in
      let type = step.draft.values[.type] ?? ""
      let wait = index == 0 ? "at once" : "after \(SendSeries.text(of: step.gap))"
      return Menu.Item("\(index + 1)  \(type.isEmpty ? "no type" : type)", detail: wait)
    }
    let none = Menu.Item("No step is left.", reason: "The scenario has no step.")
    let menu = Menu(title: "Steps of the scenario", items: items.isEmpty ? [none] : items, cursor: cursor)
    MenuView(menu: menu).draw(into: &canvas, rect)
  }
}

extension Scope {
  public static let steps = Scope("steps", title: "In the steps of a scenario")
}

extension StepList {
  static let scope = Scope.steps

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(
        scope, "Enter", .open, title: "Open", help: "Fill the form from the step, to look at or change it"),
      KeyBinding(scope, "d", .removeStep),
      KeyBinding(scope, "u", .restoreStep),
      KeyBinding(scope, "F4", .steps, title: "Back", help: "Leave the steps"),
    ] + KeyBinding.leaving(scope, help: "Leave the steps")
}

extension Model {
  /// Fills the form from a step, so that it can be changed and put back.
  fileprivate mutating func openStep(_ index: Int) {
    guard composer.scenario.indices.contains(index) else { return }
    keepForm()
    composer.fill(from: composer.scenario[index].draft)
    composer.openStep = index
    message = Message(
      .info,
      "The form is step \(index + 1); \(key(.addStep, in: .composer)) puts it back there, \(formUndoKey) brings back what was in it."
    )
  }

  fileprivate mutating func removeStep(_ index: Int) {
    let step = composer.scenario.remove(at: index)
    composer.removedSteps.append(ComposerState.RemovedStep(index: index, step: step))
    if let open = composer.openStep {
      composer.openStep = open == index ? nil : open > index ? open - 1 : open
    }
    message = Message(.ok, "Step \(index + 1) was taken out; \(key(.restoreStep, in: .steps)) puts it back.")
  }

  /// Puts back the step that was taken out last; its place.
  fileprivate mutating func restoreStep() -> Int? {
    guard let removed = composer.removedSteps.popLast() else { return nil }
    let index = min(removed.index, composer.scenario.count)
    composer.scenario.insert(removed.step, at: index)
    if let open = composer.openStep, open >= index { composer.openStep = open + 1 }
    return index
  }
}
