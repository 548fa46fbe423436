import Foundation
import Testing

/// What `eventscope listen` answers to what it does not take, and how it tells.
@Suite struct RefusalTests {
  @Test func `an invalid event gets 400 with each violation`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let answer = try await listener.curl(
      ["ce-specversion: 1.0", "ce-id: 1", "ce-source: a b", "ce-time: noon", "ce-type: t"])
    #expect(answer.status == 400)
    #expect(answer.head.lowercased().contains("content-type: application/problem+json"))
    let problem = try JSON(answer.body)
    let attributes = problem["violations"].elements.compactMap { $0["attribute"].string }
    #expect(attributes.contains("source") && attributes.contains("time"))
    for violation in problem["violations"].elements {
      #expect(violation["rule"].string?.contains(".") == true)
      #expect(violation["section"].string?.isEmpty == false)
      #expect(violation["message"].string?.isEmpty == false)
    }
    let record = try #require(try await listener.end().events.first)
    #expect(record["valid"].boolean == false)
    #expect(record["status"].integer == 400)
    #expect(record["mode"].string == "binary")
    #expect(record["violations"].elements.count == problem["violations"].elements.count)
  }

  @Test func `a batch is refused whole, and each wrong member has a record`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let good = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
    let answer = try await listener.curl(
      ["Content-Type: application/cloudevents-batch+json"],
      body: #"[\#(good),{"specversion":"1.0","source":"/s","type":"t"},\#(good)]"#)
    #expect(answer.status == 400)
    #expect(try JSON(answer.body)["violations"][0]["index"].integer == 1)
    let records = try await listener.end().events
    #expect(records.count == 1)
    #expect(records[0]["batch"]["index"].integer == 1)
    #expect(records[0]["batch"]["count"].integer == 3)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var headers = binaryEvent()
    var method = "POST"
    var body: String?
    var options: [String] = []
    var status: Int
  }

  @Test(arguments: [
    Refusal(testDescription: "another method", method: "DELETE", status: 405),
    Refusal(
      testDescription: "a format nobody reads", headers: ["Content-Type: application/cloudevents+foo"],
      body: "x", status: 415),
    Refusal(testDescription: "a foreign Host", headers: binaryEvent("Host: example.com"), status: 403),
    Refusal(
      testDescription: "a foreign Origin", headers: binaryEvent("Origin: http://example.com"), status: 403),
    Refusal(
      testDescription: "a body over the limit", body: String(repeating: "a", count: 2000), status: 413),
    Refusal(testDescription: "no CloudEvent", headers: [], body: "hello", status: 400),
  ])
  func `is refused with its status`(refusal: Refusal) async throws {
    let listener = try await ListeningProgram.start(["--max-body", "1k", "--output", "record"])
    let answer = try await listener.curl(
      refusal.headers, body: refusal.body, method: refusal.method)
    #expect(answer.status == refusal.status)
    if refusal.status == 405 { #expect(answer.head.contains("Allow: ")) }
    let records = try await listener.end().events
    #expect(records.count == 1)
    #expect(records.first?["valid"].boolean == false)
    #expect(records.first?["status"].integer == refusal.status)
  }

  @Test func `allowed hosts and origins are served`() async throws {
    let listener = try await ListeningProgram.start([
      "--allow-host", "example.com", "--allow-origin", "https://app.example.com",
    ])
    #expect(try await listener.curl(binaryEvent("Host: example.com")).status == 202)
    #expect(try await listener.curl(binaryEvent("Origin: https://app.example.com")).status == 202)
    _ = try await listener.end()
  }

  @Test func `health and the webhook handshake are answered and printed nowhere`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    #expect(try await listener.curl(method: "GET", path: "/healthz").status == 200)
    let handshake = try await listener.curl(
      ["WebHook-Request-Origin: eventemitter.example.com"], method: "OPTIONS")
    #expect(handshake.status == 200)
    #expect(handshake.head.contains("WebHook-Allowed-Origin: eventemitter.example.com"))
    #expect(handshake.head.contains("WebHook-Allowed-Rate: "))
    _ = try await listener.end()
  }

  @Test func `a record tells all, and masks secrets`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    _ = try await listener.curl(
      binaryEvent(
        "Authorization: Bearer s3cret", "X-Api-Key: s3cret", "X-Dup: 1", "x-dup: 2",
        "Content-Type: text/plain"),
      body: "hi", path: "/in?access_token=s3cret&a=1")
    let outcome = try await listener.end()
    #expect(!outcome.text.contains("s3cret"))
    let record = try #require(try outcome.events.first)
    for name in [
      "seq", "received", "transport", "peer", "method", "target", "mode", "format", "headers", "body", "size",
      "status", "valid", "event", "violations",
    ] {
      #expect(record.names.contains(name), "\(name)")
    }
    let headers = record["headers"].elements.map { [$0[0].string, $0[1].string] }
    #expect(headers.contains(["Authorization", "Bearer ****"]))
    #expect(headers.contains(["X-Api-Key", "****"]))
    #expect(headers.filter { $0[0]?.lowercased() == "x-dup" } == [["X-Dup", "1"], ["x-dup", "2"]])
    #expect(record["target"].string == "/in?access_token=****&a=1")
    #expect(record["received"].string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil)
    #expect(record["size"].integer == 2)
    #expect(record["format"].isNull)
  }

  @Test func `secrets are kept where that is asked for`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record", "--keep-secrets"])
    _ = try await listener.curl(binaryEvent("Authorization: Bearer s3cret"))
    #expect(try await listener.end().text.contains("Bearer s3cret"))
  }

  @Test func `version 0.3 is taken with a warning, others are refused`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let headers = ["ce-id: 1", "ce-source: /s", "ce-type: t"]
    #expect(try await listener.curl(["ce-specversion: 0.3"] + headers).status == 202)
    #expect(try await listener.curl(["ce-specversion: 0.2"] + headers).status == 400)
    let records = try await listener.end().events
    #expect(records[0]["violations"][0]["severity"].string == "warning")
    #expect(records[1]["violations"][0]["severity"].string == "error")
  }

  @Test func `pretty output cannot steer a terminal`() async throws {
    let listener = try await ListeningProgram.start(["--output", "pretty"])
    _ = try await listener.curl(
      binaryEvent("Content-Type: text/plain", "ce-subject: %E2%80%AEevil"),
      body: "\u{1b}]0;owned\u{7}\u{9b}31m")
    let outcome = try await listener.end()
    #expect(!outcome.stdout.contains(0x1b) && !outcome.stdout.contains(0x07))
    #expect(!outcome.text.unicodeScalars.contains { (0x7f...0x9f).contains($0.value) || $0.value == 0x202e })
    #expect(outcome.text.contains("com.example.test"))
  }
}
