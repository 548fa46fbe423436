import Foundation

/// Another program, run to its end.
struct Command {
  var path: String
  var arguments: [String]
  /// Whether nobody wants what it prints.
  var isSilent: Bool

  init(_ path: String, _ arguments: [String], isSilent: Bool = false) {
    (self.path, self.arguments, self.isSilent) = (path, arguments, isSilent)
  }

  /// What it prints.
  @discardableResult
  func output() throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = isSilent ? FileHandle.nullDevice : pipe
    try process.run()
    let text =
      isSilent ? "" : String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }

  /// How long it takes from its start to its end, in seconds.
  func time() throws -> Double { try seconds { _ = try output() } }
}
