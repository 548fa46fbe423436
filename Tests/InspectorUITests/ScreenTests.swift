import Foundation
import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// Every pane and overlay as it looks at three sizes; the screens stand as text in `Screens`.
@Suite struct ScreenTests {
  private static let sizes = [
    Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 40, height: 12),
  ]

  /// `EVENTSCOPE_SCREENS=record` writes the screens as they are now; look at what changed before it is committed.
  private static let records = ProcessInfo.processInfo.environment["EVENTSCOPE_SCREENS"] == "record"

  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Screens")

  @Test(arguments: Scene.all)
  func `a screen looks as it did when somebody last looked at it`(scene: Scene) throws {
    let screens = try Self.sizes.map { size in
      var ui = try HeadlessInspector.afternoon(size.width, size.height)
      scene.play(in: &ui)
      return Self.text(of: ui)
    }
    try Self.compare(screens.joined(separator: "\n"), with: scene.name)
  }

  @Test func `where nothing has come the screen says what to do`() throws {
    let screens = Self.sizes.map { Self.text(of: HeadlessInspector($0.width, $0.height)) }
    try Self.compare(screens.joined(separator: "\n"), with: "empty")
  }

  @Test func `every pane and overlay has a screen here`() throws {
    var seen: Set<String> = []
    for scene in Scene.all {
      var ui = try HeadlessInspector.afternoon(120, 36)
      scene.play(in: &ui)
      seen.insert(ui.model.scopes[0].name)
    }
    let missing = Scope.all.filter { $0 != .everywhere && $0 != .always }.map(\.name).filter {
      !seen.contains($0)
    }
    #expect(missing.isEmpty, "add a line to Scene.all that leads there")
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
    #expect(Set(files) == Set((Scene.all.map(\.name) + ["empty"]).map { "\($0).txt" }))
  }

  /// The size, and the screen with an end that shows where a row has one.
  private static func text(of ui: HeadlessInspector) -> String {
    "\(ui.model.size.width)x\(ui.model.size.height)\n" + ui.lines.joined(separator: "\n") + "\n"
  }

  private static func compare(_ screen: String, with name: String) throws {
    let file = directory.appendingPathComponent(name + ".txt")
    if records { try Data(screen.utf8).write(to: file) }
    let recorded = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
    guard let recorded else {
      Issue.record("there is no \(file.lastPathComponent) yet; EVENTSCOPE_SCREENS=record makes it")
      return
    }
    let (now, then) = (
      screen.split(separator: "\n", omittingEmptySubsequences: false),
      recorded.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let difference = zip(now, then).enumerated().first { $0.element.0 != $0.element.1 }
    #expect(
      screen == recorded,
      """
      \(name), line \((difference?.offset ?? min(now.count, then.count)) + 1) was
      \(difference?.element.1 ?? "")
      and is
      \(difference?.element.0 ?? "")
      EVENTSCOPE_SCREENS=record takes the screens as they are now.
      """)
  }
}

/// The same screens with text that is out to break them.
@Suite struct HostileTextTests {
  /// C0, DEL, C1, bidi controls, joined emoji, a flag, wide and combining characters, and more than any row has.
  static let text =
    "\u{1}\u{7}\u{8}\u{1b}]0;pwned\u{7}\u{1b}[2J\u{7f}\u{85}\u{9b}31m\u{9d}52;c;eA==\u{9c}\u{200b}\u{feff}\u{202e}\u{2066}evil\u{2069}\u{200f}"
    + "👩‍👩‍👧‍👦⚠️🇩🇪é日本ｱe\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}שלום\u{e0041}\u{2028}\u{fffd}"
    + String(repeating: "日x", count: 400)

  private static let json = JSONText.string(text)

  /// Requests that carry it wherever an event has text.
  private static let requests: [[UInt8]] = [
    Wire.binary(
      id: "%1B%C2%9B", source: "/%E2%80%AE%F0%9F%91%A9", type: "com.%07%E2%80%AE",
      attributes: [
        ("ce-subject", "%1B%5D0;x%07"), ("x-\u{9b}", "\u{202e}\u{9b}2J"),
        ("ce-note", text.filter { $0 != "\n" }),
      ],
      contentType: "text/plain", body: text),
    Wire.request(
      body: """
        {"specversion":"1.0","id":\(json),"source":\(json),"type":\(json),"subject":\(json),"time":\(json),\
        "dataschema":\(json),"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",\
        "note":\(json),"data":{\(json):[\(json),{"a":\(json)}]}}
        """),
    Wire.request(contentType: "text/\u{9b}\u{202e}", body: text, target: "/\u{202e}\u{9b}"),
  ]

  @Test(
    arguments: Scene.all,
    [Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 40, height: 12)])
  func `no text of an event breaks a screen`(scene: Scene, size: Size) {
    for request in Self.requests {
      var ui = HeadlessInspector(size.width, size.height)
      // Twice, so that there is one to compare it with.
      ui.receive(request)
      ui.receive(request)
      ui.run(.say(Message(.error, Self.text)))
      ui.change { model in
        model.savedFilters = [SavedFilter(name: Self.text, text: "type:\(Self.text)")]
        model.themes.append(ThemeChoice(id: Self.text, name: Self.text))
      }
      scene.play(in: &ui)
      Self.check(ui.model.view(), "\(scene.name), \(String(decoding: request.prefix(40), as: UTF8.self))")
    }
  }

  @Test(arguments: [
    "f", "/", "c", "c F3", "c Down Down Down Down Down Down Down Down", ":", "Ctrl-P", "|", "L", "S",
  ])
  func `no pasted text breaks a screen`(keys: String) {
    for size in [Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 40, height: 12)] {
      var ui = shop(size.width, size.height)
      ui.press(keys)
      ui.paste(Self.text)
      Self.check(ui.model.view(), keys)
    }
  }

  /// Every row has as many cells as the screen is wide, and nothing in it that a terminal would act on.
  static func check(_ canvas: Canvas, _ name: String) {
    for y in 0..<canvas.size.height {
      let row = canvas.row(y)
      var x = row.startIndex
      var width = 0
      while x < row.endIndex {
        let cell = row[x]
        width += cell.width
        #expect(cell.width == 1 || cell.width == 2, "\(name): row \(y) has half a glyph")
        if cell.width == 2 { #expect(row[x + 1].width == 0 && row[x + 1].text.isEmpty, "\(name): row \(y)") }
        let bad = cell.text.unicodeScalars.first { isActedOn($0) }
        #expect(bad == nil, "\(name): row \(y) has U+\(String(bad?.value ?? 0, radix: 16))")
        x += cell.width
      }
      #expect(width == canvas.size.width, "\(name): row \(y) is \(width) wide")
    }
  }

  /// Controls, bidi controls, and what has no width of its own; ZWJ and variation selectors are part of a glyph.
  private static func isActedOn(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f...0x9f, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff, 0xe0001:
      true
    default: false
    }
  }
}

private enum JSONText {
  /// A text as a JSON string: only what must be is escaped.
  static func string(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
