import Foundation
import Testing

/// What the exit codes say, and that errors are sentences on stderr.
@Suite struct ExitCodeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var status: Int32
    var stdin = ""

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let event = ["--type", "t", "--source", "/s"]

  static let wrong: [Case] = [
    Case(arguments: ["--no-such-option"], status: 64),
    Case(arguments: ["lisen"], status: 64),
    Case(arguments: ["help", "lisen"], status: 64),
    Case(arguments: ["help", "config", "lisen"], status: 64),
    Case(arguments: ["encode", "--mode", "batched", "--format", "avro"], status: 64),
    Case(arguments: ["encode", "--mode", "batched", "--format", "cbor"], status: 64),
    Case(arguments: ["watch", "http://localhost:0", "--theme", "nosuch"], status: 66),
    Case(arguments: ["watch", "http://localhost:0", "--theme", "/proc/self/status"], status: 78),
    Case(arguments: ["listen", "localhost:8080"], status: 64),
    Case(arguments: ["listen", "http://localhost:99999"], status: 64),
    Case(arguments: ["listen", "https://localhost:0"], status: 64),
    Case(arguments: ["listen", "http://localhost:0", "--count", "0"], status: 64),
    Case(arguments: ["listen", "http://localhost:0", "--max-body", "many"], status: 64),
    Case(arguments: ["listen", "http://localhost:0", "--filter", "(type:a"], status: 65),
    Case(arguments: ["listen", "http://localhost:0", "--rules", "/nonexistent.toml"], status: 66),
    Case(arguments: ["listen", "http://localhost:0", "--proto-descriptors", "/nonexistent"], status: 66),
    Case(
      arguments: ["listen", "http://localhost:0", "--proto-descriptors", "/proc/self/status"], status: 78),
    Case(arguments: ["listen", "http://localhost:0", "--avro-schema", "/proc/self/status"], status: 78),
    Case(arguments: ["listen", "unix:/proc/nonexistent/s.sock"], status: 73),
    Case(arguments: ["watch", "http://localhost:0", "--color", "pink"], status: 64),
    Case(arguments: ["watch", "http://localhost:0", "--cesql", "a ="], status: 65),
    Case(arguments: ["listen", "http://localhost:0", "--cesql", "LENGTH("], status: 65),
    Case(arguments: ["expect", "http://localhost:0", "typ:a"], status: 65),
    Case(arguments: ["expect", "http://localhost:0", "--cesql", "1 +"], status: 65),
    Case(arguments: ["expect", "http://localhost:0", "type:a", "type:b"], status: 64),
    Case(arguments: ["expect", "http://localhost:0", "--none", "--count", "2"], status: 64),
    Case(arguments: ["expect", "http://localhost:0", "--within", "0"], status: 64),
    Case(arguments: ["expect", "http://localhost:99999"], status: 64),
    Case(arguments: ["filter", "--cesql", "a", "--dialect", "f.json"], status: 64),
    Case(arguments: ["filter", "--cesql", "a", "type:b", "events.ndjson"], status: 64),
    Case(arguments: ["filter", "--dialect", "-"], status: 64),
    Case(arguments: ["filter", "--dialect", "/nonexistent.json"], status: 66),
    Case(arguments: ["filter", "--cesql", "id ="], status: 65),
    Case(arguments: ["send"], status: 64),
    Case(arguments: ["send", "http://localhost:1"], status: 64),
    Case(arguments: ["send", "nowhere"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--time", "noon"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--ext", "n:integer=x"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--ext", "Bad=x"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--header", "no"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--format", "yaml"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--data", "a", "--field", "b=1"] + event, status: 64),
    Case(
      arguments: ["send", "http://localhost:1", "--field", "a=1", "--field", "a.b=1"] + event, status: 64),
    Case(arguments: ["send", "http://localhost:1", "--data-file", "/nonexistent"] + event, status: 66),
    Case(arguments: ["send", "http://localhost:1", "--event", "/nonexistent"], status: 66),
    Case(arguments: ["send", "http://localhost:1", "--event", "-"], status: 65, stdin: "no event"),
    Case(arguments: ["send", "http://127.0.0.1:1"] + event, status: 69),
    Case(arguments: ["send", "unix:/nonexistent.sock"] + event, status: 69),
    Case(arguments: ["decode", "/nonexistent"], status: 66),
    Case(arguments: ["decode"], status: 65, stdin: "hello"),
    Case(arguments: ["decode", "--content-type", "x"], status: 64),
    Case(arguments: ["encode", "/nonexistent"], status: 66),
    Case(arguments: ["encode"], status: 65, stdin: "{}"),
    Case(arguments: ["encode", "--mode", "odd"], status: 64),
    Case(arguments: ["rules", "check", "/nonexistent"], status: 66),
    Case(arguments: ["rules", "check", "/proc/self/status"], status: 78),
    Case(arguments: ["themes", "--check", "/nonexistent"], status: 66),
    Case(arguments: ["themes", "--check", "/proc/self/status"], status: 78),
  ]

  @Test(arguments: wrong)
  func `ends with its code and says why`(wrong: Case) async throws {
    let outcome = try await Program.run(wrong.arguments, stdin: Array(wrong.stdin.utf8))
    #expect(outcome.status == wrong.status, "\(outcome.stderr)")
    let lines = outcome.stderr.split(separator: "\n")
    #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("eventscope: ") }, "\(outcome.stderr)")
  }

  @Test(arguments: [
    ["--help"], ["help"], ["help", "send"], ["--version"], ["watch", "--help"], ["listen", "--help"],
    ["expect", "--help"],
    ["send", "--help"], ["decode", "--help"], ["encode", "--help"], ["rules", "--help"],
    ["rules", "check", "--help"], ["themes", "--help"], ["themes"],
    ["--generate-completion-script", "bash"], ["--generate-completion-script", "zsh"],
    ["--generate-completion-script", "fish"],
  ])
  func `help goes to stdout and ends with 0`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments)
    #expect(outcome.status == 0)
    #expect(!outcome.stdout.isEmpty && outcome.stderr.isEmpty)
    #expect(!outcome.stdout.contains(0x1b))
  }

  @Test func `an address that is taken ends it with 73 and says so`() async throws {
    let listener = try await ListeningProgram.start()
    let outcome = try await Program.run(["listen", listener.address])
    #expect(outcome.status == 73)
    #expect(outcome.stderr.contains("in use"))
    _ = try await listener.end()
  }

  @Test func `a live socket is not stolen`() async throws {
    let directory = try TemporaryDirectory()
    let listener = try await ListeningProgram.start(on: ["unix:\(directory.file("s.sock"))"])
    #expect(try await Program.run(["listen", listener.address]).status == 73)
    #expect(try await listener.curl(binaryEvent()).status == 202)
    _ = try await listener.end()
  }

  @Test func `an output that cannot be written ends it with 74`() async throws {
    let outcome = try await Program(["sh", "-c", #""$0" themes > /dev/full"#, Program.binary]).outcome()
    #expect(outcome.status == 74)
    #expect(outcome.stderr.hasPrefix("eventscope: cannot write to stdout"))
  }

  @Test(arguments: ["listen", "rules"])
  func `rules that are wrong are told with line and column`(command: String) async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("x.toml", "[[rule]]\nwhen = '(type:a'\n")
    let outcome = try await Program.run(
      command == "rules" ? ["rules", "check", file] : ["listen", "http://localhost:0", "--rules", file])
    #expect(outcome.status == 78)
    #expect(outcome.stderr.contains("\(file):2:"))
  }

  @Test func `a reader that goes away ends any command quietly`() async throws {
    let directory = try TemporaryDirectory()
    let line = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
    let file = try directory.write(
      "many.ndjson", Array(repeating: line, count: 4000).joined(separator: "\n"))
    let script = #"set -o pipefail; "$0" encode "$1" | head -n 1"#
    let outcome = try await Program(["bash", "-c", script, Program.binary, file]).outcome()
    #expect(outcome.status == 0)
    #expect(outcome.text == "POST / HTTP/1.1\r\n")
    #expect(outcome.stderr.isEmpty)
  }

  @Test func `a theme that is wrong is told with line and column`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("x.toml", "name = \"x\"\n[roles]\n\"text.dmi\" = { fg = \"red\" }\n")
    let outcome = try await Program.run(["themes", "--check", file])
    #expect(outcome.status == 78)
    #expect(outcome.text.hasPrefix("\(file):3:1: "))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `work that is cut short says so`(signal: Int32) async throws {
    let listener = try await ListeningProgram.start(["--output", "none"])
    let sender = try Program.eventscope(
      ["send", listener.address] + Self.event + ["--repeat", "1000", "--rate", "10", "--output", "record"])
    try await sender.waitForLines(1)
    #expect(try await sender.end(signal: signal).status == 128 + signal)
    _ = try await listener.end()
  }
}
