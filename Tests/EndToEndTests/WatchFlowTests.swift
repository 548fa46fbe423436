import Foundation
import Testing

/// Longer ways through the terminal UI, with only the screen to go by.
@Suite(.enabled(if: Program.exists("tmux"), "tmux is not here")) struct WatchFlowTests {
  private func session(
    _ count: Int, columns: Int = 100, rows: Int = 24, environment: [String: String] = [:]
  ) async throws -> WatchSession {
    let watch = try await WatchSession.start(columns: columns, rows: rows, environment: environment)
    for index in 1...count { try await post(index, to: watch) }
    try await watch.terminal.waitFor("\(count) events?")
    return watch
  }

  private func post(_ index: Int, to watch: WatchSession, body: String = #"{"total":1.10}"#) async throws {
    let isEven = index % 2 == 0
    try await watch.post(
      [
        "ce-specversion: 1.0", "ce-id: \(index)", "ce-source: /shop",
        "ce-type: com.shop.\(isEven ? "paid" : "created")", "ce-subject: order-\(index)",
        "Content-Type: application/json",
      ], body: body)
  }

  @Test func `CESQL is typed without colours, and each state can be read`() async throws {
    let watch = try await session(4, environment: ["NO_COLOR": "1"])
    try await watch.terminal.sendKeys("f")
    try await watch.terminal.type("type LIKE")
    let incomplete = try await watch.terminal.waitFor("… incomplete · column 10: expected")
    #expect(incomplete.contains("CESQL incomplete, column 10"))
    #expect(incomplete.contains("order-1") && incomplete.contains("order-4"))
    try await watch.terminal.type(" '%paid'")
    let valid = try await watch.terminal.waitFor("✓ type LIKE '%paid' +CESQL valid  2 of 4")
    #expect(!valid.contains("order-1 "))
    try await watch.terminal.type(" =")
    let wrong = try await watch.terminal.waitFor("[…✗] type LIKE")
    #expect(wrong.contains("order-2") && !wrong.contains("order-1 "))
    let screen = try await watch.terminal.capture(withColours: true)
    // Where tmux goes back to the default colours (39 and 49), nobody chose another.
    #expect(!screen.contains(/\u{1B}\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/))
    try await watch.terminal.sendKeys("Escape")
    try await watch.terminal.waitFor("f to filter")
  }

  @Test func `nothing moves under the cursor while events come`() async throws {
    let watch = try await session(30, rows: 14)
    try await watch.terminal.sendKeys("k", "k", "k")
    let before = try await watch.terminal.waitFor("▌.*order-27 ")
    let sent = try await Program.run(
      [
        "send", watch.address, "--type", "com.shop.paid", "--source", "/shop", "--subject", "order-40",
        "--repeat", "500",
      ])
    #expect(sent.status == 0)
    let after = try await watch.terminal.waitFor("▼ 500 new below — G to follow")
    // Without the scroll bar, which tells how much there is.
    func rows(_ screen: String) -> [Substring] {
      screen.split(separator: "\n", omittingEmptySubsequences: false)[3..<11].map { $0.prefix(96) }
    }
    #expect(rows(before) == rows(after))
    try await watch.terminal.sendKeys("G")
    try await watch.terminal.waitFor("▌ +[0-9:.]+ com.shop.paid .*order-40")
  }

  @Test func `an event is marked, deleted and brought back`() async throws {
    let watch = try await session(3)
    try await watch.terminal.sendKeys("g", "m")
    try await watch.terminal.waitFor("● .*order-1")
    try await watch.terminal.sendKeys("d")
    let without = try await watch.terminal.waitFor("Deleted 1 event from the list; u takes it back.")
    #expect(!without.contains("order-2"))
    try await watch.terminal.sendKeys("u")
    try await watch.terminal.waitFor("order-2")
  }

  @Test func `data is searched, folded, and asked for`() async throws {
    let watch = try await session(2)
    try await post(3, to: watch, body: #"{"lines":[{"sku":"needle-77"}]}"#)
    try await watch.terminal.waitFor("order-3")
    try await watch.terminal.sendKeys("/")
    try await watch.terminal.type("needle")
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("\"needle\" 1 of 1")
    try await watch.terminal.sendKeys("Enter", "2", "z", "/")
    try await watch.terminal.type("needle")
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor(#"data\.lines\[0\]\.sku"#)
    try await watch.terminal.sendKeys("+")
    try await watch.terminal.waitFor("data.lines.0.sku:needle-77 +query valid  1 of 3")
  }
}
