import InspectorTesting
import InspectorUI
import Testing

/// The help over the screen, and what is found in it.
@Suite struct HelpTests {
  @Test func `the help is searched as it is typed, and goes on with n and N`() {
    var ui = shop(80, 24)
    ui.press("? /")
    ui.type("curl")
    #expect(ui.line(with: "Copy as a curl command").contains("y c"))
    ui.press("Enter")
    #expect(ui.screen.contains("curl: 1 of "))
    ui.press("n")
    #expect(ui.screen.contains("curl: 2 of "))
    ui.press("N N")
    let last = ui.line(with: "curl: ")
    #expect(last.contains(" of ") && !last.contains("curl: 1 of "), "round the end")
  }

  @Test func `what is not in the help is said, and a search that is left changes nothing`() {
    var ui = shop(80, 24)
    ui.press("?")
    let before = ui.screen
    ui.press("n")
    #expect(ui.screen.contains("Nothing is searched for; / searches."))
    ui.press("/")
    ui.type("timeline")
    ui.press("Esc")
    #expect(
      ui.lines.dropLast(2)
        == before.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2).map(String.init)[...])
    ui.press("/ Ctrl-U")
    ui.type("no such words")
    ui.press("Enter")
    #expect(ui.screen.contains("\"no such words\" is not in the help."))
  }
}
