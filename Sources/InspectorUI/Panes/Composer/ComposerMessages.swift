import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// The pages of the composer that show messages: the one that would be sent, and the answer to the last one.
extension ComposerView {
  /// The bytes that would be sent.
  var preview: [DetailLine] {
    do {
      let message = try composer.message(now: model.now, formats: model.live.formats)
      let address = try Address(composer.target.text)
      let head: [UInt8]
      switch address {
      case .unixNDJSON: return lines(ofBody: message.body + [0x0a])
      case .unix: head = message.requestBytes(target: "/", host: "localhost")
      case .http(let host, let port, let target, let isTLS, _):
        let authority = Address.bracketed(host) + (port == (isTLS ? 443 : 80) ? "" : ":\(port)")
        head = message.requestBytes(
          target: model.keepsSecrets ? target : Secrets.maskingTarget(target), host: authority)
      }
      return lines(ofText: head.dropLast(message.body.count + 1)) + lines(ofBody: message.body)
    } catch {
      return wrapped("This cannot be sent: \(error)", role: .formError)
    }
  }

  /// Text as it is, and as numbers what is none.
  private func lines(ofBody body: [UInt8]) -> [DetailLine] {
    guard !RawContent.isText(body) else { return lines(ofText: body[...]) }
    let content = HexContent(body, limit: DetailContext.beginning, width: layout.body.width - 2)
    let more =
      body.count > DetailContext.beginning ? [[TextSpan("… \(Shown.size(body.count)) in all", .textDim)]] : []
    return (0..<content.count).map { content.line(at: $0) } + more
  }

  private func lines(ofText bytes: ArraySlice<UInt8>) -> [DetailLine] {
    bytes.split(separator: 0x0a, omittingEmptySubsequences: false).flatMap { line in
      let line = line.last == 0x0d ? line.dropLast() : line
      return wrapped(TextCleaner.clean(bytes: line.prefix(64 << 10)))
    }
  }

  /// A line over as many rows as it needs: what is sent is shown to its end.
  private func wrapped(_ text: String, role: StyleRole = .text) -> [DetailLine] {
    let width = max(8, layout.body.width - 2)
    var rows: [DetailLine] = []
    var row = ""
    var used = 0
    for glyph in Glyphs(text) {
      if used + glyph.width > width {
        rows.append([TextSpan(row, role)])
        (row, used) = ("", 0)
      }
      row += glyph.text
      used += glyph.width
    }
    return rows + [[TextSpan(row, role)]]
  }

  /// What came back.
  var response: [DetailLine] {
    guard composer.pending == nil, model.series == nil || composer.outcome != nil else {
      return [[TextSpan("Waiting for the answer …", .textDim)]]
    }
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
