import InspectorUI
import Testing

@Suite("Choosing a colour depth")
struct ColorDepthTests {
  struct Case: Sendable {
    var flag: String?
    var noColor: String?
    var colorTerm: String?
    var colors = 256
    var setsForeground = true
    var hasDirect = true
    var expected: ColorDepth
  }

  @Test(
    "A flag wins over NO_COLOR, and that over what the terminal can do",
    arguments: [
      Case(expected: .indexed), Case(noColor: "1", expected: .mono), Case(noColor: "", expected: .indexed),
      Case(flag: "auto", noColor: "1", expected: .mono),
      Case(flag: "always", noColor: "1", expected: .indexed),
      Case(flag: "never", colorTerm: "truecolor", expected: .mono), Case(flag: "16", expected: .sixteen),
      Case(flag: "256", colorTerm: "truecolor", expected: .indexed),
      Case(colorTerm: "truecolor", expected: .direct),
      Case(colorTerm: "24bit", expected: .direct), Case(colorTerm: "yes", expected: .indexed),
      Case(colorTerm: "truecolor", hasDirect: false, expected: .indexed),
      Case(flag: "direct", expected: .direct),
      Case(flag: "direct", noColor: "1", expected: .direct),
      Case(flag: "direct", hasDirect: false, expected: .indexed),
      Case(colors: 0, setsForeground: false, expected: .mono), Case(colors: 8, expected: .sixteen),
      Case(flag: "always", colors: 0, setsForeground: false, expected: .mono),
      Case(colors: 16, expected: .sixteen),
      Case(colors: 88, expected: .sixteen), Case(flag: "256", colors: 8, expected: .sixteen),
      Case(colors: 1 << 24, expected: .direct), Case(flag: "16", colors: 1 << 24, expected: .sixteen),
    ])
  func chosen(_ tested: Case) {
    let evidence = ColorDepth.Evidence(
      flag: tested.flag, noColor: tested.noColor, colorTerm: tested.colorTerm, colors: tested.colors,
      setsForeground: tested.setsForeground, hasDirectEntry: tested.hasDirect)
    #expect(ColorDepth(for: evidence) == tested.expected)
  }

  @Test("The direct entry of a terminal")
  func entries() {
    #expect(ColorDepth.directEntries(for: "xterm-256color") == ["xterm-direct"])
    #expect(ColorDepth.directEntries(for: "tmux-256color") == ["tmux-direct"])
    #expect(ColorDepth.directEntries(for: "foot") == ["foot-direct"])
    #expect(ColorDepth.directEntries(for: "xterm-direct") == ["xterm-direct"])
  }
}
