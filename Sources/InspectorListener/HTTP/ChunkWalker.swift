/// Follows the framing of a chunked body, only to know where it ends.
///
/// NIO's decoder has judged the same bytes before; this walk is as lenient as it can be and its counts are
/// compared with the decoder's.
struct ChunkWalker: Equatable {
  private enum State: Equatable {
    case size
    case sizeLine
    case data(Int)
    case dataEnd
    case trailerStart
    case trailerLine
    case done
  }

  private var state = State.size
  private var size = 0
  private var lineLength = 0
  /// How many bytes of data went by.
  private(set) var dataCount = 0
  /// How many bytes of the chunk that has begun are still to come.
  var dataAhead: Int { if case .data(let left) = state { left } else { 0 } }
  /// Whether a line of the framing is longer than any honest one, or a size is no number.
  private(set) var isAbsurd = false

  /// The longest line of framing: a size with its extensions, or a trailer field.
  static let longestLine = 16 * 1024

  var isDone: Bool { state == .done }

  /// Walks over `bytes` and stops behind the body's last one. Returns how many were walked over.
  mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int {
    var index = 0
    while index < bytes.count, state != .done, !isAbsurd {
      if case .data(let left) = state {
        let step = min(left, bytes.count - index)
        index += step
        dataCount += step
        state = step == left ? .dataEnd : .data(left - step)
        continue
      }
      let byte = bytes[index]
      index += 1
      lineLength += 1
      isAbsurd = lineLength > ChunkWalker.longestLine
      let isLineEnd = byte == UInt8(ascii: "\n")
      switch state {
      case .size:
        if let digit = ChunkWalker.hexDigit(byte) {
          let (shifted, overflow) = size.multipliedReportingOverflow(by: 16)
          isAbsurd = isAbsurd || overflow
          size = shifted &+ digit
        } else {
          state = .sizeLine
          if isLineEnd { endSizeLine() }
        }
      case .sizeLine where isLineEnd: endSizeLine()
      case .dataEnd where isLineEnd: begin(.size)
      case .trailerStart:
        if isLineEnd {
          state = .done
        } else if byte != UInt8(ascii: "\r") {
          state = .trailerLine
        }
      case .trailerLine where isLineEnd: begin(.trailerStart)
      default: break
      }
    }
    return index
  }

  private mutating func endSizeLine() {
    begin(size == 0 ? .trailerStart : .data(size))
    size = 0
  }

  private mutating func begin(_ next: State) {
    state = next
    lineLength = 0
  }

  private static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x46: Int(byte) - 0x41 + 10
    case 0x61...0x66: Int(byte) - 0x61 + 10
    default: nil
    }
  }
}
