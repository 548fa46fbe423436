import InspectorCore

/// A title, bars, and the times under them.
struct TimelineView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let area = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
    guard area.width >= 8, area.height >= 3 else { return }
    let state = model.timelineState
    let columns = state.columns(area.width, of: model.live.rates, at: model.now)
    let peak = columns.max() ?? 0
    let used = canvas.draw(
      "events per \(state.seconds == 1 ? "second" : "\(state.seconds) s")", x: area.x, y: area.y,
      width: area.width, role: .listHeader)
    let span = Shown.span(seconds: state.span(of: area.width))
    let facts =
      peak > 0
      ? ["peak \(Shown.count(peak))"] : ["nothing in the last \(span)", "nothing in \(span)", "nothing"]
    let room = area.width - used - 2
    if let fact = facts.first(where: { $0.count <= room }) {
      canvas.draw(fact, x: area.x, y: area.y, width: area.width, role: .textDim, align: .right)
    }
    let bars = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 2)
    drawBars(columns, peak: peak, into: &canvas, bars)
    drawTimes(into: &canvas, area, y: bars.maxY)
  }

  private func drawBars(_ columns: [Int], peak: Int, into canvas: inout Canvas, _ rect: Rect) {
    guard peak > 0 else { return }
    let glyphs = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    for (index, count) in columns.enumerated() where count > 0 {
      let x = rect.maxX - columns.count + index
      // In eighths of a row; whatever came can be seen.
      let height = max(1, count * rect.height * 8 / peak)
      for row in 0..<rect.height {
        let eighths = min(8, height - row * 8)
        guard eighths > 0 else { break }
        canvas.draw(glyphs[eighths - 1], x: x, y: rect.maxY - 1 - row, width: 1, role: .chartBar)
      }
    }
  }

  /// A time under every so many columns, and `now` at the end.
  private func drawTimes(into canvas: inout Canvas, _ rect: Rect, y: Int) {
    let seconds = Int64(model.timelineState.seconds)
    let end = (model.now.nanoseconds / 1_000_000_000 / seconds + 1) * seconds
    canvas.draw("now", x: rect.maxX - 3, y: y, width: 3, role: .chartAxis)
    let every = Int64(12)
    var column = end / seconds / every * every
    while end / seconds - column <= Int64(rect.width) {
      let x = rect.maxX - Int(end / seconds - column)
      let time = WallTime(nanoseconds: column * seconds * 1_000_000_000)
      let text = Shown.time(time, offset: model.utcOffset, milliseconds: false)
      if x >= rect.x, x + text.count < rect.maxX - 4 {
        canvas.draw(text, x: x, y: y, width: text.count, role: .chartAxis)
      }
      column -= every
    }
  }
}
