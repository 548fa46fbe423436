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
