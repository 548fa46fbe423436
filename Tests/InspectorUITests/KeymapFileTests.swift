import InspectorUI
import Testing

@Suite struct KeymapFileTests {
  private func read(_ text: String) -> (keymap: Keymap, problems: [String]) {
    let read = KeymapFile.read(text, path: "keys.toml")
    return (read.keymap, read.problems.map(\.description))
  }

  @Test func `a command has the keys that the file gives it, and no others`() {
    let (keymap, problems) = read("filter.edit = 'F9'\nview.follow = ['F', 'Ctrl-F']\nevents.clear = []")
    #expect(problems.isEmpty)
    #expect(keymap.keys(for: .filter, in: Scope.all) == ["F9"])
    #expect(keymap.keys(for: .follow, in: [.list]) == ["F", "Ctrl-F"])
    #expect(keymap.keys(for: .clear, in: Scope.all) == [])
  }

  @Test func `a key can be bound in one pane, and takes what was on it`() {
    let (keymap, problems) = read("[in.list]\nj = 'view.follow'\n\"g g\" = 'move.first'")
    #expect(problems.isEmpty)
    #expect(keymap.resolve([Key("j")], in: [.list]) == .command(.follow))
    #expect(keymap.resolve([Key("j")], in: [.detail]) == .command(.down))
    #expect(keymap.resolve([Key("g"), Key("g")], in: [.list]) == .command(.first))
  }

  @Test func `a key can lose its meaning in one pane`() {
    let keymap = read("[in.everywhere]\np = 'none'").keymap
    #expect(keymap.resolve([Key("p")], in: [.list, .everywhere]) == .none)
    #expect(keymap.resolve([Key("=")], in: [.list, .everywhere]) == .command(.pause))
  }

  @Test func `keys can change places`() {
    let (keymap, problems) = read("view.pause = 'r'\nsend.resend = 'p'")
    #expect(problems.isEmpty)
    #expect(keymap.keys(for: .pause, in: [.everywhere]) == ["r"])
    #expect(keymap.keys(for: .resend, in: [.everywhere]) == ["p"])
  }

  @Test(arguments: [
    ("filter.edt = 'x'", "keys.toml:1:8: there is no command \"filter.edt\"; did you mean \"filter.edit\"?"),
    ("quit = 5", "keys.toml:1:8: a key must be a string or an array of strings, not an integer"),
    ("[in.lst]\nx = 'quit'", "keys.toml:1:5: \"lst\" is no pane; did you mean \"list\"?"),
    ("[in.list]\nx = 'quite'", "keys.toml:2:5: there is no command \"quite\"; did you mean \"quit\"?"),
    ("composer.send = 's'", "keys.toml:1:17: s is text in the composer, so it can be no key there"),
    ("view.pause = 'r'\nsend.resend = 'r'", "keys.toml:2:15: r is already view.pause everywhere"),
    ("view.pause = 'Hyper-x'", "keys.toml:1:14: \"Hyper-x\" is no key"),
  ])
  func `what is wrong is told with its place, and the rest holds`(text: String, problem: String) {
    let problems = read(text).problems
    #expect(problems.count == 1 && problems[0].hasPrefix(problem), "\(problems)")
  }

  @Test(arguments: [
    (
      "view.pause = 'Q'",
      "keys.toml:1:14: Q was the key of quit, which keeps F10, Ctrl-C; name that command too where this is meant"
    ),
    (
      "view.pause = 'y'",
      "keys.toml:1:14: y was the beginning of y d, the key of copy.data, which has no key any more; name that command too"
    ),
    ("bogus.name = 'x'", "keys.toml:1:1: there is no command \"bogus.name\""),
  ])
  func `who loses a key without a word is told`(text: String, problem: String) {
    let problems = read(text).problems
    #expect(problems.first?.hasPrefix(problem) == true, "\(problems)")
    #expect(read("view.pause = 'Q'\nquit = ['F10', 'Ctrl-C']").problems.isEmpty)
  }

  @Test func `the keymap as a file is the keymap again`() {
    let text = KeymapFile.text(of: .standard)
    let (keymap, problems) = read(text)
    #expect(problems.isEmpty, "\(problems)")
    for command in Command.allCases {
      for scope in Scope.all {
        #expect(
          keymap.keys(for: command, in: [scope]) == Keymap.standard.keys(for: command, in: [scope]),
          "\(command)")
      }
    }
  }

  @Test(arguments: [
    ("rgb:ffff/ffff/ffff", Theme.Appearance.light), ("rgb:1e/1e/2e", .dark), ("rgba:f/f/f/f", .light),
  ])
  func `a terminal's answer says whether it is light`(reply: String, appearance: Theme.Appearance) {
    #expect(TerminalBackground.appearance(reply: reply) == appearance)
    #expect(TerminalBackground.appearance(reply: "rgb:x/y/z") == nil)
    #expect(TerminalBackground.appearance(colorFGBG: "0;15") == .light)
    #expect(TerminalBackground.appearance(colorFGBG: "15;default;0") == .dark)
  }
}
