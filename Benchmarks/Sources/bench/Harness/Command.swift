import Foundation

/// Another program, run to its end.
struct Command {
  var path: String
  var arguments: [String]
  /// A file for its output; `nil` keeps what it prints.
  var outputFile: String?

  init(_ path: String, _ arguments: [String], outputFile: String? = nil) {
    (self.path, self.arguments, self.outputFile) = (path, arguments, outputFile)
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
    if let outputFile {
      _ = FileManager.default.createFile(atPath: outputFile, contents: nil)
      process.standardOutput = FileHandle(forWritingAtPath: outputFile)
    } else {
      process.standardOutput = pipe
    }
    try process.run()
    let text =
      outputFile == nil
      ? String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) : ""
    process.waitUntilExit()
    return text
  }

  /// How long it takes from its start to its end, in seconds.
  func time() throws -> Double { try seconds { _ = try output() } }
}
