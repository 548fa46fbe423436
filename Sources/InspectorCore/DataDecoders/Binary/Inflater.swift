import CZlib

/// Takes the compression of gzip, zlib and bare deflate (RFC 1952, 1950 and 1951) off, up to a bound.
enum Inflater {
  enum Wrapper: Sendable {
    case gzip, zlib, none

    /// What zlib wants to hear.
    var windowBits: Int32 {
      switch self {
      case .gzip: MAX_WBITS + 16
      case .zlib: MAX_WBITS
      case .none: -MAX_WBITS
      }
    }
  }

  /// What came out.
  struct Result {
    var bytes: [UInt8]
    /// Whether there is more than was asked for.
    var isCut: Bool
    /// What is wrong with the compressed bytes after what came out of them: one sentence.
    var fault: String?
    /// How many compressed bytes were used.
    var used: Int
  }

  /// How much is inflated at most.
  static let most = 32 << 20

  /// Inflates until the end, until `limit` bytes have come out, or until the input is over.
  ///
  /// - Throws: where the bytes are not compressed this way.
  static func inflate(
    _ bytes: UnsafeRawBufferPointer, _ wrapper: Wrapper, limit: Int = most
  ) throws(DataMismatch) -> Result {
    var stream = z_stream()
    let version = zlibVersion()
    guard inflateInit2_(&stream, wrapper.windowBits, version, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else {
      throw DataMismatch("zlib could not begin")
    }
    defer { inflateEnd(&stream) }
    var result = Result(bytes: [], isCut: false, fault: nil, used: 0)
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw DataMismatch("there is nothing")
    }
    // zlib does not write through its input's pointer.
    stream.next_in = UnsafeMutablePointer(mutating: base)
    stream.avail_in = UInt32(clamping: bytes.count)
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let (status, count) = piece.withUnsafeMutableBufferPointer { piece in
        stream.next_out = piece.baseAddress
        stream.avail_out = UInt32(piece.count)
        return (CZlib.inflate(&stream, Z_NO_FLUSH), piece.count - Int(stream.avail_out))
      }
      result.used = bytes.count - Int(stream.avail_in)
      result.bytes += piece[..<min(count, limit - result.bytes.count)]
      if result.bytes.count == limit, status == Z_OK {
        result.isCut = true
        return result
      }
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        // gzip members may follow each other (RFC 1952, section 2.2).
        guard wrapper == .gzip, stream.avail_in >= 18, stream.next_in[0] == 0x1f, stream.next_in[1] == 0x8b,
          inflateReset(&stream) == Z_OK
        else { return result }
      case Z_BUF_ERROR:
        result.fault = "The compressed data ends before its end."
        return result
      default:
        let reason = stream.msg.map { String(cString: $0) } ?? "the compressed data is damaged"
        let mismatch = DataMismatch(at: max(0, result.used - 1), reason)
        guard !result.bytes.isEmpty else { throw mismatch }
        result.fault = "The compressed data is damaged: \(mismatch)."
        return result
      }
    }
  }
}
