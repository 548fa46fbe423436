/// The composer, over the whole screen. What is in it stands in the model and stays when it is closed.
struct Composer: Layer {
  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.submit, .back, .nextSection, .help] }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .submit: return model.submitComposer()
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
    model.composer.data.show(height: ComposerView.dataHeight(model.composer, in: Layout(model)))
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let layout = Layout(model)
    canvas.fill(layout.filter.joined(with: rect), role: .text)
    canvas.cursor = nil
    ComposerView(model: model, layout: layout).draw(into: &canvas)
  }
}
