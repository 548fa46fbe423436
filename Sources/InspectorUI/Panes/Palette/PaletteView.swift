import InspectorCore

/// The palette: a field, and under it what fits, each with its keys.
struct PaletteView {
  let palette: Palette

  func draw(into canvas: inout Canvas, _ body: Rect) {
    let box = palette.isCommandLine ? lineBox(body) : middleBox(body)
    guard box.height >= 3 else { return }
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: palette.isCommandLine ? "Command" : "Palette")
    let inside = box.inset(dx: 1, dy: 1)
    let fieldY = palette.isCommandLine ? inside.maxY - 1 : inside.y
    drawField(into: &canvas, Rect(x: inside.x, y: fieldY, width: inside.width, height: 1))
    let rows = inside.height - 1
    let first = palette.isCommandLine ? inside.y : inside.y + 1
    let top = max(0, palette.cursor - rows + 1)
    for row in 0..<rows where top + row < palette.shown.count {
      // On the command line the best stands next to what is typed.
      let y = palette.isCommandLine ? first + rows - 1 - row : first + row
      draw(
        palette.items[palette.shown[top + row]], isSelected: top + row == palette.cursor, into: &canvas,
        Rect(x: inside.x, y: y, width: inside.width, height: 1))
    }
    if palette.shown.isEmpty {
      canvas.drawOnDialog(
        "  nothing is called that", x: inside.x, y: first, width: inside.width, role: .textDim)
    }
    let count = " \(palette.shown.count) of \(palette.items.count) "
    canvas.draw(count, x: box.x, y: box.maxY - 1, width: box.width - 2, role: .borderFocused, align: .right)
  }

  private func middleBox(_ body: Rect) -> Rect {
    Rect(x: 0, y: 0, width: min(body.width, 84), height: min(body.height, max(8, body.height * 3 / 4)))
      .centered(in: body)
  }

  private func lineBox(_ body: Rect) -> Rect {
    let height = min(body.height, 10)
    return Rect(x: body.x, y: body.maxY - height, width: body.width, height: height)
  }

  private func drawField(into canvas: inout Canvas, _ rect: Rect) {
    let mark = palette.isCommandLine ? ":" : ">"
    canvas.fill(rect, role: .formFocused)
    canvas.draw(" \(mark) ", x: rect.x, y: rect.y, role: .formFocused)
    let before = DisplayWidth.of(String(palette.field.head), profile: canvas.widths.forText)
    let width = max(1, rect.width - 4)
    let scroll = max(0, before - width + 1)
    canvas.draw(
      palette.field.text, x: rect.x + 3, y: rect.y, width: width, role: .formFocused, scroll: scroll)
    canvas.cursor = Point(x: rect.x + 3 + before - scroll, y: rect.y)
  }

  private func draw(_ item: PaletteItem, isSelected: Bool, into canvas: inout Canvas, _ line: Rect) {
    let overlay: StyleRole? = isSelected ? .listSelected : nil
    if let overlay { canvas.overlay(line, role: overlay) }
    let role: StyleRole = item.reason == nil ? .dialog : .textDim
    let keyWidth = min(DisplayWidth.of(item.keys), line.width / 4)
    let nameWidth = palette.isCommandLine || line.width >= 76 ? min(24, line.width / 3) : 0
    let titleWidth = max(0, line.width - keyWidth - nameWidth - 5)
    canvas.drawOnDialog(
      isSelected ? " > " : "   ", x: line.x, y: line.y, width: 3, role: role, isSelected: isSelected)
    let text = item.help
    let title = palette.isCommandLine ? item.name : item.title
    if nameWidth > 0 {
      canvas.drawOnDialog(
        title, x: line.x + 3, y: line.y, width: nameWidth - 1, role: role, isSelected: isSelected)
    }
    canvas.drawOnDialog(
      nameWidth > 0 ? text : item.title, x: line.x + 3 + nameWidth, y: line.y, width: titleWidth,
      role: nameWidth > 0 ? .textDim : role, isSelected: isSelected)
    canvas.drawOnDialog(
      item.keys, x: line.maxX - keyWidth - 1, y: line.y, width: keyWidth, role: .footerKey,
      isSelected: isSelected)
  }
}
