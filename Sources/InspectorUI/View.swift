import InspectorCore

extension Model {
  /// Whether there is nothing to be shown, and nothing that could come back.
  var isUnused: Bool {
    live.counters.entries == 0 || (clearedBefore == live.next && clearing == nil && !isPaused)
  }

  /// The screen for this model. Pure: the same model gives the same screen.
  public func view(widths: WidthProfile = .standard) -> Canvas {
    var canvas = Canvas(size: size, widths: widths)
    // Below this nothing can be shown that anybody could use.
    guard size.width >= 10, size.height >= 2 else {
      canvas.draw("10x2?", x: 0, y: 0)
      return canvas
    }
    let layout = Layout(self)
    TitleView(model: self).draw(into: &canvas, layout.title)
    FilterView(model: self).draw(into: &canvas, layout.filter)
    if isUnused, !layout.list.isEmpty {
      EmptyView(model: self).draw(into: &canvas, layout.list.joined(with: layout.detail))
    }
    for pane in Panes.panes {
      let rect = layout.rect(of: pane.id)
      if !rect.isEmpty { pane.draw(self, into: &canvas, rect) }
    }
    layout.drawBorders(into: &canvas, focus: focus, dividesDetail: !isUnused)
    FooterView(model: self).draw(into: &canvas, layout.footer)
    MessageView(model: self).draw(into: &canvas, layout.message, overflow: layout.footer)
    for open in overlays { open.layer.draw(self, into: &canvas, layout.body) }
    return canvas
  }
}
