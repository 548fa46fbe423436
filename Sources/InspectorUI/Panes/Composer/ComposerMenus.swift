import InspectorCore

/// What the composer asks about.
enum ComposerMenus {
  /// The templates, and a way to make one.
  static func templates(_ model: Model) -> Menu {
    let save = Menu.Item("Save the form as a template …", key: "s") { model in
      model.ask(
        Prompt.asking("Template", hint: "a name for it") { name, model in
          let isName = !name.isEmpty && !name.hasPrefix(".") && !name.contains("/")
          guard isName else { return .refused("A name has no / in it and does not begin with a dot.") }
          return .done(model.saveTemplate(name))
        })
      return []
    }
    let items = model.templates.map { template in
      Menu.Item(template.name, detail: template.draft.values[.type] ?? "") { model in
        model.keepForm()
        model.composer.fill(from: template.draft)
        model.message = Message(
          .ok,
          "The form is filled from the template \(template.name); \(model.formUndoKey) brings back what was in it."
        )
        return []
      }
    }
    return Menu(title: "Template", items: items + [save])
  }

  /// The targets that have names, and this program itself.
  static func targets(_ model: Model) -> Menu {
    let named = model.targets.map { target in
      Menu.Item(target.name, detail: target.address) { model in
        model.composer.target = TextField(target.address)
        if !target.headers.isEmpty {
          model.composer.headers = TextArea(
            target.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))
        }
        model.message = Message(
          .info, "Sending to \(target.name), \(ComposerView.shownTarget(target.address)).")
        return []
      }
    }
    let own = model.addresses.map { address in
      Menu.Item("this listener", detail: address) { model in
        model.composer.target = TextField(address)
        return []
      }
    }
    return Menu(title: "Send to", items: named + own)
  }

  static func repeatPrompt() -> Prompt {
    Prompt.asking("Send how often", proposal: "10", hint: "100, 100 at 20/s, or 100 every 500ms") {
      text, model in
      guard let (count, gap) = SendSeries.parse(text) else {
        return .refused("Write a number, such as 100, 100 at 20/s, or 100 every 500ms.")
      }
      return .done(model.sendSeries([SendSeries.Step(form: model.composer, gap: gap)], count: count))
    }
  }

  /// Asks how long a step waits after the one before, for a step that is not the first.
  static func stepPrompt(_ model: Model, at place: Int) -> Prompt {
    let scenario = model.composer.scenario
    let proposal = scenario.indices.contains(place) ? SendSeries.text(of: scenario[place].gap) : "500ms"
    return Prompt.asking(
      "Step \(place + 1) of the scenario waits", name: "step", proposal: proposal,
      hint: "after step \(place): 0s, 500ms, 2s"
    ) { text, model in
      guard let gap = SendSeries.gap(text) else { return .refused("Write a time, such as 500ms, 2s or 1m.") }
      model.putStep(at: place, gap: gap)
      return .done([])
    }
  }
}

extension Model {
  /// Keeps the form under a name.
  mutating func saveTemplate(_ name: String) -> [Effect] {
    let template = ComposerTemplate(name: name, draft: ComposerDraft(composer))
    templates.removeAll { $0.name == name }
    templates.append(template)
    let path = "\(templatesDirectory)/\(name).toml"
    return [
      .save(
        SaveRequest(path: path, bytes: Array(template.draft.text.utf8), what: "template", overwrites: true))
    ]
  }

  /// Puts the form into the scenario: back to the step that it was filled from, else at its end.
  mutating func putStep() {
    let place = composer.openStep ?? composer.scenario.count
    // Nothing is before the first that it could wait for.
    guard place > 0 else { return putStep(at: 0, gap: composer.scenario.first?.gap ?? .zero) }
    ask(ComposerMenus.stepPrompt(self, at: place))
  }

  mutating func putStep(at place: Int, gap: Duration) {
    let step = ComposerState.ScenarioStep(draft: ComposerDraft(composer), gap: gap)
    let run = key(.runScenario, in: .composer)
    if composer.openStep == place, composer.scenario.indices.contains(place) {
      composer.scenario[place] = step
      composer.openStep = nil
      message = Message(.ok, "Step \(place + 1) is what is in the form; \(run) sends the scenario.")
    } else {
      composer.scenario.append(step)
      let steps = Shown.plural(composer.scenario.count, "step")
      message = Message(
        .ok, "The scenario has \(steps); \(key(.steps, in: .composer)) lists, \(run) sends.")
    }
  }

  /// Sends the steps of the scenario, one after the other.
  mutating func runScenario() -> [Effect] {
    let steps = composer.scenario.map { step in
      var form = composer
      form.fill(from: step.draft)
      return SendSeries.Step(form: form, gap: step.gap)
    }
    return sendSeries(steps, count: steps.count)
  }
}
