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
  /// What was read and not handed on, with room behind it.
  private var buffer: [UInt8] = []
  /// Where the next line starts in the buffer.
  private var start = 0
  /// Where what was read ends.
  private var filled = 0
  /// Buffers of blocks that are done with: memory that the system gives anew costs as much as reading into it.
  private var spare: [[UInt8]] = []
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
      searched = filled
      if !isAtEnd {
        try fill()
      } else if start < filled {
        defer { start = filled }
        number += 1
        return Line(bytes: Array(buffer[start..<filled]), number: number, isEnded: false)
      } else {
        return nil
      }
    }
  }

  /// The whole lines that have been read, with their line breaks; `nil` where there is none. They are handed over
  /// without being copied, and are counted when they come back (``passed(_:lines:)``).
  func takeBlock() -> Block? {
    guard let last = buffer[max(start, searched)..<filled].lastIndex(of: 0x0a) else {
      searched = filled
      return nil
    }
    let block = Block(bytes: buffer, range: start..<last + 1)
    let rest = buffer[last + 1..<filled]
    buffer = spare.popLast() ?? []
    let room = rest.count + Self.step
    if buffer.count < room { buffer = [UInt8](repeating: 0, count: room + Self.step / 4) }
    buffer.replaceSubrange(..<rest.count, with: rest)
    (start, filled, searched) = (0, rest.count, rest.count)
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

  /// Counts the lines of a block that was handed over, and takes its memory back.
  func passed(_ block: [UInt8], lines count: Int) {
    number += count
    if block.count <= 2 * Self.step { spare.append(block) }
  }

  /// Whether what is left begins with the first line of an HTTP message.
  func startsHTTP() throws(Failure) -> Bool {
    while lineBreak() == nil, !isAtEnd, filled - start < 16 << 10 { try fill() }
    let line = buffer[start..<(lineBreak() ?? filled)]
    if line.starts(with: "HTTP/1.".utf8) { return true }
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return words.count == 3 && words[2].starts(with: "HTTP/1.".utf8) && !words[0].isEmpty
      && words[0].allSatisfy { (0x41...0x5a).contains($0) }
  }

  /// All that is left.
  func rest() throws(Failure) -> [UInt8] {
    while !isAtEnd { try fill() }
    defer {
      start = filled
      searched = filled
    }
    return Array(buffer[start..<filled])
  }

  private func lineBreak() -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard searched < filled, let base = bytes.baseAddress,
        let found = memchr(base + searched, 0x0a, filled - searched)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private func fill() throws(Failure) {
    onWait()
    if buffer.count - filled < Self.step { makeRoom() }
    var code: Int32 = 0
    buffer.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      filled += receive(into: base + filled, Self.step, &code)
    }
    if code != 0 { throw unreadable(code) }
  }

  /// Makes room for a step behind what is kept: where it begins, or in a buffer that is longer the longer a line is, so
  /// that none is copied again and again.
  private func makeRoom() {
    let kept = filled - start
    if kept + Self.step <= buffer.count, start > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        memmove(base, base + start, kept)
      }
    } else {
      var longer = [UInt8](repeating: 0, count: 2 * kept + Self.step + Self.step / 4)
      longer.replaceSubrange(..<kept, with: buffer[start..<filled])
      buffer = longer
    }
    searched -= start
    filled -= start
    start = 0
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
