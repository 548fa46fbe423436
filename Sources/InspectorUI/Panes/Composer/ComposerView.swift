import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// The composer: a title, its tabs, and the form, the preview or the answer.
struct ComposerView {
  let model: Model
  let layout: Layout

  var composer: ComposerState { model.composer }

  func draw(into canvas: inout Canvas) {
    var area = layout.body
    if !layout.title.isEmpty {
      canvas.fill(layout.title, role: .title)
      let x =
        layout.title.x + canvas.draw(" COMPOSE ", x: layout.title.x, y: layout.title.y, role: .titleLive) + 1
      let target = "to: \(targetName)\(Self.shownTarget(composer.target.text)) "
      let count = composer.scenario.count
      let state =
        composer.openStep.map { "step \($0 + 1) of \(count)" }
        ?? (count == 0 ? "draft · autosaved" : "scenario of \(count)")
      let targetWidth = min(DisplayWidth.of(target), layout.title.maxX - x)
      if layout.title.maxX - x - targetWidth > DisplayWidth.of(state) {
        canvas.draw(state, x: x, y: layout.title.y, role: .title)
      }
      canvas.draw(
        target, x: layout.title.maxX - targetWidth, y: layout.title.y, width: targetWidth,
        role: isLocal ? .title : .titlePaused)
    }
    if !layout.filter.isEmpty {
      drawTabs(into: &canvas, layout.filter)
    } else {
      let (tabs, rest) = area.split(top: 1)
      drawTabs(into: &canvas, tabs)
      area = rest
    }
    switch composer.section {
    case .headers: drawHeaders(into: &canvas, area)
    case .history: drawHistory(into: &canvas, area)
    case .form: drawForm(into: &canvas, area)
    case .preview: drawLines(preview, into: &canvas, area)
    case .response: drawLines(response, into: &canvas, area)
    }
  }

  /// The target with its userinfo masked.
  static func shownTarget(_ text: String) -> String {
    (try? Address(text)).map(\.description) ?? AddressError.masked(text)
  }

  /// How many lines the preview or the answer has.
  var lineCount: Int {
    switch composer.section {
    case .form, .headers, .history: 0
    case .preview: preview.count
    case .response: response.count
    }
  }

  private func drawTabs(into canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(y: rect.y, from: rect.x, width: rect.width)
    var x = rect.x + 2
    let sections = ComposerState.Section.allCases
    let titles = TabTitles.fitting(
      sections.map { ($0.title, $0.title) }, active: composer.section.rawValue, room: rect.maxX - x)
    for (section, title) in zip(sections, titles) {
      x += canvas.draw(
        title, x: x, y: rect.y, width: max(0, rect.maxX - x),
        role: section == composer.section ? .tabActive : .tab)
    }
  }

  // MARK: The form

  /// What helps with the field that has the cursor: all of what is wrong with it, or what can stand in it.
  static func hint(for model: Model) -> (text: String, role: StyleRole) {
    let composer = model.composer
    if let series = model.series {
      let failed = series.failed > 0 ? " · \(Shown.count(series.failed)) failed" : ""
      let done = series.sent + series.failed
      return (
        "Sending \(Shown.count(done)) of \(Shown.count(series.count)) · \(done * 100 / max(1, series.count)) %\(failed) · Esc stops",
        .progress
      )
    }
    let isNarrow = model.size.width < 76
    switch composer.section {
    case .headers:
      return (
        isNarrow
          ? "Name: value, a line each."
          : "Name: value, a line each; {env:NAME} is filled in when it is sent.",
        .formHint
      )
    case .history:
      let submit = model.key(.submit, in: .composer)
      return (
        composer.history.isEmpty
          ? "\(submit) sends; what was sent is listed." : "Enter puts it back into the form.",
        .formHint
      )
    case .preview, .response: return ("", .formHint)
    case .form: break
    }
    if let problem = composer.problems(now: model.now).first(where: { $0.field == composer.focus }) {
      return ("✗ \(problem.text)", .formError)
    }
    return (isNarrow ? shortHelp(for: composer.focus) : help(for: composer.focus), .formHint)
  }

