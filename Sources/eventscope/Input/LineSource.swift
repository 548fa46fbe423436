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

  /// Whole lines with their line breaks.
  struct Block: Sendable {
    var bytes: [UInt8]
    /// Which of the bytes are the lines.
    var range: Range<Int>
  }

  /// How much is read at a time.
  private static let step = 1 << 20

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
  /// How many bytes there are in all, and were read; 0 where that is not known.
  private let size: Int
  private var readCount = 0

  /// How much has been read, in percent; `nil` where nobody knows how much there is.
  var percent: Int? { size > 0 ? min(100, readCount * 100 / size) : nil }

  /// - Parameter path: `nil` and `-` are stdin.
  init(_ path: String?) throws(Failure) {
    if let path, path != "-" {
      name = path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      isOwned = true
      guard descriptor >= 0 else {
        size = 0
        throw unreadable(errno)
      }
      var status = stat()
      size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    } else {
      name = "stdin"
      descriptor = STDIN_FILENO
      isOwned = false
      size = 0
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

  /// The whole lines that have been read, with their line breaks; `nil` where there is none. They are handed over
  /// without being copied, and are counted when somebody says how many they were (``passed(lines:)``).
  func takeBlock() -> Block? {
    guard let last = buffer[max(start, searched)...].lastIndex(of: 0x0a) else {
      searched = buffer.count
      return nil
    }
    let range = start..<last + 1
    let block = Block(bytes: buffer, range: range)
    buffer = Array(buffer[range.upperBound...])
    (start, searched) = (0, buffer.count)
    return block
  }

  /// Reads more, as much as there is at once; `false` at the end.
  func readMore() throws(Failure) -> Bool {
    if !isAtEnd { try fill() }
    return !isAtEnd
  }

  /// Whether reading more would have to wait for somebody who writes.
  var wouldWait: Bool {
    var descriptors = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return !isAtEnd && poll(&descriptors, 1, 0) == 0
  }

  /// How many lines were handed on.
  var lineCount: Int { number }

  /// Counts the lines of a block that was handed over.
  func passed(lines count: Int) { number += count }

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
    onWait()
    let kept = buffer.count - start
    var code: Int32 = 0
    if kept < Self.step {
      buffer = [UInt8](unsafeUninitializedCapacity: kept + Self.step) { target, filled in
        buffer.withUnsafeBytes { old in
          UnsafeMutableRawBufferPointer(target).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: old[start...]))
        }
        filled = kept + receive(into: target.baseAddress! + kept, Self.step, &code)
      }
      searched -= start
      start = 0
    } else {
      // A long line, of which a pipe brings a little at a time, is not copied again and again.
      let more = [UInt8](unsafeUninitializedCapacity: Self.step) { target, filled in
        filled = receive(into: target.baseAddress!, Self.step, &code)
      }
      buffer += more
    }
    if code != 0 { throw unreadable(code) }
  }

  /// How many bytes were read; none at the end, and where reading failed with a `code`.
  private func receive(into target: UnsafeMutablePointer<UInt8>, _ room: Int, _ code: inout Int32) -> Int {
    var count = -1
    repeat { count = read(descriptor, target, room) } while count < 0 && errno == EINTR
    if count < 0 { code = errno }
    if count == 0 { isAtEnd = true }
    readCount += max(0, count)
    return max(0, count)
  }

  private func unreadable(_ number: Int32) -> Failure {
    Failure(.noInput, "cannot read \(name): \(systemMessage(number)).")
  }
}
