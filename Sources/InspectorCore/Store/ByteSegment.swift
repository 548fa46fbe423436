/// A run of memory that deliveries' bytes are appended to and never changed in.
///
/// Sharing is safe because the store writes only past what it has published, holding its lock (`EventStore.state`), and
/// readers look only at what was published to them.
final class ByteSegment: @unchecked Sendable {
  let capacity: Int
  /// How many bytes are taken. Guarded by `EventStore.state`.
  private(set) var used = 0
  private let memory: UnsafeMutableRawPointer
  /// Who gets the memory back.
  private let pool: SegmentPool?

  init(capacity: Int) {
    self.capacity = capacity
    memory = SegmentPool.allocate(capacity)
    pool = nil
  }

  /// One of the size that a pool has memory of.
  init(from pool: SegmentPool) {
    capacity = pool.size
    memory = pool.take()
    self.pool = pool
  }

  deinit {
    if let pool { pool.give(memory) } else { memory.deallocate() }
  }

  var free: Int { capacity - used }

  /// Copies bytes to the end; the caller has made sure that they fit.
  func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    precondition(bytes.count <= free, "the segment is full")
    let offset = used
    if let base = bytes.baseAddress { (memory + offset).copyMemory(from: base, byteCount: bytes.count) }
    used += bytes.count
    return offset
  }

  /// Lends the bytes that were published at an offset.
  func withBytes<Value>(
    at offset: Int, count: Int, _ body: (UnsafeRawBufferPointer) throws -> Value
  ) rethrows -> Value {
    precondition(offset + count <= capacity, "the bytes lie outside the segment")
    return try body(UnsafeRawBufferPointer(start: memory + offset, count: count))
  }
}