  /// What can stand in a field, in one row of 80 columns.
  private static func help(for field: ComposerState.FormField) -> String {
    switch field {
    case .mode: "← and → change how the event is sent; Tab goes on."
    case .format: "← and → change the event format; Preview shows its bytes."
    case .target: "http://HOST:PORT/PATH, https://…, unix:PATH, or unix+ndjson:PATH for a line."
    case .attribute(.id), .attribute(.time): "{uuid}, {now} and {seq} are filled in when it is sent."
    case .attribute: "Tab goes on, Shift-Tab back; an empty field is left out."
    case .extensionAttribute: "name=value, or name:integer=5, name:boolean=true."
    case .data: "Tab leaves the data; {base64} and Base64 after it stand for any bytes."
    }
  }

  /// The same in one of 40.
  private static func shortHelp(for field: ComposerState.FormField) -> String {
    switch field {
    case .mode, .format: "← and → change it; Tab goes on."
    case .target: "http://HOST:PORT/PATH, unix:PATH"
    case .attribute(.id), .attribute(.time): "{uuid}, {now}, {seq} are filled in."
    case .attribute: "Tab goes on; an empty one is left out."
    case .extensionAttribute: "name=value, or name:integer=5"
    case .data: "Tab leaves the data."
    }
  }

  /// Lines of data that there is room for.
  static func dataHeight(_ composer: ComposerState, in layout: Layout) -> Int {
    let height = layout.body.height - (layout.filter.isEmpty ? 1 : 0)
    let fields = composer.fields.count - 1
    return max(1, height - min(fieldRows(height, fields: fields), fields) - 1)
  }

  /// Rows that the fields above the data get: the data keeps at least a few lines.
  private static func fieldRows(_ height: Int, fields: Int) -> Int {
    let dataHeight = max(min(4, height / 2), height - fields - 1)
    return max(1, height - dataHeight - 1)
  }

  private func drawForm(into canvas: inout Canvas, _ rect: Rect) {
    let problems = composer.problems(now: model.now)
    let fields = composer.fields.dropLast()
    // The fields scroll where there is no room for all.
    let fieldRows = Self.fieldRows(rect.height, fields: fields.count)
    let focusIndex = fields.firstIndex(of: composer.focus) ?? fields.count - 1
    let top = max(0, min(focusIndex - fieldRows / 2, fields.count - fieldRows))
    for row in 0..<fieldRows where top + row < fields.count {
      let field = fields[top + row]
      let problem = problems.first { $0.field == field }?.text
      drawField(field, problem: problem, into: &canvas, rect, y: rect.y + row)
    }
    let divider = rect.y + min(fieldRows, fields.count)
    drawData(problem: problems.first { $0.field == .data }?.text, into: &canvas, rect, divider: divider)
  }

  private func drawField(
    _ field: ComposerState.FormField, problem: String?, into canvas: inout Canvas, _ rect: Rect, y: Int
  ) {
    let isFocused = composer.focus == field
    let (label, isRequired) = label(of: field)
    let labelWidth = rect.width >= 60 ? 17 : 10
    canvas.draw(
      label, x: rect.x + 1, y: y, width: labelWidth - 2, role: isFocused ? .textStrong : .jsonKey)
    if isRequired { canvas.draw("*", x: rect.x + labelWidth - 1, y: y, role: .textDim) }
    let x = rect.x + labelWidth + 1
    if let (words, chosen) = choice(of: field) {
      return drawChoice(
        words, chosen, into: &canvas, x: x, y: y, width: max(8, rect.maxX - x - 1), isFocused: isFocused)
    }
    guard let text = text(of: field) else { return }
    let hint = hint(for: field, text: text.text, problem: problem)
    let room = max(8, rect.maxX - x - 1)
    // A hint stands beside the field, which keeps a comfortable width where its text is no longer.
    let wanted = min(
      room, max(40, DisplayWidth.of(text.text, upTo: room, profile: canvas.widths.forText) + 1))
    let hintWidth = min(DisplayWidth.of(hint.text, upTo: room), max(0, room - 22))
    let width = hintWidth > 0 ? max(20, min(wanted, room - hintWidth - 2)) : room
    canvas.fill(Rect(x: x, y: y, width: width, height: 1), role: isFocused ? .formFocused : .formField)
    let before = DisplayWidth.of(String(text.head), profile: canvas.widths.forText)
    let scroll = isFocused ? max(0, before - width + 1) : 0
    canvas.draw(
      text.text, x: x, y: y, width: width, role: isFocused ? .formFocused : .formField, ellipsis: !isFocused,
      scroll: scroll)
    if isFocused { canvas.cursor = Point(x: x + before - scroll, y: y) }
    if hintWidth > 0 { canvas.draw(hint.text, x: x + width + 2, y: y, width: hintWidth, role: hint.role) }
  }

