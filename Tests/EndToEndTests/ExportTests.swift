import Foundation
import Testing

/// What is exported does, when it is run, what it was made from.
@Suite struct ExportTests {
  /// Bodies that quoting goes wrong with, as the base64 of records.
  static let bodies: [[UInt8]] = [
    Array("it's 100% \\ \"quoted\" $HOME `id`\n".utf8), [0, 1, 2, 0xff, 0x27, 0x25, 0x5c, 0x0a],
    Array("@file".utf8),
    Array("-n".utf8), Array("é日本👍\u{202e}\u{feff}\t\r\n\n".utf8), [],
  ]

  private static let interpreters: [(form: String, file: String, command: [String])] = [
    ("curl", "sh", ["sh"]), ("python", "py", ["python3"]), ("javascript", "mjs", ["node"]),
    ("go", "go", ["go", "run"]), ("httpie", "sh", ["sh"]),
  ]

  @Test(
    arguments: interpreters.filter { item in
      Program.exists(item.command[0]) && (item.form != "httpie" || Program.exists("http"))
    }.map(\.form))
  func `a program that was exported sends the same bytes`(form: String) async throws {
    let interpreter = try #require(Self.interpreters.first { $0.form == form })
    let first = try await ListeningProgram.start(["--output", "record"])
    let place = try TemporaryDirectory()
    for (index, body) in Self.bodies.enumerated() {
      let file = try place.write("body\(index)", body)
      var headers = binaryEvent("ce-note: '; touch pwned #", "ce-other: a%22b\\=c", id: "\(index)")
      headers.append(index == 1 ? "Content-Type:" : "Content-Type: text/plain")
      let answer = try await first.curl(headers, body: body.isEmpty ? nil : "@\(file)")
      #expect(answer.status == 202, "\(answer.body)")
    }
    let records = try await first.end()
    #expect(records.lines.count == Self.bodies.count)

    let second = try await ListeningProgram.start(["--output", "record"])
    let exported = try await Program.run(
      ["convert", "--to", form, "--target", second.address], stdin: records.stdout)
    #expect(exported.status == 0, "\(exported.stderr)")
    let file = try place.write("export.\(interpreter.file)", exported.stdout)
    let run = try await Program([
      "sh", "-c", "cd '\(place.path)' && \(interpreter.command.joined(separator: " ")) '\(file)'",
    ])
    .outcome(within: 120)
    #expect(run.status == 0, "\(run.stderr)")
    let again = try await second.end()
    #expect(!FileManager.default.fileExists(atPath: place.file("pwned")))
    // Attributes may be percent-encoded otherwise than they came; what they say is in the event.
    func facts(_ record: JSON) -> [String] {
      let types = record["headers"].elements.filter { $0[0].string?.lowercased() == "content-type" }
      return types.map { $0[1].description }
        + ["body", "body_base64", "size"].map { record[$0].description }
        + record["event"].names.map { "\($0): \(record["event"][$0])" }
    }
    #expect(try again.events.map(facts) == records.events.map(facts))
  }
}
