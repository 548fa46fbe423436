import Foundation
import Testing

/// `eventscope listen`, with the addresses that it listens on.
struct ListeningProgram {
  let program: Program
  /// The addresses with their real ports, as it says them.
  let addresses: [String]
  /// The first one.
  var address: String { addresses[0] }

  /// Starts it and waits until it accepts connections.
  static func start(
    _ options: [String] = [], on addresses: [String] = ["http://127.0.0.1:0"], command: String = "listen",
    environment: [String: String] = [:]
  ) async throws -> ListeningProgram {
    let program = try Program.eventscope([command] + addresses + options, environment: environment)
    let prefix = "listening on "
    func bound() -> [String] {
      program.stderr.split(separator: "\n").filter { $0.hasPrefix(prefix) }
        .map { String($0.dropFirst(prefix.count)) }
    }
    try await wait(for: "the listener") {
      bound().count >= addresses.count
    } seen: {
      program.stderr
    }
    return ListeningProgram(program: program, addresses: bound())
  }

  /// Sends a request with curl.
  func curl(
    _ headers: [String] = [], body: String? = nil, method: String = "POST", path: String = "/",
    options: [String] = []
  ) async throws -> (status: Int, body: String, head: String) {
    var command = ["curl", "-s", "-i", "--noproxy", "*", "-w", "\n%{http_code}", "-X", method]
    for header in headers { command += ["-H", header] }
    if let body { command += ["--data-binary", body] }
    if address.hasPrefix("unix:") {
      command += ["--unix-socket", String(address.dropFirst(5)), "http://localhost\(path)"]
    } else {
      command.append(address + path)
    }
    let outcome = try await Program(command + options).outcome()
    let parts = outcome.text.components(separatedBy: "\r\n\r\n")
    let lines = outcome.text.split(separator: "\n")
    let status = Int(lines.last ?? "") ?? 0
    let body = parts.dropFirst().joined(separator: "\r\n\r\n").split(separator: "\n").dropLast()
    return (status, body.joined(separator: "\n"), parts[0])
  }

  /// What it printed, when it has been asked to end.
  func end() async throws -> Program.Outcome {
    let outcome = try await program.end()
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return outcome
  }
}

/// The headers of a valid binary event, and others.
func binaryEvent(_ others: String..., id: String = "1", type: String = "com.example.test") -> [String] {
  ["ce-specversion: 1.0", "ce-id: \(id)", "ce-source: /test", "ce-type: \(type)"] + others
}
