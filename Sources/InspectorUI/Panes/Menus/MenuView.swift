import InspectorCore

/// A menu in the middle of the screen.
struct MenuView {
  let menu: Menu

  func draw(into canvas: inout Canvas, _ body: Rect) {
    let keyWidth = menu.items.contains { $0.key != nil } ? 3 : 0
    let titleWidth = menu.items.map { DisplayWidth.of($0.title, profile: canvas.widths) }.max() ?? 0
    let detailWidth = menu.items.map { DisplayWidth.of($0.detail, profile: canvas.widths) }.max() ?? 0
    let widest = max(
      titleWidth + keyWidth + (detailWidth > 0 ? detailWidth + 2 : 0),
      DisplayWidth.of(menu.title, profile: canvas.widths) + 4)
    let box = Rect(
      x: 0, y: 0, width: min(body.width, max(24, widest + 6)), height: min(body.height, menu.items.count + 2)
    ).centered(in: body)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: menu.title)
    let inside = box.inset(dx: 1, dy: 1)
    if menu.items.count > inside.height {
      let place = " \(menu.cursor + 1) of \(menu.items.count) "
      canvas.draw(
        place, x: box.maxX - 2 - DisplayWidth.of(place), y: box.maxY - 1, role: .borderFocused)
    }
    let top = max(0, menu.cursor - inside.height + 1)
    for row in 0..<inside.height where top + row < menu.items.count {
      let line = Rect(x: inside.x, y: inside.y + row, width: inside.width, height: 1)
      draw(menu.items[top + row], isSelected: top + row == menu.cursor, titleWidth, keyWidth, &canvas, line)
    }
  }

  private func draw(
    _ item: Menu.Item, isSelected: Bool, _ titleWidth: Int, _ keyWidth: Int, _ canvas: inout Canvas,
    _ line: Rect
  ) {
    let overlay: StyleRole? = isSelected ? .listSelected : nil
    if let overlay { canvas.overlay(line, role: overlay) }
    let role: StyleRole = item.reason == nil ? .dialog : .textDim
    canvas.drawOnDialog(
      isSelected ? " > " : "   ", x: line.x, y: line.y, width: line.width, role: role, isSelected: isSelected)
    let x = line.x + 3
    let room = max(0, line.maxX - x - 1)
    if let key = item.key {
      canvas.drawOnDialog(
        String(key), x: x, y: line.y, width: room, role: .footerKey, isSelected: isSelected)
    }
    canvas.drawOnDialog(
      item.title.trimmingTrailingSpaces, x: x + keyWidth, y: line.y, width: max(0, room - keyWidth),
      role: role, isSelected: isSelected)
    let detailX = x + keyWidth + titleWidth + 2
    // Where there is no room for a word of it, a lone … would say nothing.
    if !item.detail.isEmpty, detailX + min(4, DisplayWidth.of(item.detail)) <= line.maxX {
      canvas.drawOnDialog(
        item.detail, x: detailX, y: line.y, width: line.maxX - detailX, role: .textDim,
        isSelected: isSelected)
    }
  }
}
