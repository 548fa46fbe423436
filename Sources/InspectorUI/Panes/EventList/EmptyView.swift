import InspectorCore

/// What stands where the list will be, as long as nothing has come, or nothing is left: how to send something.
struct EmptyView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let lines = self.lines(width: rect.width, height: rect.height)
    let width = min(rect.width - 2, lines.map { DisplayWidth.of($0.map(\.text).joined()) }.max() ?? 0)
    let x = rect.x + max(1, (rect.width - width) / 3)
    let y = rect.y + max(0, (rect.height - lines.count) / 3)
    for (index, line) in lines.enumerated() where y + index < rect.maxY {
      canvas.draw(line, x: x, y: y + index, width: rect.maxX - x)
    }
  }

  private func lines(width: Int, height: Int) -> [DetailLine] {
    if let reason = model.notListening { return closed(reason, width: width) }
    let copy = model.key(.copyCurl)
    if width < 60 {
      let keys: [DetailLine] = [
        [], key(.compose, "compose one and send it"), key(.demo, "demo events"), key(.help, "all keys"),
      ]
      return waiting(width: width, count: max(1, height - 1 - keys.count)) + keys
    }
    var lines = waiting(width: width, count: model.addresses.count)
    lines += [[], [TextSpan("Send one from another terminal (\(copy) copies this line):")], []]
    lines += Self.curl(for: model).map { [TextSpan("  " + $0, .jsonString)] }
    lines += [
      [], key(.compose, "compose an event here and send it"),
      key(.load, "load events from a file (NDJSON, JSON array, recording)"),
      key(.demo, "load a few demo events to look around with"),
      key(.help, "all keys") + key(.palette, "everything by name") + key(.themes, "another theme"), [],
    ]
    if let reach {
      lines += reach.wrapped(to: min(72, width - 4)).map { [TextSpan($0, .textDim)] }
    }
    return lines
  }

  /// Where it listens: so many addresses at most, each in a row of its own where one is too long for its sentence.
  private func waiting(width: Int, count: Int) -> [DetailLine] {
    let addresses = model.addresses.isEmpty ? ["…"] : Array(model.addresses.prefix(count))
    let (sentence, others) = ("Waiting for CloudEvents on", "                       and")
    let room = width - sentence.count - 3
    guard addresses.contains(where: { DisplayWidth.of($0, upTo: room + 1) > room }) else {
      return addresses.enumerated().map { index, address in
        [TextSpan((index == 0 ? sentence : others) + "  "), TextSpan(address, .textStrong)]
      }
    }
    return [[TextSpan(sentence)]] + addresses.map { [TextSpan("  "), TextSpan($0, .textStrong)] }
  }

  /// What stands there while nothing can come: why, and what can be done.
  private func closed(_ reason: String, width: Int) -> [DetailLine] {
    let why = (reason.capitalizedFirst + ".").wrapped(to: min(72, width - 4))
    return why.map { [TextSpan($0, .messageError)] } + [
      [],
      [
        TextSpan("  "), TextSpan(model.key(.listen, in: .notListening), .footerKey), TextSpan("   try again"),
      ],
      key(.load, width < 60 ? "load a file" : "load events from a file (NDJSON, JSON array, recording)"),
      key(.compose, width < 60 ? "compose one and send it" : "compose an event here and send it"),
      key(.close, "end, with status 73"),
    ]
  }

  /// Who can reach the listener, and how others could.
  private var reach: String? {
    guard let address = model.addresses.first(where: { $0.hasPrefix("http") }),
      case .http(let host, let port, _, _, _)? = try? Address(address)
    else { return nil }
    if host == "localhost" || host == "127.0.0.1" || host == "::1" {
      return "Only this machine can reach it. For others: eventscope http://0.0.0.0:\(port) --allow-host NAME"
    }
    return "Others reach it by this machine's address, by a name of it with --allow-host NAME."
  }

  private func key(_ command: Command, _ what: String) -> DetailLine {
    let key = model.key(command)
    return [TextSpan("  "), TextSpan(key, .footerKey), TextSpan("   \(what)")]
  }

  /// A curl command that sends an event here, over a few lines.
  static func curl(for model: Model) -> [String] {
    let address = model.addresses.first ?? "http://localhost:8080"
    let path = ShellText.quoted(address.dropFirst("unix:".count).utf8)
    let target =
      address.hasPrefix("unix:")
      ? "--unix-socket \(String(decoding: path, as: UTF8.self)) http://localhost" : address
    return [
      "curl \(target) -H 'ce-specversion: 1.0' \\",
      "  -H 'ce-type: com.example.hello' -H 'ce-source: /me' -H 'ce-id: 1' \\",
      "  -H 'content-type: application/json' -d '{\"hello\":1}'",
    ]
  }
}