  /// One of several words, the chosen one in brackets.
  private func drawChoice(
    _ words: [String], _ chosen: String, into canvas: inout Canvas, x: Int, y: Int, width: Int,
    isFocused: Bool
  ) {
    let end = x + width
    var x = x
    // Where there is no room for all of them they scroll to the chosen one.
    var words = words[...]
    while words.count > 1, words.first != chosen, words.reduce(0, { $0 + $1.count + 3 }) > width {
      words.removeFirst()
    }
    for word in words where x < end {
      let isChosen = word == chosen
      x +=
        canvas.draw(
          isChosen ? "(\(word))" : " \(word) ", x: x, y: y, width: end - x,
          role: isChosen ? (isFocused ? .buttonFocused : .button) : .textDim) + 1
    }
    if isFocused, x + 12 <= end { canvas.draw("← → changes", x: x + 1, y: y, role: .formHint) }
  }

  /// What a field that is not typed into can be, and what it is.
  private func choice(of field: ComposerState.FormField) -> (words: [String], chosen: String)? {
    switch field {
    case .mode: (ContentMode.allCases.map(\.rawValue), composer.mode.rawValue)
    case .format: (composer.formatNames(of: model.live.formats), composer.format)
    default: nil
    }
  }

  private func label(of field: ComposerState.FormField) -> (String, isRequired: Bool) {
    switch field {
    case .mode: ("mode", false)
    case .format: ("format", false)
    case .target: ("target", false)
    case .attribute(let name): (name.rawValue, [.type, .source, .id].contains(name))
    case .extensionAttribute: ("+ extension", false)
    case .data: ("data", false)
    }
  }

  private func text(of field: ComposerState.FormField) -> TextField? {
    switch field {
    case .target: composer.target
    case .attribute(let name): composer.values[name]
    case .extensionAttribute(let index): composer.extensions[index]
    case .mode, .format, .data: nil
    }
  }

  /// What stands beside a field: what is wrong, or what a placeholder will become.
  private func hint(
    for field: ComposerState.FormField, text: String, problem: String?
  ) -> (text: String, role: StyleRole) {
    if let problem { return ("✗ \(problem)", .formError) }
    let resolved = composer.placeholders(now: model.now).filled(text, hidesSecrets: !model.keepsSecrets)
    if resolved != text { return ("→ \(resolved)", .formHint) }
    if composer.focus == field, !text.isEmpty {
      let (candidates, what) = ComposerCompletion.candidates(for: field, in: model)
      if !candidates.isEmpty { return ("Tab: \(candidates.count) \(what)", .formHint) }
    }
    if case .extensionAttribute = field, text.isEmpty, composer.focus == field {
      return ("name=value or name:integer=5", .formHint)
    }
    return ("", .formHint)
  }

  private func drawLines(_ lines: [DetailLine], into canvas: inout Canvas, _ rect: Rect) {
    let top = max(0, min(composer.top, lines.count - rect.height))
    for row in 0..<rect.height where top + row < lines.count {
      canvas.draw(lines[top + row], x: rect.x + 1, y: rect.y + row, width: rect.width - 2)
    }
  }
}
