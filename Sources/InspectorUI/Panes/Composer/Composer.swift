/// The composer, over the whole screen. What is in it stands in the model and stays when it is closed.
struct Composer: Layer {
  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] {
    [
      .submit, .nextSection, .steps, .runScenario, .editor, .templates, .back, .targets, .repeatSend,
      .addStep,
      .palette, .help,
    ]
  }

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .runScenario where model.composer.scenario.isEmpty:
      "The scenario is empty; \(model.key(.addStep, in: .composer)) adds what is in the form to it."
    case .steps where model.composer.scenario.isEmpty && model.composer.removedSteps.isEmpty:
      "The scenario has no steps; \(model.key(.addStep, in: .composer)) adds what is in the form to it."
    case .undo where model.composer.replaced == nil: "The form was not filled from anything yet."
    case .repeatSend where model.series != nil, .runScenario where model.series != nil:
      "Something is being sent already; Esc stops it."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .submit: return model.submitComposer()
    case .back where model.series != nil: return [.stopSeries]
    case .editor: return model.editField()
    case .templates: model.open(ComposerMenus.templates(model))
    case .targets: model.open(ComposerMenus.targets(model))
    case .repeatSend: model.ask(ComposerMenus.repeatPrompt())
    case .addStep: model.putStep()
    case .steps: model.open(StepList())
    case .runScenario: return model.runScenario()
    case .undo: model.undoFormFill()
    case .nextSection: model.switchSection(by: 1)
    case .previousSection: model.switchSection(by: -1)
    default: return nil
    }
    return []
  }

  func take(_ key: Key, in model: inout Model) -> [Effect]? {
    model.composerKey(key)
    return []
  }

  func paste(_ text: String, in model: inout Model) -> [Effect]? {
    model.composerPaste(text)
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    let height = ComposerView.dataHeight(model.composer, in: Layout(model))
    // The caret under what is no JSON has a row of its own.
    model.composer.data.show(height: height - (model.composer.dataError(now: model.now) == nil ? 0 : 1))
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let layout = Layout(model)
    canvas.fill(layout.filter.joined(with: rect), role: .text)
    canvas.cursor = nil
    ComposerView(model: model, layout: layout).draw(into: &canvas)
  }
}
