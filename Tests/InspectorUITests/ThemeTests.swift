import InspectorCore
import InspectorUI
import Testing

@Suite("Themes")
struct ThemeTests {
  private func load(_ text: String, with others: [(String, String)] = []) throws -> LoadedTheme {
    let library = ThemeLibrary(others.map { ThemeSource(id: $0.0, file: "\($0.0).toml", text: $0.1) })
    return try library.theme(from: ThemeSource(id: "mine", file: "mine.toml", text: text))
  }

  @Test("A role that a theme leaves out looks like its longest prefix, and then like text")
  func fallback() throws {
    let theme = try load(
      """
      [roles]
      "text" = { fg = "#111", bg = "#eee" }
      "list.selected" = { fg = "red" }
      "json" = "blue"
      """
    ).theme
    #expect(theme.style(for: .listSelectedUnfocused, depth: .direct).foreground == .indexed(1))
    #expect(theme.style(for: .jsonKey, depth: .direct).foreground == .indexed(4))
    let plain = Style(
      foreground: .rgb(red: 0x11, green: 0x11, blue: 0x11),
      background: .rgb(red: 0xEE, green: 0xEE, blue: 0xEE))
    #expect(theme.style(for: .hexByte, depth: .direct) == plain)
  }

  @Test("Inheriting: roles one by one, and the palette under all of them")
  func inheritance() throws {
    let loaded = try load(
      "inherits = \"base\"\n[palette]\naccent = \"#00ff00\"\n[roles]\n\"tab\" = { attrs = [\"bold\"] }\n",
      with: [
        (
          "base",
          "appearance = \"light\"\n[palette]\naccent = \"red\"\n[roles]\ntitle = \"accent\"\ntab = \"accent\""
        )
      ])
    #expect(loaded.warnings.isEmpty)
    #expect(loaded.theme.appearance == .light)
    #expect(
      loaded.theme.style(for: .title, depth: .direct).foreground == .rgb(red: 0, green: 255, blue: 0))
    #expect(loaded.theme.style(for: .tab, depth: .direct).attributes == .bold)
  }

  @Test("A cycle is an error that names the chain")
  func cycle() throws {
    let problem = #expect(throws: ConfigurationProblem.self) {
      try load("inherits = \"a\"", with: [("a", "inherits = \"b\""), ("b", "\ninherits = \"a\"")])
    }
    #expect(
      problem?.description == "b.toml:2:12: the theme inherits from itself: mine → a → b → a")
  }

  @Test("A theme can refine one of its own name")
  func shadowing() throws {
    let library = ThemeLibrary.builtIn.adding(
      ThemeSource(
        id: "nord", file: "nord.toml", text: "inherits = \"nord\"\n[roles]\ntext = { fg = \"red\" }"))
    let loaded = try library.theme(named: "nord")
    #expect(loaded.theme.style(for: .text, depth: .indexed).foreground != nil)
    #expect(loaded.theme.name == "nord")
    #expect(library.names == ThemeLibrary.builtIn.names)
  }

  @Test("What is unknown is a warning with its place and the nearest name; the theme still loads")
  func warnings() throws {
    let loaded = try load(
      """
      nmae = "x"
      inherits = "bse"
      appearance = "gloomy"
      [palette]
      ink = "#12"
      [roles]
      "txet.dim" = { fg = "red" }
      "title" = { fg = "gren", bg = "ink2", atrs = [], attrs = ["bold", "blink"] }
      "footer" = { fg = ["red", "blue"] }
      "tab" = { fg = true }
      "border" = "red"
      [depth.17.roles]
      """, with: [("base", "")])
    #expect(
      loaded.warnings.map(\.description).sorted() == [
        "mine.toml:10:16: a colour must be a string or a number, not a Boolean",
        "mine.toml:12:8: \"17\" is no colour depth: mono, 16, 256, direct",
        "mine.toml:1:1: \"nmae\" means nothing in a theme; did you mean \"name\"?",
        "mine.toml:2:12: there is no theme \"bse\"; did you mean \"base\"?",
        "mine.toml:3:14: \"gloomy\" is no appearance: dark, light or any",
        "mine.toml:5:7: \"#12\" is no colour: write #rgb or #rrggbb",
        "mine.toml:7:1: there is no role \"txet.dim\"; did you mean \"text.dim\"?",
        "mine.toml:8:18: there is no colour \"gren\"; did you mean \"green\"?",
        "mine.toml:8:31: there is no colour \"ink2\"",
        "mine.toml:8:39: \"atrs\" means nothing in a role: fg, bg or attrs",
        "mine.toml:8:67: \"blink\" is no attribute: bold, dim, italic, underline, reverse, strike",
        "mine.toml:9:19: only \"type.hash\" takes a list of colours",
      ])
    #expect(loaded.warnings.allSatisfy { $0.severity == .warning })
    #expect(loaded.theme.style(for: .border, depth: .sixteen).foreground == .indexed(1))
    #expect(loaded.theme.style(for: .title, depth: .sixteen).attributes == .bold)
  }

  @Test("Overrides for a depth count at that depth only")
  func depths() throws {
    let theme = try load(
      """
      [roles]
      "text.dim" = { fg = "#6e7681" }
      [depth.16.roles]
      "text.dim" = { fg = "bright-black" }
      [depth.mono.roles]
      "text.dim" = { attrs = ["dim"] }
      """
    ).theme
    #expect(theme.style(for: .textDim, depth: .direct).foreground == Color("#6e7681"))
    #expect(theme.style(for: .textDim, depth: .indexed).foreground == .indexed(243))
    #expect(theme.style(for: .textDim, depth: .sixteen).foreground == .indexed(8))
    #expect(theme.style(for: .textDim, depth: .mono) == Style(attributes: .dim))
  }

  @Test("A background that a terminal cannot tell from the screen's is shown reversed")
  func vanishing() throws {
    let theme = try load(
      "[roles]\ntext = { fg = \"#eee\", bg = \"#000\" }\nlist = { bg = \"#0a0a14\" }"
    ).theme
    #expect(theme.style(for: .text, overlay: .listSelected, depth: .direct).attributes == [])
    #expect(theme.style(for: .text, overlay: .listSelected, depth: .sixteen).attributes == .reverse)
    #expect(theme.style(for: .text, overlay: .listSelected, depth: .mono) == Style(attributes: .reverse))
  }

  @Test("Dots in role names need no quotes")
  func nestedRoles() throws {
    let loaded = try load(
      "[roles]\nlist.selected.fg = \"red\"\nlist.selected.unfocused = { fg = \"blue\" }")
    #expect(loaded.warnings.isEmpty)
    #expect(loaded.theme.style(for: .listSelected, depth: .sixteen).foreground == .indexed(1))
    #expect(loaded.theme.style(for: .listSelectedUnfocused, depth: .sixteen).foreground == .indexed(4))
  }

  @Test(
    "Colours",
    arguments: [
      ("#fff", .rgb(red: 255, green: 255, blue: 255)), ("#0a0B0c", .rgb(red: 10, green: 11, blue: 12)),
      ("default", .terminal), ("bright-red", .indexed(9)), ("255", .indexed(255)), ("256", nil),
      ("#12345", nil),
      ("#ggg", nil), ("", nil), ("#", nil), ("+5", nil), ("Red", nil),
    ] as [(String, Color?)])
  func colors(text: String, expected: Color?) {
    #expect(Color(text) == expected)
  }

  @Test(
    "The nearest colour",
    arguments: [
      ("#ff0000", 196, 9), ("#808080", 244, 8), ("#000000", 16, 0), ("#5f87af", 67, 8), ("#00ffff", 51, 14),
    ])
  func nearestColor(text: String, indexed: UInt8, sixteen: UInt8) throws {
    let color = try #require(Color(text))
    #expect(color.reduced(to: .indexed) == .indexed(indexed))
    #expect(color.reduced(to: .sixteen) == .indexed(sixteen))
    #expect(color.reduced(to: .mono) == nil)
  }
}
