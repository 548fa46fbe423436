import Foundation
import Testing

/// The rule action `forward`, with real peers.
@Suite(.enabled(if: Program.exists("python3"), "python3 is not here"))
struct ForwardTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  func listen(_ rules: String) async throws -> ListeningProgram {
    let name = "rules-\(UInt64.random(in: 0 ... .max)).toml"
    let file = try directory.write(name, rules)
    return try await ListeningProgram.start(["--output", "none", "--rules", file])
  }

  @Test func `goes on as it came, without what is for one hop, and without credentials`() async throws {
    let peer = try await HTTPPeer.start("ok")
    let listener = try await listen("[[rule]]\nforward = '\(peer.address)'")
    let headers = [
      "Content-Type: application/octet-stream", "X-Trace: Abc", "Connection: close, X-Hop", "X-Hop: 1",
      "Authorization: Bearer very-private", "Cookie: a=very-private", "X-Api-Key: very-private",
      "ce-token: not private", "Via: 1.0 fred",
    ]
    let answer = try await listener.curl(
      binaryEvent(id: "caf%C3%A9") + headers, body: "\u{1}\u{2} bytes",
      path: "/in?access_token=very-private&a=1")
    #expect(answer.status == 202)
    let request = try #require(try await peer.waitForRequests(1).first)
    #expect(request.method == "POST" && request.path == "/in?access_token=****&a=1")
    #expect(request.body == Array("\u{1}\u{2} bytes".utf8))
    #expect(request.header("ce-id") == ["caf%C3%A9"] && request.header("X-Trace") == ["Abc"])
    #expect(request.header("ce-token") == ["not private"])
    #expect(request.header("content-type") == ["application/octet-stream"])
    #expect(request.header("host") == [String(peer.address.dropFirst(7))])
    #expect(request.header("X-Hop").isEmpty)
    #expect(!"\(request.json)".contains("very-private"))
    #expect(request.header("via").first?.hasPrefix("1.0 fred, 1.1 eventscope-") == true)
    #expect(try await listener.end().stderr.split(separator: "\n").count == 1)
  }

  @Test func `header values that are no text go on byte for byte`() async throws {
    let peer = try await HTTPPeer.start("ok")
    let listener = try await listen("[[rule]]\nforward = '\(peer.address)'")
    let head =
      "POST /in HTTP/1.1\r\nHost: a\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n"
      + "X-Latin: caf\u{e9} \u{ff}\r\nReferer: http://me:very-private@h/\r\nContent-Length: 2\r\n\r\nhi"
    let captured = try directory.write("captured.http", head.unicodeScalars.map { UInt8($0.value) })
    let sent = try await Program.run(["replay", captured, listener.address, "--speed", "max"])
    #expect(sent.status == 0, "\(sent.stderr)")
    let request = try #require(try await peer.waitForRequests(1).first)
    #expect(request.method == "POST" && request.path == "/in" && request.body == Array("hi".utf8))
    // The peer reads ISO 8859-1.
    #expect(request.header("X-Latin") == ["caf\u{e9} \u{ff}"])
    #expect(request.header("Referer") == ["http://****@h/"])
  }

  @Test func `credentials go on where a rule asks for it`() async throws {
    let peer = try await HTTPPeer.start("ok")
    let listener = try await listen(
      "[[rule]]\nforward = { to = '\(peer.address)/own', credentials = true, headers = { X-Api-Key = 'mine' } }"
    )
    _ = try await listener.curl(
      binaryEvent("Authorization: Bearer b", "X-Api-Key: theirs"), path: "/in?access_token=c")
    let request = try #require(try await peer.waitForRequests(1).first)
    #expect(request.path == "/own")
    #expect(request.header("authorization") == ["Bearer b"] && request.header("x-api-key") == ["mine"])
  }

  @Test(arguments: ["binary", "structured", "batched"])
  func `goes on in another mode`(mode: String) async throws {
    let peer = try await HTTPPeer.start("ok")
    let listener = try await listen("[[rule]]\nforward = { to = '\(peer.address)', mode = '\(mode)' }")
    let batch = ["1", "2"].map {
      #"{"specversion":"1.0","id":"\#($0)","source":"/s","type":"t","data":{"n":1.0}}"#
    }
    _ = try await listener.curl(
      ["Content-Type: application/cloudevents-batch+json"], body: "[\(batch.joined(separator: ","))]")
    let requests = try await peer.waitForRequests(2)
    for (index, request) in requests.enumerated() {
      if mode == "binary" {
        #expect(request.header("ce-id") == [batch.count > index ? "\(index + 1)" : ""])
        #expect(request.body == Array(#"{"n":1.0}"#.utf8))
      } else {
        let text = String(decoding: request.body, as: UTF8.self)
        #expect(text.contains(#""id":"\#(index + 1)""#) && text.contains(#"{"n":1.0}"#))
        #expect(text.hasPrefix("[") == (mode == "batched"))
      }
    }
  }

  @Test func `a batch as received goes once, byte for byte, and a line goes in structured mode`() async throws
  {
    let peer = try await HTTPPeer.start("ok")
    let file = try directory.write("rules.toml", "[[rule]]\nforward = '\(peer.address)'")
    let socket = "unix:" + directory.file("s.sock")
    let listener = try await ListeningProgram.start(["--output", "none", "--rules", file], on: [socket])
    let batch =
      #"[ {"specversion":"1.0","id":"1","source":"/s","type":"t"} ,"#
      + #"{"specversion":"1.0","id":"2","source":"/s","type":"t","data":1.00}]"#
    let answer = try await listener.curl(["Content-Type: application/cloudevents-batch+json"], body: batch)
    #expect(answer.status == 202)
    let first = try #require(try await peer.waitForRequests(1).first)
    #expect(first.body == Array(batch.utf8))
    #expect(first.header("content-type") == ["application/cloudevents-batch+json"])
    let line = #"{"specversion":"1.0",  "id":"3","source":"/s","type":"t"}"#
    let sent = try await Program.run(
      ["send", "unix+ndjson:" + directory.file("s.sock"), "--event", "-"], stdin: Array(line.utf8))
    #expect(sent.status == 0, "\(sent.stderr)")
    let second = try #require(try await peer.waitForRequests(2).last)
    #expect(second.header("content-type") == ["application/cloudevents+json; charset=utf-8"])
    #expect(String(decoding: second.body, as: UTF8.self).contains(#""id":"3""#))
  }

  @Test func `retries where it helps, as late as Retry-After says, with the same id`() async throws {
    let peer = try await HTTPPeer.start("later")
    let listener = try await listen("[[rule]]\nforward = { to = '\(peer.address)', retry = 2 }")
    _ = try await listener.curl(binaryEvent(id: "7"))
    let requests = try await peer.waitForRequests(2)
    #expect(requests.map { $0.header("ce-id") } == [["7"], ["7"]])
    #expect(requests[1].time - requests[0].time >= 1)
    let failing = try await HTTPPeer.start("failing")
    let other = try await listen("[[rule]]\nforward = { to = '\(failing.address)', retry = 2 }")
    _ = try await other.curl(binaryEvent())
    try await failing.waitForRequests(3)
    #expect(try await other.end().stderr.split(separator: "\n").count == 1)
  }

  @Test(arguments: [("400", 1), ("410", 1), ("redirect", 1), ("500", 3)])
  func `what is refused is not tried again, redirects are not followed, and it is said`(
    behaviour: String, count: Int
  ) async throws {
    let peer = try await HTTPPeer.start(behaviour)
    let listener = try await listen("[[rule]]\nname = 'on'\nforward = { to = '\(peer.address)', retry = 2 }")
    #expect(try await listener.curl(binaryEvent()).status == 202)
    try await wait(for: "the complaint") {
      listener.program.stderr.contains("the rule \"on\": ")
    } seen: {
      listener.program.stderr
    }
    let requests = try peer.requests
    #expect(requests.count == count && !requests.contains { $0.path == "/elsewhere" })
    #expect(try await listener.end().stderr.contains("of 1 task 1 failed"))
  }

  @Test(arguments: ["dead", "silent", "endless"])
  func `a peer that is dead, silent or endless disturbs nobody`(behaviour: String) async throws {
    let bad = try await HTTPPeer.start(behaviour)
    let good = try await HTTPPeer.start("ok")
    let listener = try await listen(
      """
      [[rule]]
      name = "bad"
      forward = { to = "\(bad.address)", retry = 1, timeout = "1s" }
      [[rule]]
      name = "good"
      forward = "\(good.address)"
      """)
    for id in 1...20 { #expect(try await listener.curl(binaryEvent(id: "\(id)")).status == 202) }
    let ids = try await good.waitForRequests(20).flatMap { $0.header("ce-id") }
    #expect(ids == (1...20).map(String.init))
    let end = try await listener.end()
    #expect(end.stderr.contains("the rule \"bad\"") == (behaviour != "endless"), "\(end.stderr)")
    #expect(!end.stderr.contains("the rule \"good\""))
  }

  @Test func `a loop ends`() async throws {
    let socket = directory.file("s.sock")
    let file = try directory.write("rules.toml", "[[rule]]\nname = 'me'\nforward = 'unix:\(socket)'")
    let listener = try await ListeningProgram.start(["--rules", file], on: ["unix:" + socket])
    _ = try await listener.curl(binaryEvent())
    try await wait(for: "the complaint") { listener.program.stderr.contains("loop") }
    #expect(try await listener.end().lines.count == 2)
  }

  @Test func `who is many hops away is not sent on`() async throws {
    let peer = try await HTTPPeer.start("ok")
    let listener = try await listen("[[rule]]\nname = 'r'\nforward = '\(peer.address)'")
    let via = "Via: " + (1...12).map { "1.1 p\($0)" }.joined(separator: ", ")
    #expect(try await listener.curl(binaryEvent(via, id: "far")).status == 202)
    #expect(try await listener.curl(binaryEvent(id: "near")).status == 202)
    #expect(try await peer.waitForRequests(1).flatMap { $0.header("ce-id") } == ["near"])
    #expect(listener.program.stderr.contains("12 hops"))
  }

  @Test func `what waits at the end has a while, and what is left is counted`() async throws {
    let peer = try await HTTPPeer.start("silent")
    let listener = try await listen(
      "[[rule]]\nname = 'slow'\nforward = { to = '\(peer.address)', timeout = '60s' }")
    for id in 1...3 { _ = try await listener.curl(binaryEvent(id: "\(id)")) }
    try await peer.waitForRequests(1)
    let end = try await listener.end()
    #expect(end.stderr.contains("of 3 tasks 3 could not be done in time"), "\(end.stderr)")
  }
}
