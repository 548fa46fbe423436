import InspectorCore

extension Model {
  /// The screen for this model. Pure: the same model gives the same screen.
  public func view(widths: WidthProfile = .standard) -> Canvas {
    var canvas = Canvas(size: size, widths: widths)
    // Below this nothing can be shown that anybody could use.
    guard size.width >= 10, size.height >= 2 else {
      canvas.draw("10x2?", x: 0, y: 0)
      return canvas
    }
    let layout = Layout(self)
    if isComposing {
      ComposerView(model: self, layout: layout).draw(into: &canvas)
    } else {
      TitleView(model: self).draw(into: &canvas, layout.title)
      FilterView(model: self).draw(into: &canvas, layout.filter)
      drawPanes(layout, into: &canvas)
    }
    MessageView(model: self).draw(into: &canvas, layout.message)
    FooterView(model: self).draw(into: &canvas, layout.footer)
    if help != nil { HelpView(model: self).draw(into: &canvas, layout.body) }
    if menu != nil { MenuView(model: self).draw(into: &canvas, layout.body) }
    return canvas
  }

  private func drawPanes(_ layout: Layout, into canvas: inout Canvas) {
    if !layout.facets.isEmpty {
      FacetsView(model: self).draw(into: &canvas, layout.facets)
      if layout.facets.maxX < size.width {
        canvas.verticalLine(x: layout.facets.maxX, from: layout.body.y, height: layout.body.height)
      }
    }
    if live.counters.entries == 0, !layout.list.isEmpty {
      var area = layout.list
      if layout.isSideBySide { area.width = layout.detail.maxX - area.x }
      EmptyView(model: self).draw(into: &canvas, area)
      return
    }
    if !layout.list.isEmpty {
      EventListView(model: self, rows: layout.listRows).draw(into: &canvas, layout.list)
    }
    guard !layout.detail.isEmpty else { return }
    if layout.isSideBySide {
      canvas.verticalLine(
        x: layout.detail.x - 1, from: layout.body.y, height: layout.body.height,
        role: focus == .detail ? .borderFocused : .border)
    }
    DetailView(model: self, isUnderList: !layout.isSideBySide).draw(into: &canvas, layout.detail)
  }
}
