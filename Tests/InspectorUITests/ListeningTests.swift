import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct ListeningTests {
  private let reason =
    "cannot listen on http://localhost:8080: the address is in use by pid 4711 (python3); try http://localhost:8081"

  @Test(arguments: [(80, 24), (120, 36), (40, 12)])
  func `an address in use is said with reason, place and ways out`(width: Int, height: Int) {
    var ui = HeadlessInspector(width, height)
    ui.run(.cannotListen(reason))
    let words = ui.screen.split { $0 == " " || $0 == "\n" }
    for word in ["Cannot", "http://localhost:8080:", "4711", "(python3);", "http://localhost:8081."] {
      #expect(words.contains(Substring(word)))
    }
    #expect(!ui.screen.contains("LIVE") && !ui.screen.contains("Waiting for"))
    #expect(ui.line(with: "try again").contains("R"))
  }

  @Test func `R tries again, and says when it listens`() {
    var ui = HeadlessInspector(100, 30)
    ui.run(.cannotListen(reason))
    ui.press("R")
    #expect(ui.effects == [.listen])
    ui.run(.cannotListen(reason + "2"))
    #expect(ui.lines.suffix(2).joined().contains("in use by pid 4711"))
    ui.run(.listening(["http://localhost:8080"]))
    #expect(ui.screen.contains("Listening on http://localhost:8080.") && ui.lines[0].contains("LIVE"))
    ui.press("R")
    #expect(ui.effects == [.listen])
    #expect(ui.screen.contains("Waiting for CloudEvents on  http://localhost:8080"))
  }

  @Test func `events that were loaded can be looked at, and what is wrong goes on to be said`() {
    var ui = shop(100, 30)
    ui.run(.cannotListen(reason))
    #expect(ui.screen.contains("in use by pid 4711"))
    ui.press("j k")
    #expect(ui.screen.contains("Nothing is listened on; R tries again, E says why."))
    #expect(ui.screen.contains("com.shop.order.paid"))
    ui.press("E")
    #expect(ui.screen.contains("in use by pid 4711"))
  }

  @Test func `where it listens there is nothing to try`() {
    var ui = HeadlessInspector(100, 30)
    ui.run(.command(.listen))
    #expect(ui.effects.isEmpty && ui.screen.contains("It is listening already."))
  }
}
