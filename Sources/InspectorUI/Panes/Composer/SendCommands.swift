/// What sends events from any pane.
struct SendCommands: Layer {
  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .edit where model.selected?.isEvent != true: "There is no event to copy here."
    case .resend where model.selected == nil: "There is nothing to send again yet."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .compose: model.openComposer()
    case .edit: model.editCopy()
    case .resend: return model.resend()
    default: return nil
    }
    return []
  }
}
