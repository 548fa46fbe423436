import Foundation

/// Drives a server over TCP with wrk, on one thread.
struct Wrk {
  var path: String
  private let cores: Cores

  init(_ cores: Cores) throws {
    guard let path = installed("wrk") else {
      throw Failure(
        "wrk is not in PATH; install it with: apt-get install wrk (or dnf, brew), or from github.com/wg/wrk")
    }
    self.path = path
    self.cores = cores
  }

  /// Requests a second.
  ///
  /// - Parameter isApart: whether wrk keeps off the core that servers may have.
  func run(
    _ load: Load, port: Int, connections: Int, seconds: Int, isApart: Bool = true
  ) throws -> Double {
    let script = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(getpid()).lua")
    try Data(load.script.utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    let arguments = [
      "-t1", "-c\(connections)", "-d\(seconds)s", "-s", script.path, "http://127.0.0.1:\(port)/",
    ]
    let command = isApart ? cores.load(path, arguments) : Command(path, arguments)
    let output = try command.output()
    guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
      let rate = Double(line.split(separator: " ").last ?? "")
    else { throw Failure("wrk printed no rate:\n\(output)") }
    guard !output.contains("Non-2xx"), !output.contains("Socket errors") else {
      throw Failure("not all requests were answered 2xx:\n\(output)")
    }
    return rate
  }
}
