import Foundation
import Testing

/// The event formats from outside, each in every command that has to do with it.
@Suite struct FormatTests {
  static let formats = ["json", "protobuf", "xml", "avro", "cbor"]
  static let withBatch = ["json", "protobuf", "xml"]

  static let events = """
    {"specversion":"1.0","id":"1","source":"/s?q=%20","type":"t","subject":"ügy <x> & \\"y\\"","time":"2018-04-05T17:31:00.500Z","datacontenttype":"application/json","n":-5,"flag":true,"data":{"n":1.0,"n":2.50}}
    {"specversion":"1.0","id":"日本","source":"/s","type":"t","datacontenttype":"text/plain","data":"line\\r\\nline\\u0000"}
    {"specversion":"1.0","id":"3","source":"/s","type":"t","datacontenttype":"image/png","data_base64":"AAH/"}
    {"specversion":"1.0","id":"4","source":"/s","type":"t","datacontenttype":"application/xml","data":"<a b=\\"c\\"><!-- d --></a>"}
    {"specversion":"1.0","id":"5","source":"/s","type":"t"}

    """

  static func encoded(_ arguments: [String]) async throws -> [UInt8] {
    let outcome = try await Program.run(["encode"] + arguments, stdin: Array(events.utf8))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  @Test(arguments: formats)
  func `events come back from each format as they were`(format: String) async throws {
    let messages = try await Self.encoded(["--mode", "structured", "--format", format])
    let decoded = try await Program.run(["decode"], stdin: messages)
    #expect(decoded.status == 0 && decoded.stderr.isEmpty, "\(decoded.stderr)")
    #expect(decoded.text == Self.events)
  }

  @Test(arguments: withBatch)
  func `batches come back from each format that has them, bare or in a message`(format: String) async throws {
    let type = "application/cloudevents-batch+\(format)"
    let body = try await Self.encoded(["--mode", "batched", "--format", format, "--body-only"])
    for command in [
      ["decode", "--content-type", type], ["convert", "--content-type", type, "--to", "ndjson"],
    ] {
      let outcome = try await Program.run(command, stdin: body)
      #expect(outcome.status == 0 && outcome.text == Self.events, "\(outcome.stderr)")
    }
    let records = try await Program.run(["convert", "--content-type", type, "--to", "records"], stdin: body)
      .events
    #expect(records.map { $0["batch"]["index"].integer } == [0, 1, 2, 3, 4] && records[0]["status"].isNull)
    #expect(
      records.map { ($0["body"].string ?? $0["body_base64"].string) == nil } == [
        false, true, true, true, true,
      ])
    let valid = try await Program.run(["validate", "--content-type", type], stdin: body)
    #expect(valid.status == 0 && valid.text.isEmpty, "\(valid.text)\(valid.stderr)")
    let message = try await Self.encoded(["--mode", "batched", "--format", format])
    #expect(try await Program.run(["decode"], stdin: message).text == Self.events)
  }

  @Test func `a listener takes what send sends in each format, and records its bytes`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let modes =
      Self.formats.map { (mode: "structured", format: $0) }
      + Self.withBatch.map { (mode: "batched", format: $0) }
    for (mode, format) in modes {
      let sent = try await Program.run([
        "send", listener.address, "--type", "t", "--source", "/s", "--id", format, "--mode", mode, "--format",
        format,
        "--ext", "n:integer=7", "--data", #"{"a":1.0}"#,
      ])
      #expect(sent.status == 0, "\(sent.stderr)")
    }
    let records = try await listener.end().events
    #expect(records.map { $0["event"]["id"].string } == modes.map(\.format))
    #expect(records.allSatisfy { $0["event"]["n"].integer == 7 && $0["status"].integer == 202 })
    #expect(
      records.map { $0["format"].string }
        == modes.map { "application/cloudevents\($0.mode == "batched" ? "-batch" : "")+\($0.format)" })
    #expect(records.allSatisfy { ($0["body"].string ?? $0["body_base64"].string)?.isEmpty == false })
  }

  @Test func `a format that nobody knows is kept with its bytes and answered 415`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let answer = try await listener.curl(["Content-Type: application/cloudevents+foo"], body: "opaque")
    #expect(answer.status == 415)
    #expect(try JSON(answer.body)["violations"][0]["rule"].string == "http.event-format")
    let avro = try await listener.curl(["Content-Type: application/cloudevents-batch+avro"], body: "x")
    #expect(avro.status == 415)
    let records = try await listener.end().events
    #expect(
      records.map { $0["format"].string } == [
        "application/cloudevents+foo", "application/cloudevents-batch+avro",
      ])
    #expect(records[0]["body"].string == "opaque" && records[0]["mode"].string == "structured")
  }

  @Test func `a wrong member of a batch is named by its index, in its own format's words`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let member =
      "<ce:event specversion='1.0'><ce:id>1</ce:id><ce:source>/</ce:source><ce:type>t</ce:type>%</ce:event>"
    let body =
      "<ce:batch xmlns:ce='http://cloudevents.io/xmlformat/V1' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
      + member.replacingOccurrences(of: "%", with: "")
      + member.replacingOccurrences(of: "%", with: "<ce:n xsi:type='ce:integer'>x</ce:n>") + "</ce:batch>"
    let answer = try await listener.curl(["Content-Type: application/cloudevents-batch+xml"], body: body)
    #expect(answer.status == 400)
    let violations = try JSON(answer.body)["violations"]
    #expect(violations[0]["index"].integer == 1 && violations[0]["rule"].string == "xml.attribute-value")
    let records = try await listener.end().events
    #expect(records.count == 1 && records[0]["batch"]["index"].integer == 1)
  }

  @Test func `a format alone means structured mode, and lines are always JSON`() async throws {
    let event = ["--type", "t", "--source", "/s", "--dry-run"]
    let sent = try await Program.run(["send", "http://localhost:1", "--format", "xml"] + event)
    #expect(sent.text.contains("Content-Type: application/cloudevents+xml; charset=utf-8\r\n"))
    let lines = try await Program.run(["send", "unix+ndjson:/tmp/none.sock", "--format", "xml"] + event)
    #expect(lines.status == 64 && lines.stderr.contains("leave out --format xml"))
  }

  @Test func `a format that has no batch, or is none, is told`() async throws {
    let batch = try await Program.run(
      ["encode", "--mode", "batched", "--format", "avro"], stdin: Array(Self.events.utf8))
    #expect(batch.status == 64 && batch.stderr.contains("has no batch"))
    let unknown = try await Program.run(["encode", "--format", "yaml"], stdin: Array(Self.events.utf8))
    #expect(unknown.status == 64 && unknown.stderr.contains("json, protobuf, xml, avro, cbor"))
  }

  @Test func `validate reads a bare body, and convert writes structured requests in a format`() async throws {
    let wrong = try await Program.run(
      ["validate", "--content-type", "application/cloudevents+xml", "--output", "json"],
      stdin: Array("<event xmlns='http://cloudevents.io/xmlformat/V1' specversion='1.0'/>".utf8))
    #expect(wrong.status == 65)
    #expect(try wrong.events.map { $0["attribute"].string } == ["id", "source", "type"])
    let requests = try await Program.run(
      ["convert", "--to", "http-structured", "--format", "xml"], stdin: Array(Self.events.utf8))
    #expect(requests.text.components(separatedBy: "application/cloudevents+xml").count == 6)
    #expect(try await Program.run(["decode"], stdin: requests.stdout).text == Self.events)
  }
}
