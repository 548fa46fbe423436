#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file, or stdin, read line by line: only the line at hand is held.
final class LineSource {
  /// One line without its line break.
  struct Line {
    var bytes: [UInt8]
    /// From 1.
    var number: Int
    /// Whether a line break followed; a last line without one may have been cut.
    var isEnded: Bool
  }

  /// What messages call it.
  let name: String
  /// Called before more is read, which may take its time.
  var onWait: () -> Void = {}
  private let descriptor: Int32
  private let isOwned: Bool
  private var buffer: [UInt8] = []
  /// Where the next line starts in the buffer.
  private var start = 0
  /// Up to where no line break stands.
  private var searched = 0
  private var isAtEnd = false
  private var number = 0

  /// - Parameter path: `nil` and `-` are stdin.
  init(_ path: String?) throws(Failure) {
    if let path, path != "-" {
      name = path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      isOwned = true
      guard descriptor >= 0 else { throw unreadable(errno) }
    } else {
      name = "stdin"
      descriptor = STDIN_FILENO
      isOwned = false
      if isatty(STDIN_FILENO) == 1 { StandardError.say("reading from the terminal; Ctrl-D ends the input.") }
    }
  }

  deinit {
    if isOwned, descriptor >= 0 { close(descriptor) }
  }

  /// The next line; `nil` after the last.
  func next() throws(Failure) -> Line? {
    while true {
      if let end = lineBreak() {
        defer {
          start = end + 1
          searched = start
        }
        number += 1
        return Line(bytes: Array(buffer[start..<end]), number: number, isEnded: true)
      }
      searched = buffer.count
      if !isAtEnd {
        try fill()
      } else if start < buffer.count {
        defer { start = buffer.count }
        number += 1
        return Line(bytes: Array(buffer[start...]), number: number, isEnded: false)
      } else {
        return nil
      }
    }
  }

  /// Whether what is left begins with the first line of an HTTP message.
  func startsHTTP() throws(Failure) -> Bool {
    while lineBreak() == nil, !isAtEnd, buffer.count - start < 16 << 10 { try fill() }
    let line = buffer[start..<(lineBreak() ?? buffer.count)]
    if line.starts(with: "HTTP/1.".utf8) { return true }
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return words.count == 3 && words[2].starts(with: "HTTP/1.".utf8) && !words[0].isEmpty
      && words[0].allSatisfy { (0x41...0x5a).contains($0) }
  }

  /// All that is left.
  func rest() throws(Failure) -> [UInt8] {
    while !isAtEnd { try fill() }
    defer {
      start = buffer.count
      searched = start
    }
    return Array(buffer[start...])
  }

  private func lineBreak() -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard searched < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + searched, 0x0a, bytes.count - searched)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private func fill() throws(Failure) {
    if start > 0 {
      buffer.removeFirst(start)
      searched -= start
      start = 0
    }
    onWait()
    var part = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = read(descriptor, &part, part.count)
      if count > 0 { buffer += part[..<count] }
      if count == 0 { isAtEnd = true }
      if count >= 0 { return }
      if errno != EINTR { throw unreadable(errno) }
    }
  }

  private func unreadable(_ number: Int32) -> Failure {
    Failure(.noInput, "cannot read \(name): \(systemMessage(number)).")
  }
}
