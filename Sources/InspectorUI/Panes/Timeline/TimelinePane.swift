import InspectorCore

/// How many events came when, as bars.
struct TimelinePane: Pane {
  let id = PaneID.timeline

  func footer(_ model: Model) -> [Command] { [.growPane, .shrinkPane, .timeline, .nextPane, .close, .help] }

  func title(of command: Command, in model: Model) -> String? {
    switch command {
    case .growPane: "Finer"
    case .shrinkPane: "Coarser"
    default: nil
    }
  }

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .growPane where model.timelineState.step == 0: "A column cannot be less than a second."
    case .shrinkPane where model.timelineState.step == TimelineState.steps.count - 1:
      "A column cannot be more than a minute."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .growPane, .up, .scrollRight: model.timelineState.zoom(by: -1)
    case .shrinkPane, .down, .scrollLeft: model.timelineState.zoom(by: 1)
    default: return Move(command) == nil ? nil : []
    }
    return []
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    TimelineView(model: model).draw(into: &canvas, rect)
  }
}
