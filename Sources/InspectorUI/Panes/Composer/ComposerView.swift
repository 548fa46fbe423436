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
      let state =
        composer.scenario.isEmpty ? "draft · autosaved" : "scenario of \(composer.scenario.count)"
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
    for section in ComposerState.Section.allCases {
      let isActive = section == composer.section
      let title = "\(section.rawValue + 1) \(section.title)"
      x += canvas.draw(
        isActive ? "[\(title)]" : " \(title) ", x: x, y: rect.y, width: max(0, rect.maxX - x),
        role: isActive ? .tabActive : .tab)
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
    switch composer.section {
    case .headers: return ("Name: value, a line each; {env:NAME} is filled in when it is sent.", .formHint)
    case .history: return ("Enter puts it back into the form.", .formHint)
    case .preview, .response: return ("", .formHint)
    case .form: break
    }
    if let problem = composer.problems(now: model.now).first(where: { $0.field == composer.focus }) {
      return ("✗ \(problem.text)", .formError)
    }
    switch composer.focus {
    case .mode: return ("← and → change how the event is sent; Tab goes on.", .formHint)
    case .target:
      return ("http://HOST:PORT/PATH, https://…, unix:PATH, or unix+ndjson:PATH for a line.", .formHint)
    case .attribute(.id), .attribute(.time):
      return ("{uuid}, {now} and {seq} are filled in when it is sent.", .formHint)
    case .attribute: return ("Tab goes on, Shift-Tab back; an empty field is left out.", .formHint)
    case .extensionAttribute: return ("name=value, or name:integer=5, name:boolean=true.", .formHint)
    case .data: return ("Tab leaves the data; {base64} and Base64 after it stand for any bytes.", .formHint)
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
    if field == .mode { return drawMode(into: &canvas, x: x, y: y, isFocused: isFocused) }
    guard let text = text(of: field) else { return }
    let hint = hint(for: field, text: text.text, problem: problem)
    let room = max(8, rect.maxX - x - 1)
    // A hint stands beside the field, which keeps a comfortable width where its text is no longer.
    let wanted = min(room, max(40, DisplayWidth.of(text.text, upTo: room) + 1))
    let hintWidth = min(DisplayWidth.of(hint.text, upTo: room), max(0, room - 22))
    let width = hintWidth > 0 ? max(20, min(wanted, room - hintWidth - 2)) : room
    canvas.fill(Rect(x: x, y: y, width: width, height: 1), role: isFocused ? .formFocused : .formField)
    let before = DisplayWidth.of(String(text.head))
    let scroll = isFocused ? max(0, before - width + 1) : 0
    canvas.draw(
      text.text, x: x, y: y, width: width, role: isFocused ? .formFocused : .formField, ellipsis: !isFocused,
      scroll: scroll)
    if isFocused { canvas.cursor = Point(x: x + before - scroll, y: y) }
    if hintWidth > 0 { canvas.draw(hint.text, x: x + width + 2, y: y, width: hintWidth, role: hint.role) }
  }

  private func drawMode(into canvas: inout Canvas, x: Int, y: Int, isFocused: Bool) {
    var x = x
    for mode in ContentMode.allCases {
      let isChosen = mode == composer.mode
      x +=
        canvas.draw(
          isChosen ? "(\(mode.rawValue))" : " \(mode.rawValue) ", x: x, y: y,
          role: isChosen ? (isFocused ? .buttonFocused : .button) : .textDim) + 1
    }
    if isFocused { canvas.draw(" ← → changes", x: x, y: y, role: .formHint) }
  }

  private func drawData(problem: String?, into canvas: inout Canvas, _ rect: Rect, divider: Int) {
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
    let height = rect.maxY - divider - 1
    let data = composer.data
    for row in 0..<max(0, height) where data.top + row < data.lines.count {
      let number = data.top + row
      canvas.draw("\(number + 1)", x: rect.x, y: divider + 1 + row, width: 4, role: .textDim, align: .right)
      let width = rect.width - 7
      let isCursorLine = number == data.row && composer.focus == .data
      let before = isCursorLine ? DisplayWidth.of(String(data.lines[number].prefix(data.column))) : 0
      let scroll = max(0, before - width + 1)
      canvas.draw(
        data.lines[number], x: rect.x + 6, y: divider + 1 + row, width: width, role: .text, scroll: scroll)
      if isCursorLine { canvas.cursor = Point(x: rect.x + 6 + before - scroll, y: divider + 1 + row) }
    }
  }

  private func label(of field: ComposerState.FormField) -> (String, isRequired: Bool) {
    switch field {
    case .mode: ("mode", false)
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
    case .mode, .data: nil
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

  // MARK: Preview and answer

  private func drawLines(_ lines: [DetailLine], into canvas: inout Canvas, _ rect: Rect) {
    let top = max(0, min(composer.top, lines.count - rect.height))
    for row in 0..<rect.height where top + row < lines.count {
      canvas.draw(lines[top + row], x: rect.x + 1, y: rect.y + row, width: rect.width - 2)
    }
  }

  /// The bytes that would be sent.
  private var preview: [DetailLine] {
    do {
      let message = try composer.message(now: model.now)
      let address = try Address(composer.target.text)
      let bytes: [UInt8]
      switch address {
      case .unixNDJSON: bytes = message.body + [0x0a]
      case .unix: bytes = message.requestBytes(target: "/", host: "localhost")
      case .http(let host, let port, let target, let isTLS, _):
        let authority = Address.bracketed(host) + (port == (isTLS ? 443 : 80) ? "" : ":\(port)")
        bytes = message.requestBytes(
          target: model.keepsSecrets ? target : Secrets.maskingTarget(target), host: authority)
      }
      return bytes.split(separator: 0x0a, omittingEmptySubsequences: false).flatMap { line in
        let line = line.last == 0x0d ? line.dropLast() : line
        return Self.wrapped(TextCleaner.clean(bytes: line.prefix(64 << 10)), width: layout.body.width - 2)
      }
    } catch {
      return [[TextSpan("This cannot be sent: \(error)", .formError)]]
    }
  }

  /// A line over as many rows as it needs: what is sent is shown to its end.
  private static func wrapped(_ text: String, width: Int) -> [DetailLine] {
    var rows: [DetailLine] = []
    var row = ""
    var used = 0
    for glyph in Glyphs(text) {
      if used + glyph.width > max(8, width) {
        rows.append([TextSpan(row)])
        (row, used) = ("", 0)
      }
      row += glyph.text
      used += glyph.width
    }
    return rows + [[TextSpan(row)]]
  }

  private var response: [DetailLine] {
    guard composer.pending == nil else { return [[TextSpan("Waiting for the answer …", .textDim)]] }
    switch composer.outcome {
    case nil:
      let key = model.keymap.keys(for: .submit, in: [.composer]).first ?? "F5"
      return [[TextSpan("Nothing was sent yet; \(key) sends.", .textDim)]]
    case .failed(let reason):
      return [[TextSpan(reason, .messageError)]]
    case .answered(let status, let reason, let fields, let body, let duration):
      let isGood = (200..<300).contains(status) || status == 0
      let first = status == 0 ? "taken" : "HTTP \(status) \(reason)"
      var lines: [DetailLine] = [
        [
          TextSpan(first, isGood ? .messageOK : .messageError),
          TextSpan("   in \(Shown.duration(duration))", .textDim),
        ], [],
      ]
      lines += fields.map { field in
        [
          TextSpan(field.name, .jsonKey), TextSpan(": ", .jsonPunct),
          TextSpan(Secrets.maskedHeader(name: field.name, value: field.value)),
        ]
      }
      if !body.isEmpty {
        lines.append([])
        let contentType = fields.first { $0.name.lowercased() == "content-type" }?.value
        let decoded = model.decoders.decode(
          body, declared: DataDeclaration(contentType: contentType), limitLines: DetailContext.maximumLines)
        lines += decoded.lines.map { line in
          [TextSpan(String(repeating: " ", count: line.indent * 2))] + line.spans.map(TextSpan.init)
        }
      }
      return lines
    }
  }
}
