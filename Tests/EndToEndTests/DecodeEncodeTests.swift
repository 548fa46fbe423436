import Foundation
import Testing

/// `eventscope decode` and `eventscope encode`: messages in files, there and back.
@Suite struct DecodeEncodeTests {
  static let events = """
    {"specversion":"1.0","id":"1","source":"/s?q=%20","type":"t","subject":"ügy \\"x\\" 100%","datacontenttype":"application/json","data":{"n":1.0,"n":1e400}}
    {"specversion":"1.0","id":"日本","source":"/s","type":"t","datacontenttype":"text/plain","data":"line\\nline"}
    {"specversion":"1.0","id":"3","source":"/s","type":"t","datacontenttype":"image/png","data_base64":"AAH/"}
    {"specversion":"1.0","id":"4","source":"/s","type":"t"}

    """

  @Test(arguments: SendTests.modes)
  func `events that are encoded and decoded are the same`(mode: String) async throws {
    let encoded = try await Program.run(
      ["encode", "--mode", mode, "--target", "http://example.com:81/in"], stdin: Array(Self.events.utf8))
    #expect(encoded.status == 0, "\(encoded.stderr)")
    #expect(encoded.text.hasPrefix("POST /in HTTP/1.1\r\nHost: example.com:81\r\n"))
    let decoded = try await Program.run(["decode"], stdin: encoded.stdout)
    #expect(decoded.status == 0, "\(decoded.stderr)")
    #expect(decoded.text == Self.events)
  }

  @Test func `an encoded message is what a listener takes`() async throws {
    let listener = try await ListeningProgram.start()
    let port = try #require(listener.address.split(separator: ":").last)
    let encoded = try await Program.run(
      ["encode", "--target", listener.address], stdin: Array(Self.events.utf8))
    let nc = try await Program(["nc", "-N", "127.0.0.1", String(port)], stdin: encoded.stdout).outcome()
    #expect(nc.text.components(separatedBy: "HTTP/1.1 202 Accepted").count == 5)
    #expect(try await listener.end().text == Self.events)
  }

  @Test func `a bare body is decoded by its type`() async throws {
    let batch = try await Program.run(
      ["encode", "--mode", "batched", "--body-only"], stdin: Array(Self.events.utf8))
    let type = "application/cloudevents-batch+json; charset=utf-8"
    let decoded = try await Program.run(["decode", "--content-type", type], stdin: batch.stdout)
    #expect(decoded.text == Self.events)
    let unknown = try await Program.run(
      ["decode", "--content-type", "application/cloudevents+foo"], stdin: [])
    #expect(unknown.status == 65)
  }

  @Test(
    arguments: [
      (["--mode", "structured"], 0), (["--mode", "structured", "--format", "xml"], 0),
      (["--mode", "binary"], 0), (["--format", "protobuf"], 64), (["--format", "cbor"], 64),
      (["--format", "avro"], 64),
    ] as [([String], Int32)])
  func `several bodies are written only where a line break can part them`(options: [String], status: Int32)
    async throws
  {
    func event(_ id: Int) -> String {
      #"{"specversion":"1.0","id":"\#(id)","source":"/s","type":"t","data":"\#(id)"}"#
    }
    let encoded = try await Program.run(
      ["encode", "--body-only"] + options, stdin: Array("\(event(1))\n\(event(2))".utf8))
    #expect(encoded.status == status, "\(encoded.stderr)")
    #expect(encoded.lines.count == (status == 0 ? 2 : 0))
    let single = try await Program.run(["encode", "--body-only"] + options, stdin: Array(event(1).utf8))
    #expect(single.status == 0 && !single.stdout.isEmpty && single.stdout.last != 0x0a)
  }

  @Test func `bytes that are no text are not parted by line breaks`() async throws {
    func event(_ id: Int) -> String {
      #"{"specversion":"1.0","id":"\#(id)","source":"/s","type":"t","data_base64":"/w=="}"#
    }
    let encoded = try await Program.run(
      ["encode", "--body-only"], stdin: Array("\(event(1))\n\(event(2))".utf8))
    #expect(encoded.status == 64 && encoded.stdout.isEmpty)
    #expect(encoded.stderr.contains("--body-only cannot part 2 bodies that are not text"))
  }

  @Test func `responses and chunked bodies are read, several in a row`() async throws {
    let message = """
      HTTP/1.1 200 OK\r
      ce-specversion: 1.0\r
      ce-id: 1\r
      ce-source: /s\r
      ce-type: t\r
      Content-Type: text/plain\r
      Transfer-Encoding: chunked\r
      \r
      2\r
      he\r
      3\r
      llo\r
      0\r
      \r

      """
    let outcome = try await Program.run(
      ["decode", "--output", "record"], stdin: Array((message + message).utf8))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let records = try outcome.events
    #expect(records.map { $0["event"]["data"].string } == ["hello", "hello"])
    #expect(records[0]["method"].isNull && records[0]["status"].integer == 200)
  }

  @Test func `invalid ones end it with 65, and are printed as records`() async throws {
    let messages =
      "POST / HTTP/1.1\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n\r\n"
      + "POST / HTTP/1.1\r\nce-specversion: 1.0\r\nce-id: 2\r\n\r\n"
    let events = try await Program.run(["decode"], stdin: Array(messages.utf8))
    #expect(events.status == 65)
    #expect(try events.events.map { $0["id"].string } == ["1"])
    #expect(events.stderr.contains("message 2: source is missing"))
    let records = try await Program.run(["decode", "--output", "record"], stdin: Array(messages.utf8))
    #expect(records.status == 65)
    #expect(try records.events.map { $0["valid"].boolean } == [true, false])
  }

  @Test func `encode takes an event over several lines, an array, and says where a line is wrong`()
    async throws
  {
    let pretty = "{\n  \"specversion\": \"1.0\", \"id\": \"1\",\n  \"source\": \"/s\", \"type\": \"t\"\n}\n"
    let one = try await Program.run(
      ["encode", "--mode", "structured", "--body-only"], stdin: Array(pretty.utf8))
    #expect(one.text == #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#)
    let array = try await Program.run(["encode"], stdin: Array("[\(pretty),\(pretty)]".utf8))
    #expect(array.text.components(separatedBy: "POST / HTTP/1.1").count == 3)
    let wrong = try await Program.run(["encode"], stdin: Array((Self.events + #"{"id":"5"}"# + "\n").utf8))
    #expect(wrong.status == 65)
    #expect(wrong.stdout.isEmpty)
    #expect(wrong.stderr.contains("stdin:5: "))
  }

  @Test func `a message that breaks off is a record with its reason, after those before it`() async throws {
    let good =
      "POST / HTTP/1.1\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\nContent-Length: 0\r\n\r\n"
    let broken = "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab"
    let outcome = try await Program.run(["decode", "--output", "record"], stdin: Array((good + broken).utf8))
    #expect(outcome.status == 65)
    let records = try outcome.events
    #expect(records.map { $0["valid"].boolean } == [true, false])
    #expect(records[1]["violations"][0]["rule"].string == "http.framing")
    #expect(records[1]["body"].string == "ab")
  }
}
