/// Lines between panes, which join where they meet.
struct Borders {
  private var lines: [(rect: Rect, isVertical: Bool, isFocused: Bool)] = []

  mutating func vertical(x: Int, y: Int, height: Int, isFocused: Bool) {
    lines.append((Rect(x: x, y: y, width: 1, height: height), true, isFocused))
  }

  mutating func horizontal(x: Int, y: Int, width: Int, isFocused: Bool) {
    lines.append((Rect(x: x, y: y, width: width, height: 1), false, isFocused))
  }

  func draw(into canvas: inout Canvas) {
    // Those of the pane with the focus are drawn last, over the others.
    for line in lines.sorted(by: { !$0.isFocused && $1.isFocused }) {
      let role: StyleRole = line.isFocused ? .borderFocused : .border
      if line.isVertical {
        canvas.verticalLine(x: line.rect.x, from: line.rect.y, height: line.rect.height, role: role)
      } else {
        canvas.horizontalLine(y: line.rect.y, from: line.rect.x, width: line.rect.width, role: role)
      }
    }
    for vertical in lines where vertical.isVertical {
      for horizontal in lines where !horizontal.isVertical { join(vertical.rect, horizontal.rect, &canvas) }
    }
  }

  /// Puts the glyph there in which two lines meet.
  private func join(_ vertical: Rect, _ horizontal: Rect, _ canvas: inout Canvas) {
    let (x, y) = (vertical.x, horizontal.y)
    let up = vertical.minY < y && vertical.maxY >= y
    let down = vertical.maxY > y + 1 && vertical.minY <= y + 1
    let left = horizontal.minX < x && horizontal.maxX >= x
    let right = horizontal.maxX > x + 1 && horizontal.minX <= x + 1
    let glyph: String? =
      switch (up, down, left, right) {
      case (true, true, true, true): "┼"
      case (true, true, false, true): "├"
      case (true, true, true, false): "┤"
      case (false, true, true, true): "┬"
      case (true, false, true, true): "┴"
      default: nil
      }
    guard let glyph, !canvas.widths.ambiguousIsWide else { return }
    canvas.fill(Rect(x: x, y: y, width: 1, height: 1), role: canvas[x, y].role, text: glyph)
  }
}
