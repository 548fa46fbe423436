import InspectorCore

/// The pages of the composer beside its form: headers, and what was sent.
extension ComposerView {
  /// The name of the target where it has one.
  var targetName: String {
    model.targets.first { $0.address == composer.target.text }.map { "\($0.name)  " } ?? ""
  }

  /// Whether what is sent stays on this machine.
  var isLocal: Bool {
    guard case .http(let host, _, _, _, _)? = try? Address(composer.target.text) else { return true }
    return ["localhost", "127.0.0.1", "::1"].contains(host)
  }

  func drawHeaders(into canvas: inout Canvas, _ rect: Rect) {
    let area = composer.headers
    canvas.draw(
      "These fields go with the message, beside those of the event.", x: rect.x + 2, y: rect.y,
      width: rect.width - 3, role: .textDim)
    for (row, line) in area.lines.enumerated() where row + 2 < rect.height {
      let y = rect.y + 2 + row
      let isWrong = !line.isEmpty && ComposerState.parseHeader(line) == nil
      canvas.draw("\(row + 1)", x: rect.x, y: y, width: 4, role: .textDim, align: .right)
      let width = rect.width - 8
      let isCursorLine = row == area.row
      let before =
        isCursorLine ? DisplayWidth.of(String(line.prefix(area.column)), profile: canvas.widths.forText) : 0
      let scroll = max(0, before - width + 1)
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      canvas.draw(
        [
          TextSpan(String(line[..<colon]), isWrong ? .formError : .jsonKey),
          TextSpan(String(line[colon...]), isWrong ? .formError : .text),
        ], x: rect.x + 6 - scroll, y: y, width: width)
      if isCursorLine { canvas.cursor = Point(x: rect.x + 6 + before - scroll, y: y) }
    }
  }

  func drawHistory(into canvas: inout Canvas, _ rect: Rect) {
    guard !composer.history.isEmpty else {
      canvas.draw("Nothing was sent yet.", x: rect.x + 1, y: rect.y, role: .textDim)
      return
    }
    let top = max(0, composer.historyCursor - rect.height + 1)
    for row in 0..<rect.height where top + row < composer.history.count {
      let item = composer.history[top + row]
      let line = Rect(x: rect.x, y: rect.y + row, width: rect.width, height: 1)
      let isSelected = top + row == composer.historyCursor
      let time = Shown.time(item.time, offset: model.utcOffset, milliseconds: false)
      let answer = item.answer ?? "waiting …"
      let role: StyleRole = item.answer == nil ? .textDim : item.isGood ? .messageOK : .messageError
      canvas.draw(
        [
          TextSpan(" \(time)  ", .textDim), TextSpan(item.label, .text),
          TextSpan("  → \(item.target)", .textDim),
          TextSpan("  \(answer)", role),
        ], x: line.x, y: line.y, width: line.width)
      if isSelected { canvas.overlay(line, role: .listSelected) }
    }
  }
}
