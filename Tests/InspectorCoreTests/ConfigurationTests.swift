import InspectorCore
import Testing

@Suite struct ConfigurationTests {
  private func read(_ text: String, isProject: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readFile(text, path: "/c/config.toml", home: "/home/me", isProject: isProject)
    return configuration
  }

  @Test func `the environment is stronger than files, and the first file than the next`() {
    var configuration = Configuration()
    configuration.readEnvironment([("EVENTSCOPE_CAPACITY", "7"), ("HOME", "/x"), ("EVENTSCOPE_FILTER", "")])
    configuration.readFile("capacity = 8\nfilter = 'type:a'", path: "/p", home: "/", isProject: true)
    configuration.readFile("filter = 'type:b'\nmemory = '1g'", path: "/u", home: "/")
    #expect(configuration.number(Settings.capacity) == 7)
    #expect(configuration.entry(Settings.capacity)?.origin == .environment(variable: "EVENTSCOPE_CAPACITY"))
    #expect(configuration.text(Settings.filter) == "type:a")
    #expect(configuration.entry(Settings.filter)?.origin == .file(path: "/p", line: 2))
    #expect(configuration.number(Settings.memory) == 1 << 30)
    #expect(configuration.text(Settings.theme) == nil)
    #expect(configuration.problems.isEmpty)
  }

  @Test(arguments: [
    ("thme = 'nord'", "/c/config.toml:1:1: there is no setting \"thme\"; did you mean \"theme\"?"),
    ("\ncapacity = 'many'", "/c/config.toml:2:12: \"capacity\" must be a whole number from 1, not \"many\""),
    (
      "max-body = '2g'",
      "/c/config.toml:1:12: \"max-body\" must be a size from 1 to 1g, such as \"64k\", not \"2g\""
    ),
    (
      "mouse = true", "/c/config.toml:1:9: \"mouse\" must be one of \"off\", \"on\", \"never\", not a Boolean"
    ),
    (
      "allow-host = [1]",
      "/c/config.toml:1:14: \"allow-host\" must be a string or an array of strings, not an array"
    ),
  ])
  func `what is wrong is told with line, column and the nearest key`(text: String, problem: String) {
    #expect(read(text).problems.map(\.description) == [problem])
  }

  @Test func `a file that is no TOML is told, and nothing of it holds`() {
    let configuration = read("capacity = 1\n= 2")
    #expect(configuration.problems.first?.line == 2)
    #expect(configuration.number(Settings.capacity) == nil)
  }

  @Test func `dotted keys are read in both spellings`() {
    #expect(read("width.ambiguous = 2").number(Settings.ambiguousWidth) == 2)
    #expect(read("[width]\nambiguous = 2").number(Settings.ambiguousWidth) == 2)
    #expect(read("\"width.ambiguous\" = 2").number(Settings.ambiguousWidth) == 2)
  }

  @Test func `files are named from where the file is that names them`() {
    #expect(read("rules = 'r.toml'").text(Settings.rules) == "/c/r.toml")
    #expect(read("rules = '~/r.toml'").text(Settings.rules) == "/home/me/r.toml")
    #expect(read("rules = '/r.toml'").text(Settings.rules) == "/r.toml")
    #expect(read("theme = 'nord'").text(Settings.theme) == "nord")
    #expect(read("theme = './nord.toml'").text(Settings.theme) == "/c/./nord.toml")
  }

  @Test func `a project cannot bring rules, which can run programs`() {
    let configuration = read("rules = 'r.toml'\nfilter = 'a'", isProject: true)
    #expect(configuration.text(Settings.rules) == nil && configuration.text(Settings.filter) == "a")
    #expect(configuration.problems.count == 1)
  }

  @Test func `a variable that means nothing, or has a wrong value, is told`() {
    var configuration = Configuration()
    configuration.readEnvironment([
      ("EVENTSCOPE_TEME", "x"), ("EVENTSCOPE_ASCII", "perhaps"), ("EVENTSCOPE_ALLOW_HOST", "a, b"),
    ])
    #expect(
      configuration.problems.map(\.description) == [
        "EVENTSCOPE_TEME: no such setting is read from the environment; did you mean \"EVENTSCOPE_THEME\"?",
        "EVENTSCOPE_ASCII: \"perhaps\" is wrong: it must be true or false",
      ])
    #expect(configuration.list(Settings.allowHost) == ["a", "b"])
  }

  @Test func `every setting has a key, a variable and a sentence of its own`() {
    #expect(Set(Settings.all.map(\.key)).count == Settings.all.count)
    #expect(Set(Settings.all.map(\.variable)).count == Settings.all.count)
    #expect(Settings.all.allSatisfy { $0.summary.hasSuffix(".") })
  }

  @Test func `filters and targets with names are read and checked`() {
    let filters = NamedFilter.read(
      "orders = 'type:com.shop.*'\nodd = 'type:'\nsql = '= type LIKE'", path: "f")
    #expect(filters.filters.map(\.name) == ["orders", "odd", "sql"])
    #expect(filters.problems.map(\.line) == [2, 3])
    let targets = TargetProfile.read(
      "local = 'http://localhost:8080'\nbad = 'ftp://x'\n[far]\naddress = 'https://x/y'\nheaders = { A = 'b' }\nadress = 1",
      path: "t")
    #expect(targets.targets.map(\.name) == ["local", "far"])
    #expect(targets.targets[1].headers == [.init(name: "A", value: "b")])
    #expect(targets.problems.map(\.line) == [2, 6])
  }
}
