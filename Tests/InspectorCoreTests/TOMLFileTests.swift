import InspectorCore
import Testing

@Suite("TOML files")
struct TOMLFileTests {
  private let text = """
    # a comment = "not a key"
    title = "x # not a comment"
    size.width = 80
    "quoted.key" = [1, 2.5, true]

    [server]
    host = 'local' # trailing
    limits = { body = 16, "head er" = { lines = 3 } }

    [[rule]]
    name = "first"
    [[rule]]
    name = "second"
      [rule.match]
      type = '''
    several
    type = "lines"
    '''
    after = 1979-05-27T07:32:00Z
      [[rule.action]]
      kind = "log"
      [[rule.action]]
      kind = "forward"
    """

  @Test("Values are plain values, in the order of the file")
  func values() throws {
    let root = try TOMLFile(text, name: "x.toml").root
    #expect(root.table?.map(\.name) == ["title", "size", "quoted.key", "server", "rule"])
    #expect(root["title"]?.string == "x # not a comment")
    #expect(root["size"]?["width"]?.integer == 80)
    #expect(root["quoted.key"]?.array == [.integer(1), .double(2.5), .boolean(true)])
    #expect(root["server"]?["limits"]?["head er"]?["lines"] == .integer(3))
    #expect(root["rule"]?.array?.count == 2)
    let match = root["rule"]?.array?[1]["match"]
    #expect(match?["type"]?.string == "several\ntype = \"lines\"\n")
    guard case .date = match?["after"] else {
      Issue.record("not a date: \(String(describing: match?["after"]))")
      return
    }
  }

  @Test(
    "Keys and values have places",
    arguments: [
      (["title"], 2, 1, 9), (["size", "width"], 3, 6, 14), (["quoted.key", 1], 4, 20, 20),
      (["server"], 6, 2, 2),
      (["server", "host"], 7, 1, 8), (["server", "limits", "body"], 8, 12, 19),
      (["server", "limits", "head er", "lines"], 8, 37, 45), (["rule", 0, "name"], 11, 1, 8),
      (["rule", 1], 12, 1, 1), (["rule", 1, "name"], 13, 1, 8), (["rule", 1, "match", "type"], 15, 3, 10),
      (["rule", 1, "match", "after"], 19, 1, 9), (["rule", 1, "action", 1, "kind"], 23, 3, 10),
    ] as [([PathStep], Int, Int, Int)])
  func places(path: [PathStep], line: Int, column: Int, valueColumn: Int) throws {
    let file = try TOMLFile(text, name: "x.toml")
    let position = try #require(file.position(of: path))
    #expect(position == (line, column))
    #expect(try #require(file.valuePosition(of: path)) == (line, valueColumn))
  }

  @Test("What is not there has no place; a problem takes the nearest one around it")
  func missing() throws {
    let file = try TOMLFile(text, name: "x.toml")
    #expect(file.position(of: ["rule", 2]) == nil)
    let problem = file.problem("must be there", at: ["server", "port"], severity: .warning)
    #expect(problem.description == "x.toml:6:2: must be there")
  }

  @Test(
    "A syntax error says where",
    arguments: [
      ("a = 1\nb = = 2\n", 2), ("a = \"open\n", 1), ("[a]\nx = 1\nx = 2\n", 3), ("a = 1\0\nb", 1),
    ])
  func syntax(text: String, line: Int) throws {
    let problem = #expect(throws: ConfigurationProblem.self) { try TOMLFile(text, name: "bad.toml") }
    #expect(problem?.line == line)
    #expect(problem?.file == "bad.toml")
    #expect(problem?.message.isEmpty == false)
  }

  @Test("Columns count characters, and line ends of Windows are line ends")
  func characters() throws {
    let file = try TOMLFile("\"é日\" = 1\r\nb = 2\r\n", name: "x")
    #expect(try #require(file.valuePosition(of: ["é日"])) == (1, 8))
    #expect(try #require(file.position(of: ["b"])) == (2, 1))
  }

  @Test(
    "The nearest known name",
    arguments: [
      ("evnet.ok", "event.ok"), ("text.dm", "text.dim"), ("bright_red", "bright-red"), ("Title", "title"),
      ("zzzzzz", nil),
    ] as [(String, String?)])
  func nearestName(written: String, expected: String?) {
    #expect(nearest(written, in: ["event.ok", "text.dim", "bright-red", "title"]) == expected)
  }
}
