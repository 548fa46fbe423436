/// Stdout for many short results: written in large pieces, and whenever there is nothing more to read.
final class BufferedOutput {
  private var waiting: [UInt8] = []
  private let isTerminal = StandardOutput.isTerminal
  private static let size = 64 << 10

  /// Puts one JSON text on a line of its own, made safe where a terminal shows it.
  func putJSON(_ line: [UInt8]) {
    waiting += isTerminal ? TerminalJSON.escaped(line) : line
    waiting.append(0x0a)
    if waiting.count >= Self.size { flush() }
  }

  /// Puts one JSON text on a line of its own, made safe where a terminal shows it.
  func putJSON(_ line: UnsafeRawBufferPointer) {
    if isTerminal { return putJSON(Array(line)) }
    waiting.append(contentsOf: line)
    waiting.append(0x0a)
    if waiting.count >= Self.size { flush() }
  }

  /// Puts bytes of our own making.
  func put(_ bytes: some Sequence<UInt8>) {
    waiting += bytes
    if waiting.count >= Self.size { flush() }
  }

  /// Puts bytes that came from outside: as they are, or cleaned line by line where a terminal shows them.
  func putForeign(_ bytes: [UInt8]) {
    guard isTerminal else { return put(bytes) }
    flush()
    StandardOutput.writeForeign(bytes)
  }

  /// Writes what was put.
  func flush() {
    if waiting.isEmpty { return }
    StandardOutput.write(waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
