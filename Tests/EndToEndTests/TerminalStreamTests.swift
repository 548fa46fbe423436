import Foundation
import Testing

/// The bytes that the screen is made of.
@Suite struct TerminalStreamTests {
  /// A terminal, and how many colours of each kind are asked of it.
  struct Colours: CustomTestStringConvertible {
    var testDescription: String
    var environment: [String: String]
    var sixteen = false
    var indexed = false
    var direct = false
  }

  private static let terminals = [
    Colours(
      testDescription: "xterm-256color", environment: ["TERM": "xterm-256color"], indexed: true
    ),
    Colours(
      testDescription: "NO_COLOR", environment: ["TERM": "xterm-256color", "NO_COLOR": "1"]),
    Colours(testDescription: "linux", environment: ["TERM": "linux"], sixteen: true),
    Colours(testDescription: "vt100", environment: ["TERM": "vt100"]),
    Colours(
      testDescription: "direct", environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"],
      direct: true),
  ]

  @Test(arguments: terminals)
  func `a terminal gets the colours that it has and no others`(colours: Colours) async throws {
    var environment = colours.environment
    let directory = try TemporaryDirectory()
    if colours.direct {
      guard Program.exists("tic") else { return }
      environment["TERMINFO"] = try await Self.directTerminal(in: directory)
    }
    let terminal = try await PseudoTerminal(["--theme", "nord"], environment: environment)
    terminal.write("D")
    try await terminal.waitFor("2 invalid")
    let sequences = terminal.text.matches(of: /\u{1B}\[([0-9;:]*)m/).map { String($0.output.1) }
    func has(_ pattern: some RegexComponent) -> Bool {
      sequences.contains { $0.firstMatch(of: pattern) != nil }
    }
    #expect(has(/(^|;)[34]8[;:]2[;:]/) == colours.direct)
    #expect(has(/(^|;)[34]8[;:]5[;:]/) == colours.indexed)
    #expect(has(/(^|;)(3[0-7]|4[0-7])(;|$)/) == colours.sixteen, "\(Set(sequences).sorted())")
  }

  /// A terminal of direct colour in a database of its own: those of the system are in a package that few have.
  private static func directTerminal(in directory: TemporaryDirectory) async throws -> String {
    let source = try directory.write(
      "direct.ti",
      """
      xterm-direct|xterm with direct colour,
        RGB, colors#0x1000000, pairs#0x7fff, op=\\E[39;49m,
        setaf=\\E[%?%p1%{8}%<%t3%p1%d%e38\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,
        setab=\\E[%?%p1%{8}%<%t4%p1%d%e48\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,
        initc@, ccc@, use=xterm-256color,

      """)
    let outcome = try await Program(["tic", "-x", "-o", directory.path, source]).outcome()
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return directory.path
  }

  @Test func `where the locale is plain, so is every byte`() async throws {
    let terminal = try await PseudoTerminal(environment: ["LC_ALL": "C", "LANG": "C"])
    terminal.write("D")
    try await terminal.waitFor("2 invalid")
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
  }

  @Test func `a terminal without a cursor to move is told what to use instead`() async throws {
    let terminal = try await PseudoTerminal(environment: ["TERM": "dumb"])
    #expect(terminal.status == 64)
    #expect(terminal.text.contains("eventscope listen") && !terminal.output.contains(0x1b))
  }

  @Test func `a move of the cursor is few bytes`() async throws {
    let terminal = try await PseudoTerminal(columns: 200, rows: 50)
    let sent = try await Program.run(
      ["send", terminal.address, "--type", "com.shop.order.created", "--source", "/shop", "--repeat", "100"])
    #expect(sent.status == 0)
    _ = try await terminal.press("g")
    for _ in 0..<5 {
      let count = try await terminal.press("j")
      #expect(count <= 1024, "\(count) bytes")
    }
  }

  @Test func `where nothing happens, nothing is written`() async throws {
    let terminal = try await PseudoTerminal(columns: 200, rows: 50)
    try await terminal.waitForQuiet(seconds: 0.5)
    #expect(try await terminal.waitForQuiet(seconds: 3) == 0)
  }

  @Test func `nothing of an event reaches the terminal as it came`() async throws {
    let terminal = try await PseudoTerminal(columns: 120, rows: 36)
    let escapes = #"\u001b]0;pwned\u0007\u001b]52;c;cHduZWQ=\u0007\u009b2J\u202eevil\u001b[2J"#
    let event =
      #"{"specversion":"1.0","id":"1","source":"/s","type":"com.example.\u009b31m","#
      + #""subject":"\u0007\u001bc\#(escapes)","datacontenttype":"text/plain","data":"\#(escapes)"}"#
    try await Self.post(event, to: terminal.address)
    try await terminal.waitFor("example.<9B>31m")
    for tab in [2, 3, 4, 5, 6, 7, 1] {
      let place = terminal.output.count
      terminal.write("\(tab)")
      try await terminal.waitFor("[\(tab) ", after: place)
    }
    for text in ["\u{1b}]0;", "\u{1b}]52", "\u{9b}", "\u{202e}", "\u{1b}c", "evil\u{1b}"] {
      #expect(!terminal.text.contains(text), "\(text.debugDescription)")
    }
  }

  @Test(arguments: [("bell", "\u{7}"), ("desktop", "\u{1b}]9;")])
  func `a rule rings, or notifies, at the terminal`(kind: String, bytes: String) async throws {
    let directory = try TemporaryDirectory()
    let rules = try directory.write(
      "rules.toml", "[[rule]]\nname = \"failures\"\nwhen = 'type:*.failed'\nnotify = \"\(kind)\"\n")
    let terminal = try await PseudoTerminal(["--rules", rules])
    let place = terminal.output.count
    for type in ["com.example.fine", "com.example.failed"] {
      #expect(
        try await Program.run(["send", terminal.address, "--type", type, "--source", "/s"]).status == 0)
    }
    try await terminal.waitFor(bytes, after: place)
    try await terminal.waitFor("com.example.failed", after: place)
    let count =
      String(decoding: terminal.output[place...], as: UTF8.self).components(separatedBy: bytes).count - 1
    #expect(count == 1)
  }

  private static func post(_ event: String, to address: String) async throws {
    let outcome = try await Program([
      "curl", "-s", "--noproxy", "*", address, "-H", "Content-Type: application/cloudevents+json",
      "--data-binary",
      event,
    ]).outcome()
    #expect(outcome.status == 0)
  }
}
