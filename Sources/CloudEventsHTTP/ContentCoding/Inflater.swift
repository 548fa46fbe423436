import CZlib

/// One run of zlib's decoder, for as long as one body.
struct Inflater: ~Copyable {
  private let windowBits: Int32
  private let limit: Int

  init(windowBits: Int32, limit: Int) {
    self.windowBits = windowBits
    self.limit = limit
  }

  /// - Parameter isGzip: whether several members may stand one after the other (RFC 1952, 2.2).
  mutating func inflate(_ bytes: UnsafeRawBufferPointer, isGzip: Bool) throws(ContentCodingError) -> [UInt8] {
    var stream = z_stream()
    guard czlib_inflate_init(&stream, windowBits) == Z_OK else { throw .corrupt(offset: 0) }
    defer { inflateEnd(&stream) }
    var input = bytes.bindMemory(to: UInt8.self)
    var out: [UInt8] = []
    while true {
      let result = step(&stream, &input, &out)
      guard out.count <= limit else { throw .tooLarge(limit: limit) }
      switch result {
      case Z_STREAM_END:
        if input.isEmpty { return out }
        guard isGzip, inflateReset(&stream) == Z_OK else { throw .corrupt(offset: bytes.count - input.count) }
      case Z_OK: continue
      case Z_BUF_ERROR where input.isEmpty: throw .incomplete
      default: throw .corrupt(offset: bytes.count - input.count)
      }
    }
  }

  /// Decodes until the output is full, which is one byte more than may come out at the most.
  private func step(
    _ stream: inout z_stream, _ input: inout UnsafeBufferPointer<UInt8>, _ out: inout [UInt8]
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
