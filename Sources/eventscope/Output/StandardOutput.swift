import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where results go.
enum StandardOutput {
  static let descriptor = STDOUT_FILENO

  static var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of the bytes. Nobody reading any more ends the program quietly; another error ends it with 74.
  static func write(_ bytes: [UInt8]) {
    switch Descriptor.write(bytes, to: descriptor) {
    case 0: return
    case EPIPE: exit(0)
    case let number:
      StandardError.say("cannot write to stdout: \(systemMessage(number)).")
      ExitStatus.cannotWrite.end()
    }
  }

  /// Writes a line of our own making.
  static func writeLine(_ text: String) { write(Array(text.utf8) + [0x0a]) }

  /// Writes one JSON text on a line of its own, made safe where a terminal shows it.
  static func writeJSON(_ line: [UInt8]) {
    write((isTerminal ? TerminalJSON.escaped(line) : line) + [0x0a])
  }

  /// Writes bytes that came from outside: as they are, or cleaned line by line where a terminal shows them.
  static func writeForeign(_ bytes: [UInt8]) {
    write(isTerminal ? cleanedLines(bytes) : bytes)
  }

  private static func cleanedLines(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for (index, line) in bytes.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { out.append(0x0a) }
      let withoutReturn = line.last == 0x0d ? line.dropLast() : line
      out += Array(TextCleaner.clean(bytes: withoutReturn).utf8)
    }
    return out
  }
}

/// Where everything that is no result goes.
enum StandardError {
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Tells the user something about the run, in one sentence.
  static func say(_ sentence: String) { writeLine("eventscope: " + sentence) }

  /// Writes a line; nothing in it can move a cursor.
  static func writeLine(_ text: String) {
    _ = Descriptor.write(Array((TextCleaner.clean(text) + "\n").utf8), to: STDERR_FILENO)
  }

  /// Rings, or has the terminal show a notification; nothing where stderr is no terminal.
  static func notify(_ kind: RuleNotification, _ text: String) {
    guard isTerminal else { return }
    _ = Descriptor.write(kind.sequence(text), to: STDERR_FILENO)
  }

  /// Shows how far long work is, on the line where the last one stood; nothing where stderr is no terminal.
  static func showProgress(_ text: String) {
    guard isTerminal else { return }
    _ = Descriptor.write(Array("\r\(TextCleaner.clean(text))\u{1b}[K".utf8), to: STDERR_FILENO)
  }
}

/// Writing to a file descriptor.
enum Descriptor {
  /// Writes all of the bytes, however long it takes; 0, or the number of the error.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        if written >= 0 {
          rest = rest.dropFirst(written)
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&wait, 1, -1)
        default: return errno
        }
      }
      return 0
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
