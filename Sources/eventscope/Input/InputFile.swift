#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that a command reads whole, or stdin.
struct InputFile {
  /// `nil` for stdin.
  private let path: String?

  /// - Parameter path: `nil` and `-` are stdin.
  init(_ path: String?) {
    self.path = path == "-" ? nil : path
  }

  /// What messages call it.
  var name: String { path ?? "stdin" }

  /// All that stands in it.
  func read() throws(Failure) -> [UInt8] {
    guard let path else {
      if isatty(STDIN_FILENO) == 1 { StandardError.say("reading from the terminal; Ctrl-D ends the input.") }
      return try read(from: STDIN_FILENO)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    return try read(from: descriptor)
  }

  /// All that stands in it, as text; what it must be is named where it is not UTF-8.
  func readText(as kind: String) throws(Failure) -> String {
    let bytes = try read()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.configuration, "\(name) is not UTF-8; \(kind) must be.")
    }
    return text
  }

  private func read(from descriptor: Int32) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &part, part.count)
      #else
        let count = Darwin.read(descriptor, &part, part.count)
      #endif
      if count > 0 { bytes += part[..<count] }
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw unreadable(errno) }
    }
  }

  private func unreadable(_ number: Int32) -> Failure {
    Failure(.noInput, "cannot read \(name): \(systemMessage(number)).")
  }
}
