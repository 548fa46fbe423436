import Foundation
import Testing

/// `eventscope filter`: the lines that match, as they are.
@Suite struct FilterTests {
  static let events = """
    {"specversion":"1.0", "id":"1","source":"/s","type":"a.b","data":{"n":1.0,"u":{"id":42}}}
    {"type":"a.c","specversion":"1.0","id":"2","source":"/s","data":{"n":200},"data":1}
    {"specversion":"1.0","id":"1","source":"/s","type":"c","datacontenttype":"text/plain","data":"two words"}

    """

  static func record(seq: Int, status: Int, mode: String = "binary") -> String {
    """
    {"seq":\(seq),"received":"2026-01-01T00:00:0\(seq).5Z","transport":"http","peer":"127.0.0.1:1",\
    "method":"POST","target":"/in?x=1","mode":"\(mode)","format":null,"headers":[["Host","h"],["X-Team","blue"]],\
    "body":"hi","size":2,"status":\(status),"valid":\(status == 202),"tags":["odd"],\
    "event":{"specversion":"1.0","id":"\(seq)","source":"/s","type":"t","data_base64":"aGk="},"violations":[]}
    """
  }

  @Test(arguments: [
    ("type:a.*", [0, 1]), ("data.u.id:42", [0]), ("data.n:>100", [1]), ("\"two words\"", [2]),
    ("is:duplicate", [2]), ("is:invalid", [1]), ("", [0, 1, 2]), ("NOT type:c", [0, 1]),
  ])
  func `passes on the lines that match, as they are`(query: String, expected: [Int]) async throws {
    let outcome = try await Program.run(["filter", query], stdin: Array(Self.events.utf8))
    let lines = Self.events.split(separator: "\n").map(String.init)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.text == expected.map { lines[$0] + "\n" }.joined())
  }

  @Test(arguments: [
    ("status:4xx", [2]), ("mode:structured", [1]), ("blue", [1, 2]), ("tag:odd is:valid", [1]),
    ("size:<3", [1, 2]), ("is:refused", [2]), ("hi status:202", [1]),
  ])
  func `asks records all that a query can ask`(query: String, expected: [Int]) async throws {
    let lines = [Self.record(seq: 1, status: 202, mode: "structured"), Self.record(seq: 2, status: 400)]
    let outcome = try await Program.run(
      ["filter", query, "-"], stdin: Array(lines.map { $0 + "\n" }.joined().utf8))
    #expect(outcome.text == expected.map { lines[$0 - 1] + "\n" }.joined(), "\(outcome.stderr)")
  }

  @Test func `what listen records can be filtered`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    for id in ["1", "2"] {
      let sent = try await Program.run([
        "send", listener.address, "--type", "t.\(id)", "--source", "/s", "--data", #"{"n":1.0}"#,
      ])
      #expect(sent.status == 0)
    }
    let records = try await listener.end()
    let outcome = try await Program.run(["filter", "type:t.2 mode:binary"], stdin: records.stdout)
    #expect(outcome.text == records.lines[1] + "\n")
  }

  @Test func `ends with 1 where nothing matches, with 65 for what is wrong, with 66 without a file`()
    async throws
  {
    #expect(try await Program.run(["filter", "type:x"], stdin: Array(Self.events.utf8)).status == 1)
    #expect(try await Program.run(["filter", "type:x"], stdin: []).status == 1)
    let wrong = try await Program.run(["filter", "(type:x"], stdin: [])
    #expect(wrong.status == 65 && wrong.stderr.contains("column"))
    #expect(try await Program.run(["filter", "type:x", "/nonexistent"]).status == 66)
  }

  @Test func `a line that is neither is told with line and column, and the rest is read`() async throws {
    let lines = Self.events.split(separator: "\n").map(String.init)
    let input = "\(lines[0])\n{\"a\":}\n{\"b\":1}\n\(lines[1])\n"
    let outcome = try await Program.run(["filter", "type:a.*"], stdin: Array(input.utf8))
    #expect(outcome.status == 65)
    #expect(outcome.text == "\(lines[0])\n\(lines[1])\n")
    #expect(outcome.stderr.contains("stdin:2:6: ") && outcome.stderr.contains("stdin:3:1: "))
  }

  @Test func `lines pass while more are to come`() async throws {
    let pipe = try NamedPipe()
    let program = try Program(["sh", "-c", "exec '\(Program.binary)' filter type:t <'\(pipe.path)'"])
    // The last has begun already, so that there is something to read that ends no line.
    let good = ValidateTests.good + "\n"
    pipe.write(good + good + good + "{\"spec")
    try await program.waitForLines(3)
  }

  @Test
  func `keeps the order of a large input, whatever its lines are`() async throws {
    let padding = String(repeating: "x", count: 400)
    var expected = ""
    let lines = (0..<12_000).map { number in
      switch number % 1000 {
      case 7: return Self.record(seq: number, status: 202)
      case 8: return ""
      case 9: return #"{"specversion":"1.0""#
      default:
        let type = number % 3 == 0 ? "kept" : "left"
        let line =
          #"{"specversion":"1.0","id":"\#(number)","source":"/s","type":"\#(type)","data":"\#(padding)"}"#
        if number % 3 == 0 { expected += line + "\n" }
        return line
      }
    }
    let outcome = try await Program.run(
      ["filter", "type:kept"], stdin: Array(lines.joined(separator: "\n").utf8))
    #expect(outcome.status == 65)
    #expect(outcome.text == expected)
    let told = outcome.stderr.split(separator: "\n").map(String.init)
    #expect(told.count == 12)
    #expect(told.first?.contains("stdin:10:21: this is no JSON") == true, "\(told.first ?? "")")
    #expect(told.last?.contains("stdin:11010:21:") == true, "\(told.last ?? "")")
  }

  // MARK: The other two languages

  static let valid = """
    {"specversion":"1.0","id":"1","source":"/shop/eu","type":"com.example.created","subject":"a","n":5}
    {"specversion":"1.0","id":"2","source":"/shop/us","type":"com.example.paid"}
    {"specversion":"1.0","id":"3","source":"/test","type":"org.example.paid","time":"2026-01-01T00:00:00Z"}

    """

  @Test(arguments: [
    ("type LIKE 'com.%'", [1, 2]), ("n > 4", [1]), ("EXISTS subject OR source = '/test'", [1, 3]),
    ("NOT (type LIKE '%paid')", [1]), ("TRUE", [1, 2, 3]), ("LEFT(source, 5) = '/shop' AND id != '1'", [2]),
    // What has an error does not pass, whatever its value is.
    ("subject = 'a'", [1]), ("subject != 'b'", [1]),
  ])
  func `passes on what an expression is true for`(expression: String, expected: [Int]) async throws {
    let outcome = try await Program.run(["filter", "--cesql", expression], stdin: Array(Self.valid.utf8))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let lines = Self.valid.split(separator: "\n")
    #expect(outcome.lines == expected.map { String(lines[$0 - 1]) })
  }

  @Test(arguments: [
    (#"{"exact":{"type":"com.example.paid"}}"#, [2]),
    (#"{"exact":{"type":"com.example.paid","id":"1"}}"#, []),
    (#"{"prefix":{"type":"com."}}"#, [1, 2]), (#"{"suffix":{"type":".paid"}}"#, [2, 3]),
    (#"{"suffix":{"type":".paid","source":"/us"}}"#, [2]),
    (#"{"all":[{"prefix":{"source":"/shop"}},{"suffix":{"type":"paid"}}]}"#, [2]),
    (#"{"any":[{"exact":{"id":"1"}},{"exact":{"id":"3"}}]}"#, [1, 3]),
    (#"{"not":{"prefix":{"type":"com."}}}"#, [3]), (#"{"sql":"n > 4 OR id = '3'"}"#, [1]),
    (#"{"not":{"not":{"any":[{"sql":"EXISTS subject"},{"not":{"prefix":{"source":"/"}}}]}}}"#, [1]),
    (#"[{"prefix":{"type":"com."}},{"exact":{"id":"2"}}]"#, [2]), ("[]", [1, 2, 3]),
    (#"{"exact":{"n":"5"}}"#, [1]), (#"{"prefix":{"time":"2026-"}}"#, [3]),
    (#"{"exact":{"subject":"b"}}"#, []),
  ])
  func `passes on what a filter of the Subscriptions API lets pass`(filter: String, expected: [Int])
    async throws
  {
    let directory = try TemporaryDirectory()
    let file = try directory.write("filter.json", filter)
    let outcome = try await Program.run(["filter", "--dialect", file], stdin: Array(Self.valid.utf8))
    #expect(outcome.status == (expected.isEmpty ? 1 : 0), "\(outcome.stderr)")
    let lines = Self.valid.split(separator: "\n")
    #expect(outcome.lines == expected.map { String(lines[$0 - 1]) })
  }

  @Test(arguments: [
    ("", "1:1"), ("{", "1:2"), ("3", "1:1"), ("{}", "1:1"), (#"{"exakt":{"type":"a"}}"#, "1:2"),
    ("{\n \"exact\": {}}", "2:11"), (#"{"exact":{"Type":"a"}}"#, "1:11"), (#"{"exact":{"type":1}}"#, "1:18"),
    (#"{"exact":{"type":""}}"#, "1:18"), (#"{"all":[]}"#, "1:8"), (#"{"all":{}}"#, "1:8"),
    (#"{"any":[{"exact":{"type":"a"}},5]}"#, "1:32"), (#"{"not":[]}"#, "1:8"), (#"{"sql":1}"#, "1:8"),
    (#"{"exact":{"type":"a"},"prefix":{"type":"a"}}"#, "1:23"), ("[{\"sql\":\n\"id =\"}]", "2:1"),
    (#"{"not":{"not":{"nicht":{}}}}"#, "1:16"),
  ])
  func `a wrong filter is told with file, line and column`(filter: String, place: String) async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("filter.json", filter)
    let outcome = try await Program.run(["filter", "--dialect", file], stdin: Array(Self.valid.utf8))
    #expect(outcome.status == 65 && outcome.stdout.isEmpty)
    #expect(outcome.stderr.hasPrefix("eventscope: \(file):\(place): "), "\(outcome.stderr)")
    #expect(outcome.stderr.split(separator: "\n").count == 1)
  }

  @Test func `with an expression the argument is the file, and what is not valid never matches`() async throws
  {
    let directory = try TemporaryDirectory()
    let file = try directory.write("events.ndjson", #"{"specversion":"1.0","id":"1","type":"t"}"# + "\n")
    let outcome = try await Program.run(["filter", "--cesql", "TRUE", file])
    #expect(outcome.status == 1 && outcome.stdout.isEmpty, "\(outcome.stderr)")
    let wrong = try await Program.run(["filter", "--cesql", "id =\n 'a' AN 1", file])
    #expect(wrong.status == 65 && wrong.stderr.contains("line 2, column 6: "), "\(wrong.stderr)")
  }
}
