import CloudEventsBindings
import Foundation
import Testing

/// The Python SDK of CloudEvents at the other end, in every binding that both have; its one format is JSON.
@Suite(.enabled(if: Python.isReady, "the Python package cloudevents, 2 or newer, is not here"))
struct PythonInteropTests {
  /// The event that Python sends.
  static let time = "2018-04-05T17:31:00.250000Z"
  static let subject = #"a "subject" 100% größe 👍"#

  /// The event that is sent to Python.
  static var event: CloudEvent {
    var event = CloudEvent(id: "x-1", source: "/s", type: "com.example.test")
    event.subject = subject
    event.set(.time, text: "2018-04-05T17:31:00.25Z")
    event.datacontenttype = "application/json"
    event[AttributeName(unchecked: "partitionkey")] = .string("key-1")
    event.data = .json(Array(#"{"n":1,"text":"ügyfél 日本 👍","quote":"\"%\""}"#.utf8))
    return event
  }

  private static func check(_ seen: JSON) {
    #expect(seen["id"].string == "x-1" && seen["type"].string == "com.example.test")
    #expect(seen["source"].string == "/s" && seen["subject"].string == subject)
    #expect(seen["time"].string == "2018-04-05T17:31:00.250000+00:00")
    #expect(seen["partitionkey"].string == "key-1")
    #expect(seen["data"]["text"].string == "ügyfél 日本 👍")
    #expect(seen["data"]["quote"].string == #""%""#)
  }

  // MARK: HTTP

  @Test(arguments: ["binary", "structured"], ["1.0", "0.3"])
  func `what Python sends is what we print`(mode: String, version: String) async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let python = try await Program([Python.path, Python.script, "send", mode, version, listener.address])
      .outcome()
    #expect(python.status == 0, "\(python.stderr)")
    let record = try #require(try await listener.end().events.first)
    let event = record["event"]
    #expect(record["mode"].string == mode && record["valid"].boolean == true)
    #expect(record["violations"].elements.count == (version == "1.0" ? 0 : 1))
    #expect(event["id"].string == "py-1" && event["type"].string == "com.example.python")
    #expect(event["source"].string == "/python" && event["subject"].string == Self.subject)
    #expect(event["time"].string == Self.time && event["specversion"].string == version)
    #expect(event["data"]["text"].string == "ügyfél 日本" && event["data"]["n"].integer == 1)
  }

  @Test(arguments: ["binary", "structured"])
  func `what we send is what Python decodes`(mode: String) async throws {
    let server = try Program([Python.path, Python.script, "receive"])
    try await server.waitForLines(1)
    let line = JSONEventFormat().encodeLine(Self.event)
    let sent = try await Program.run(
      ["send", "http://127.0.0.1:\(server.lines[0])", "--mode", mode, "--event", "-"], stdin: line)
    #expect(sent.status == 0, "\(sent.stderr)")
    Self.check(try JSON(try await server.outcome().lines[1]))
  }

  // MARK: Kafka and AMQP, whose messages no broker carries here

  @Test(arguments: ["kafka", "amqp"], [ContentMode.binary, .structured])
  func `what Python encodes is decoded`(binding: String, mode: ContentMode) async throws {
    let python = try await Program([Python.path, Python.script, "encode", binding, mode.rawValue]).outcome()
    let message = try JSON(python.text)
    let decoded =
      binding == "kafka"
      ? KafkaBinding().decode(KafkaMessage(message)) : AMQPBinding().decode(AMQPMessage(message))
    #expect(decoded.isValid && decoded.mode == mode, "\(decoded.allViolations)")
    // The SDK gives its client a number of milliseconds, without saying that it is a timestamp.
    #expect(decoded.allViolations.count == (binding == "amqp" && mode == .binary ? 1 : 0))
    let event = try #require(decoded.events.first).event(in: UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(event.id == "py-1" && event.type == "com.example.python" && event.source == "/python")
    #expect(event.subject == Self.subject && event.time == Timestamp(Self.time))
    #expect(event.partitionkey == "key-1" && event.datacontenttype == "application/json")
    let data = try JSON(String(decoding: event.data?.bytes ?? [], as: UTF8.self))
    #expect(data["text"].string == "ügyfél 日本" && data["n"].integer == 1)
  }

  @Test(arguments: ["kafka", "amqp"], [ContentMode.binary, .structured])
  func `what we encode is what Python decodes`(binding: String, mode: ContentMode) async throws {
    let message =
      binding == "kafka"
      ? try KafkaBinding(key: KafkaBinding.partitionKey).encode(Self.event, mode: mode).json
      : try AMQPBinding(prefix: .underscore).encode(Self.event, mode: mode).json
    let python = try await Program([Python.path, Python.script, "decode", binding], stdin: message).outcome()
    #expect(python.status == 0, "\(python.stderr)")
    Self.check(try JSON(python.text))
  }
}

/// What the Base64 in a message stands for.
private func bytes(_ json: JSON) -> [UInt8] {
  json.string.flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? []
}

/// Messages as the script writes and reads them.
extension KafkaMessage {
  fileprivate init(_ json: JSON) {
    self.init(
      key: json["key"].string.map { Array($0.utf8) },
      headers: json["headers"].names.map { ($0, bytes(json["headers"][$0])) },
      value: bytes(json["body"]))
  }

  fileprivate var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.member("key", key.map { String(decoding: $0, as: UTF8.self) })
      json.name("headers")
      json.object { json in
        for (name, value) in headers { json.member(name, Base64.encode(value)) }
      }
      json.member("body", Base64.encode(value ?? []))
    }
    return writer.bytes
  }
}

extension AMQPMessage {
  fileprivate init(_ json: JSON) {
    let headers = json["headers"]
    self.init(
      contentType: headers["content-type"].string,
      applicationProperties: headers.names.filter { $0 != "content-type" }.map { name in
        (name, headers[name].string.map { .string($0) } ?? .long(Int64(headers[name].integer ?? 0)))
      }, data: bytes(json["body"]))
  }

  fileprivate var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.name("headers")
      json.object { json in
        json.member("content-type", contentType)
        for (name, value) in applicationProperties {
          switch value {
          case .boolean(let value): json.member(name, value)
          case .long(let value), .timestamp(let value): json.member(name, value)
          case .string(let value): json.member(name, value)
          case .binary(let value): json.member(name, Base64.encode(value))
          }
        }
      }
      json.member("body", Base64.encode(data))
    }
    return writer.bytes
  }
}

/// The Python that `make test` prepares, or any that has the package.
private enum Python {
  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Support/interop.py").path

  static let path: String = {
    let prepared = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(".build/python/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: prepared) ? prepared : "python3"
  }()

  static let isReady: Bool = {
    let environment = Program.environment(home: "/", adding: [:])
    let check = try? ChildProcess([path, "-c", "import cloudevents.core"], environment: environment)
    return check?.wait() == 0
  }()
}
