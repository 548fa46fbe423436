import Foundation

/// `eventscope watch` on a bare terminal that keeps each byte that is written to it.
final class PseudoTerminal {
  private let master: Int32
  private let process: ChildProcess
  private let directory: TemporaryDirectory
  /// Everything that was written so far.
  private(set) var output: [UInt8] = []

  /// Starts it, and waits until its screen is there unless it has ended before.
  init(
    _ options: [String] = [], columns: UInt16 = 80, rows: UInt16 = 24, environment: [String: String] = [:]
  ) async throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0, let name = ttyname(slave) else {
      throw TimedOut(description: "there is no pseudo terminal")
    }
    self.master = master
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    let path = String(cString: name)
    // Open until the program has it: what nobody holds open is no terminal any more.
    defer { close(slave) }
    directory = try TemporaryDirectory()
    var variables = Program.environment(home: directory.path, adding: ["TERM": "xterm-256color"])
    for name in ["COLORTERM", "LINES", "COLUMNS", "COLORFGBG"] { variables[name] = nil }
    process = try ChildProcess(
      [Program.binary, "watch", "http://127.0.0.1:0"] + options,
      environment: variables.merging(environment) { $1 }, stdin: path, stdout: path, stderr: path,
      leadsSession: true)
    try await wait(for: "the first screen") { read().contains("Help") || !process.isRunning }
  }

  deinit {
    process.send(signal: SIGKILL)
    close(master)
  }

  /// All output as text.
  var text: String { String(decoding: output, as: UTF8.self) }

  var status: Int32? { process.status }

  /// The address that it listens on.
  var address: String {
    text.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/).map { String($0.output) } ?? ""
  }

  /// Takes what was written since; all of it as text.
  @discardableResult
  func read() -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(master, &buffer, buffer.count)
      guard count > 0 else { return text }
      output += buffer[..<count]
    }
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Foundation.write(master, $0.baseAddress, $0.count) }
  }

  /// Waits until a text has been written after a place of the output.
  func waitFor(_ text: String, after place: Int = 0) async throws {
    try await wait(for: text) {
      read()
      return String(decoding: output[min(place, output.count)...], as: UTF8.self).contains(text)
    } seen: {
      String(reflecting: String(decoding: output.suffix(2000), as: UTF8.self))
    }
  }

  /// Presses keys; how many bytes are written until nothing more comes.
  func press(_ keys: String) async throws -> Int {
    let before = output.count
    write(keys)
    try await wait(for: "an answer to \(keys)") {
      read()
      return output.count > before
    }
    try await waitForQuiet(seconds: 0.2)
    return output.count - before
  }

  /// Waits until nothing has been written for so long; how many bytes there were until then.
  @discardableResult
  func waitForQuiet(seconds: Double) async throws -> Int {
    let before = output.count
    var count = -1
    var since = ContinuousClock.now
    try await wait(for: "silence", within: 30) {
      read()
      if output.count != count { (count, since) = (output.count, .now) }
      return ContinuousClock.now - since >= .seconds(seconds)
    }
    return count - before
  }
}
