import InspectorCore

/// The data in the composer's form: a title with what is wrong, numbered lines, and a caret under the wrong place.
extension ComposerView {
  func drawData(problem: String?, into canvas: inout Canvas, _ rect: Rect, divider: Int) {
    guard divider < rect.maxY else { return }
    canvas.horizontalLine(y: divider, from: rect.x, width: rect.width)
    var x = rect.x + 2
    x += canvas.draw(" Data ", x: x, y: divider, role: composer.focus == .data ? .textStrong : .jsonKey)
    if let problem {
      canvas.draw(" ✗ \(problem) ", x: x + 1, y: divider, width: max(0, rect.maxX - x - 3), role: .formError)
    } else if !composer.data.isEmpty {
      canvas.draw(
        " \(Shown.size(composer.event(now: model.now).data?.bytes.count ?? 0)) ", x: x + 1, y: divider,
        role: .formHint)
    }
    let data = composer.data
    let caret = caret(widths: canvas.widths.forText)
    var y = divider + 1
    for number in data.top..<max(data.top, data.lines.count) where y < rect.maxY {
      let line = data.lines[number]
      canvas.draw("\(number + 1)", x: rect.x, y: y, width: 4, role: .textDim, align: .right)
      let width = rect.width - 7
      let isCursorLine = number == data.row && composer.focus == .data
      let before =
        isCursorLine ? DisplayWidth.of(String(line.prefix(data.column)), profile: canvas.widths.forText) : 0
      let scroll = max(0, before - width + 1)
      canvas.draw(line, x: rect.x + 6, y: y, width: width, role: .text, scroll: scroll)
      if isCursorLine { canvas.cursor = Point(x: rect.x + 6 + before - scroll, y: y) }
      y += 1
      guard let caret, caret.line == number, y < rect.maxY else { continue }
      let place = caret.column - scroll
      if place >= 0, place < width {
        canvas.draw("^", x: rect.x + 6 + place, y: y, width: 1, role: .formError)
      }
      y += 1
    }
  }

  /// The line, from 0, and the column of the screen at which the data is no JSON any more.
  private func caret(widths: WidthProfile) -> (line: Int, column: Int)? {
    guard let error = composer.dataError(now: model.now), composer.data.lines.indices.contains(error.line - 1)
    else { return nil }
    let line = composer.data.lines[error.line - 1]
    // Where placeholders are filled in, what is typed has other columns.
    guard composer.resolved(line, now: model.now) == line else { return nil }
    return (
      error.line - 1,
      DisplayWidth.of(
        String(decoding: line.utf8.prefix(error.column - 1), as: UTF8.self), profile: widths)
    )
  }
}
