import InspectorCore

/// The types with how many events have them.
struct FacetsView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let items = model.facets.items
    canvas.draw("TYPE", x: rect.x + 3, y: rect.y, width: rect.width - 4, role: .listHeader)
    canvas.draw(
      Shown.count(model.shown.count), x: rect.x, y: rect.y, width: rect.width - 1, role: .listHeader,
      align: .right)
    guard !items.isEmpty else {
      canvas.draw("None yet.", x: rect.x + 3, y: rect.y + 1, width: rect.width - 4, role: .textDim)
      return
    }
    for row in 0..<max(0, rect.height - 1) where model.facets.top + row < items.count {
      let index = model.facets.top + row
      draw(items[index], index: index, into: &canvas, rect, y: rect.y + 1 + row)
    }
  }

  private func draw(
    _ item: (value: String, count: Int), index: Int, into canvas: inout Canvas, _ rect: Rect, y: Int
  ) {
    let isSelected = index == model.facets.cursor && model.focus == .facets
    let overlay: StyleRole? = isSelected ? .listSelected : nil
    let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    canvas.fill(line, role: .text)
    if let overlay { canvas.overlay(line, role: overlay) }
    let state = self.state(of: item.value)
    canvas.draw(state.glyph, x: rect.x + 1, y: y, width: 1, role: state.role, overlay: overlay)
    let count = Shown.count(item.count)
    let right = rect.maxX - 1 - count.count
    canvas.draw(
      item.value, x: rect.x + 3, y: y, width: max(1, right - rect.x - 4),
      role: state.role == .facetOff ? .facetOff : .typeHash,
      overlay: overlay, hash: EventListView.hash(item.value))
    canvas.draw(count, x: right, y: y, role: state.role == .facetOff ? .facetOff : .textDim, overlay: overlay)
  }

  /// Whether the filter lets a type through: all, none, or it depends on more than the type.
  private func state(of type: String) -> (glyph: String, role: StyleRole) {
    guard let query = model.rows.query else { return (" ", .facetOn) }
    guard query.dependsOnlyOnType else { return (" ", .facetPart) }
    return query.matches(type: type) ? ("✓", .facetOn) : (" ", .facetOff)
  }
}
