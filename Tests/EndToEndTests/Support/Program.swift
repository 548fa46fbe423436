import Foundation
import Synchronization

/// A program that runs, with what it prints kept in files.
final class Program {
  /// How a program ended, and what it printed.
  struct Outcome {
    var status: Int32
    var stdout: [UInt8]
    var stderr: String

    var text: String { String(decoding: stdout, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
    var events: [JSON] { get throws { try lines.map { try JSON($0) } } }
  }

  let directory: TemporaryDirectory
  private let command: [String]
  private let process: ChildProcess

  /// Starts a program that is found on the PATH, or eventscope itself.
  init(_ command: [String], stdin: [UInt8]? = nil, environment: [String: String] = [:]) throws {
    let directory = try TemporaryDirectory()
    (self.directory, self.command) = (directory, command)
    process = try ChildProcess(
      command, environment: Self.environment(home: directory.path, adding: environment),
      stdin: try stdin.map { try directory.write("stdin", $0) } ?? "/dev/null",
      stdout: try directory.write("stdout", ""), stderr: try directory.write("stderr", ""))
  }

  /// Starts eventscope.
  static func eventscope(_ arguments: [String], stdin: [UInt8]? = nil, environment: [String: String] = [:])
    throws -> Program
  {
    try Program([binary] + arguments, stdin: stdin, environment: environment)
  }

  /// Runs eventscope to its end.
  static func run(_ arguments: [String], stdin: [UInt8]? = nil, environment: [String: String] = [:])
    async throws -> Outcome
  {
    try await eventscope(arguments, stdin: stdin, environment: environment).outcome()
  }

  /// The program under test, which is built beside the test bundle.
  static let binary: String = {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("eventscope").path
  }()

  /// Whether a command is on the PATH.
  static func exists(_ command: String) -> Bool {
    let paths = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return paths.split(separator: ":").contains { access("\($0)/\(command)", X_OK) == 0 }
  }

  /// What programs find around them: nothing of the user's, no proxy, and no debugger on a crash.
  static func environment(home: String, adding: [String: String]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment.filter { name, _ in
      !name.lowercased().hasSuffix("_proxy") && !name.hasPrefix("XDG_") && name != "NO_COLOR"
    }
    environment["HOME"] = home
    environment["SWIFT_BACKTRACE"] = "enable=no"
    environment["NO_PROXY"] = "*"
    return environment.merging(adding) { $1 }
  }

  var stdout: [UInt8] {
    (try? Data(contentsOf: URL(fileURLWithPath: directory.file("stdout")))).map { Array($0) } ?? []
  }

  var stderr: String {
    let data = try? Data(contentsOf: URL(fileURLWithPath: directory.file("stderr")))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  var lines: [String] {
    String(decoding: stdout, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Waits until so many whole lines stand on stdout.
  func waitForLines(_ count: Int) async throws {
    try await wait(for: "\(count) lines") {
      stdout.count { $0 == 0x0a } >= count
    } seen: {
      "stdout: \(String(decoding: stdout, as: UTF8.self)) stderr: \(stderr)"
    }
  }

  var isRunning: Bool { process.isRunning }

  func send(signal: Int32) { process.send(signal: signal) }

  /// Waits for the end.
  func outcome(within seconds: Double = 90) async throws -> Outcome {
    try await wait(for: "the end of \(command)", within: seconds) {
      !process.isRunning
    } seen: {
      "stderr: \(stderr)"
    }
    return Outcome(status: process.status ?? 0, stdout: stdout, stderr: stderr)
  }

  /// Sends a signal and waits for the end.
  func end(signal: Int32 = SIGTERM) async throws -> Outcome {
    send(signal: signal)
    return try await outcome()
  }
}
