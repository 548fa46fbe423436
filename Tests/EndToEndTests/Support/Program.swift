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
  private let process = Process()

  /// Starts a program that is found on the PATH, or eventscope itself.
  init(_ command: [String], stdin: [UInt8]? = nil, environment: [String: String] = [:]) throws {
    directory = try TemporaryDirectory()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = Self.environment(home: directory.path, adding: environment)
    let input = try stdin.map { FileHandle(forReadingAtPath: try directory.write("stdin", $0)) }
    let output = FileHandle(forWritingAtPath: try directory.write("stdout", ""))
    let errors = FileHandle(forWritingAtPath: try directory.write("stderr", ""))
    // Foundation keeps a process, and so its files, for ever; with too many of them open launching crashes.
    defer { for handle in [input ?? nil, output, errors] { try? handle?.close() } }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try Self.launch(process)
  }

  /// Starts processes one at a time: Foundation's launching is not safe on several threads at once.
  static func launch(_ process: Process) throws {
    try launching.withLock { _ in try process.run() }
  }

  private static let launching = Mutex(())

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
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

  func send(signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  func outcome(within seconds: Double = 30) async throws -> Outcome {
    try await wait(for: "the end of \(process.arguments ?? [])", within: seconds) {
      !process.isRunning
    } seen: {
      "stderr: \(stderr)"
    }
    // A death by a signal is told as a shell tells it.
    let died = process.terminationReason == .uncaughtSignal ? Int32(128) : 0
    return Outcome(status: process.terminationStatus + died, stdout: stdout, stderr: stderr)
  }

  /// Sends a signal and waits for the end.
  func end(signal: Int32 = SIGTERM) async throws -> Outcome {
    send(signal: signal)
    return try await outcome()
  }
}
