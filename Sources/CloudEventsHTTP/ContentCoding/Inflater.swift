import CZlib

/// Takes the compression of gzip, zlib and bare deflate (RFC 1952, 1950 and 1951) off, up to a bound.
package enum Inflater {
  /// What stands around the compressed bytes.
  package enum Wrapper: Sendable {
    case gzip, zlib, none

    /// What stands around bytes that are called deflate: zlib's wrapper, which some leave out (RFC 9110, section
    /// 8.4.1.2).
    package init(deflate bytes: UnsafeRawBufferPointer) {
      let isWrapped =
        bytes.count >= 2 && bytes[0] & 0x0f == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
      self = isWrapped ? .zlib : .none
    }

    /// What zlib wants to hear.
    fileprivate var windowBits: Int32 {
      switch self {
      case .gzip: MAX_WBITS + 16
      case .zlib: MAX_WBITS
      case .none: -MAX_WBITS
      }
    }
  }

  /// What came out, and why it is not all.
  package struct Result {
    package var bytes: [UInt8]
    package var problem: ContentCodingError?
  }

  /// Inflates whole bytes; of gzip's, several members may stand one after the other (RFC 1952, section 2.2).
  ///
  /// - Parameter limit: the most bytes that may come out; hardly more than that is ever held.
  package static func inflate(_ bytes: UnsafeRawBufferPointer, _ wrapper: Wrapper, limit: Int) -> Result {
    var stream = z_stream()
    guard czlib_inflate_init(&stream, wrapper.windowBits) == Z_OK else {
      return Result(bytes: [], problem: .corrupt(offset: 0))
    }
    defer { inflateEnd(&stream) }
    var input = bytes.bindMemory(to: UInt8.self)
    var out: [UInt8] = []
    while true {
      let status = step(&stream, &input, &out, limit: limit)
      guard out.count <= limit else {
        return Result(bytes: Array(out[..<limit]), problem: .tooLarge(limit: limit))
      }
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        if input.isEmpty { return Result(bytes: out) }
        if wrapper == .gzip, inflateReset(&stream) == Z_OK { continue }
      case Z_BUF_ERROR where input.isEmpty: return Result(bytes: out, problem: .incomplete)
      default: break
      }
      return Result(bytes: out, problem: .corrupt(offset: bytes.count - input.count))
    }
  }

  /// Decodes until the output is full, which is one byte more than may come out at the most.
  private static func step(
    _ stream: inout z_stream, _ input: inout UnsafeBufferPointer<UInt8>, _ out: inout [UInt8], limit: Int
  ) -> Int32 {
    let wanted = min(max(4096, out.count), limit + 1 - out.count)
    var result = Z_OK
    let part = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      // zlib counts in 32 bits, and never writes to what it reads.
      let available = min(input.count, Int(UInt32.max))
      stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
      stream.avail_in = UInt32(available)
      stream.next_out = buffer.baseAddress
      stream.avail_out = UInt32(wanted)
      result = CZlib.inflate(&stream, Z_NO_FLUSH)
      count = wanted - Int(stream.avail_out)
      input = UnsafeBufferPointer(rebasing: input.dropFirst(available - Int(stream.avail_in)))
    }
    if out.isEmpty { out = part } else { out += part }
    return result
  }
}
