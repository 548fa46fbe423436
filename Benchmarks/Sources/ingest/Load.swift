import Foundation

/// What is sent: one content mode, as a script for wrk.
struct Load {
  var name: String
  var headers: [(name: String, value: String)]
  var body: String

  /// Attributes in headers, 256 bytes of JSON as data.
  static let binary = Load(
    name: "binary, 256 B of data",
    headers: [
      ("ce-specversion", "1.0"), ("ce-id", "01J9Z3K4M5N6P7Q8R9S0T1U2V3"), ("ce-source", "/orders/eu-west-1"),
      ("ce-type", "com.example.order.created"), ("ce-time", "2026-11-23T08:31:40.123456Z"),
      ("ce-subject", "order/4711"), ("Content-Type", "application/json"),
    ],
    body: padded(#"{"order":{"id":4711,"total":12.50,"items":["a","b","c"]},"note":""#, #""}"#, to: 256))

  /// An event of 1 KiB in the JSON format.
  static let structured = Load(
    name: "structured, 1 KiB",
    headers: [("Content-Type", "application/cloudevents+json")],
    body: padded(
      #"{"specversion":"1.0","id":"01J9Z3K4M5N6P7Q8R9S0T1U2V3","source":"/orders/eu-west-1","#
        + #""type":"com.example.order.created","time":"2026-11-23T08:31:40.123456Z","subject":"order/4711","#
        + #""datacontenttype":"application/json","data":{"order":{"id":4711,"total":12.50},"note":""#,
      #""}}"#, to: 1024))

  /// The script by which wrk sends it.
  var script: String {
    let lines = headers.map { "wrk.headers[\"\($0.name)\"] = \"\($0.value)\"" }
    return "wrk.method = \"POST\"\nwrk.body = [==[\(body)]==]\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func padded(_ start: String, _ end: String, to size: Int) -> String {
    start + String(repeating: "x", count: size - start.utf8.count - end.utf8.count) + end
  }
}

/// Drives a server with wrk.
struct Wrk {
  var path: String

  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let path = folders.map({ "\($0)/wrk" }).first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else { return nil }
    self.path = path
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Requests a second over `seconds`, with 64 connections on one thread.
  func run(_ load: Load, port: Int, seconds: Int) throws -> Double {
    let script = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(getpid()).lua")
    try Data(load.script.utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-t1", "-c64", "-d\(seconds)s", "-s", script.path, "http://127.0.0.1:\(port)/"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
      let rate = Double(line.split(separator: " ").last ?? "")
    else { throw Failure(description: "wrk printed no rate:\n\(text)") }
    guard !text.contains("Non-2xx"), !text.contains("Socket errors") else {
      throw Failure(description: "not all requests were answered 2xx:\n\(text)")
    }
    return rate
  }
}
