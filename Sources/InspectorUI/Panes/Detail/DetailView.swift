import InspectorCore

/// The detail: a row of tabs and the lines of one of them.
struct DetailView {
  let model: Model
  /// Whether it stands under the list, so that the row of tabs also divides the two.
  let isUnderList: Bool

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let isFocused = model.focus == .detail
    if isUnderList {
      canvas.horizontalLine(
        y: rect.y, from: rect.x, width: rect.width, role: isFocused ? .borderFocused : .border)
    }
    drawTabs(into: &canvas, rect, isFocused: isFocused)
    let height = rect.height - 1
    guard model.selected != nil else {
      canvas.draw("Nothing is selected.", x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, role: .textDim)
      return
    }
    let clip = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: max(0, height))
    drawLines(into: &canvas, clip, isFocused: isFocused)
    drawScrollbar(into: &canvas, clip)
  }

  private func drawLines(into canvas: inout Canvas, _ rect: Rect, isFocused: Bool) {
    let detail = model.detail
    for row in 0..<rect.height where detail.top + row < detail.content.count {
      let index = detail.top + row
      let y = rect.y + row
      let isCursor = isFocused && index == detail.cursor
      var line = detail.content.line(at: index)
      if isCursor {
        canvas.overlay(Rect(x: rect.x, y: y, width: rect.width, height: 1), role: .listSelected)
        line = line.map { TextSpan($0.text, $0.role, overlay: .listSelected, hash: $0.hash) }
      }
      // What stands over the content stays where it is.
      let scroll = index < detail.content.headCount ? 0 : detail.scroll
      canvas.draw(line, x: rect.x, y: y, width: rect.width - 1, clip: rect, scroll: scroll)
      if isCursor {
        let mark = Rect(x: rect.x, y: y, width: 1, height: 1)
        canvas.fill(mark, role: .text, text: "▌")
        canvas.overlay(mark, role: .listSelected)
      }
      if isCursor, let perLine = detail.content.bytesPerLine,
        detail.content.describe(byte: detail.byte, ofLine: index) != nil
      {
        let columns = HexContent.columns(ofByte: detail.byte, perLine: perLine)
        canvas.overlay(Rect(x: rect.x + columns.hex, y: y, width: 2, height: 1), role: .hexLinked)
        canvas.overlay(Rect(x: rect.x + columns.ascii, y: y, width: 1, height: 1), role: .hexLinked)
      }
    }
    guard let pattern = detail.pattern else { return }
    canvas.highlight(pattern, in: rect, role: .searchMatch)
    if isFocused, detail.cursor >= detail.top, detail.cursor < detail.top + rect.height {
      let row = Rect(x: rect.x, y: rect.y + detail.cursor - detail.top, width: rect.width, height: 1)
      canvas.highlight(pattern, in: row, role: .searchMatchCurrent)
    }
  }

  private func drawTabs(into canvas: inout Canvas, _ rect: Rect, isFocused: Bool) {
    guard let entry = model.selected else { return }
    let start = rect.x + (isUnderList ? 2 : 1)
    let titles = TabTitles.fitting(
      DetailTabs.all.map { ($0.title, $0.shortTitle) }, active: model.detail.tab, keeping: DetailTabs.checks,
      room: rect.maxX - start)
    var x = start
    for (index, tab) in DetailTabs.all.enumerated() {
      let isActive = index == model.detail.tab
      let role: StyleRole = isActive ? .tabActive : tab.hasContent(entry) ? .tabNonempty : .tab
      x += canvas.draw(titles[index], x: x, y: rect.y, width: max(0, rect.maxX - x), role: role)
    }
    drawSummary(of: entry, into: &canvas, rect, from: x)
  }

  /// The event in a few words, as many as there is room for at the right of the tabs.
  private func drawSummary(of entry: Entry, into canvas: inout Canvas, _ rect: Rect, from x: Int) {
    let state = entry.isValid ? (entry.hasWarning ? "warning" : "ok") : "invalid"
    let size = Shown.size(entry.size)
    let forms = [[entry.mode?.rawValue, size, state], [size, state]].map {
      " \($0.compactMap(\.self).joined(separator: " · ")) "
    }
    let room = rect.maxX - x - (isUnderList ? 3 : 2)
    guard let summary = forms.first(where: { $0.count <= room }) else { return }
    canvas.draw(
      summary, x: rect.x, y: rect.y, width: rect.width - (isUnderList ? 2 : 1),
      role: entry.isValid ? .textDim : .eventInvalid, align: .right)
  }

  private func drawScrollbar(into canvas: inout Canvas, _ rect: Rect) {
    let count = model.detail.content.count
    guard count > rect.height, rect.height >= 3 else { return }
    let height = max(1, rect.height * rect.height / count)
    let position = (rect.height - height) * model.detail.top / max(1, count - rect.height)
    canvas.fill(
      Rect(x: rect.maxX - 1, y: rect.y + min(position, rect.height - height), width: 1, height: height),
      role: .scrollbar, text: "▐")
  }
}
