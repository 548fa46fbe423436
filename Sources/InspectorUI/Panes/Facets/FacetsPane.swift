import InspectorCore

/// The types at the side, which write the filter.
struct FacetsPane: Pane {
  let id = PaneID.facets

  func footer(_ model: Model) -> [Command] {
    [.facetOnly, .facetExclude, .clearFilter, .nextPane, .close, .help]
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      model.facets.cursor = move.applied(
        to: model.facets.cursor, page: Layout(model).facets.height - 1, count: model.facets.items.count)
      return []
    }
    switch command {
    case .facetOnly: model.facetOnly()
    case .facetExclude: model.facetExclude()
    case .clearFilter: model.clearTypes()
    default: return nil
    }
    return []
  }

  func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? {
    switch mouse.kind {
    case .wheelUp, .wheelDown: model.facets.cursor += mouse.kind == .wheelUp ? -3 : 3
    case .press(.left): model.facets.cursor = model.facets.top + mouse.point.y - rect.minY - 1
    default: return nil
    }
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    if !rect.isEmpty { model.facets.settle(model.shown, height: rect.height - 1, now: model.now) }
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    FacetsView(model: model).draw(into: &canvas, rect)
  }
}
