import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Keeps the memory of a few segments that are gone for the next ones: what a full ring lets go of it needs again at
/// once, and new memory is made by the system page by page while it is written, a seventh of what taking an event costs.
final class SegmentPool: Sendable {
  /// Bytes of each segment.
  let size: Int
  /// Addresses of memory that nobody has.
  private let spare = Mutex<[UInt]>([])

  /// How much is kept at most: what goes while somebody draws a frame.
  private static let maximumSpare = 2
  private static let largePage = 2 << 20

  init(size: Int) {
    self.size = size
  }

  deinit {
    for address in spare.withLock({ $0 }) { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
  }

  /// Memory that nobody else has; what stands in it means nothing.
  func take() -> UnsafeMutableRawPointer {
    let address = spare.withLock { $0.popLast() }
    return address.flatMap { UnsafeMutableRawPointer(bitPattern: $0) } ?? Self.allocate(size)
  }

  /// Takes back memory that nobody looks at any more.
  func give(_ memory: UnsafeMutableRawPointer) {
    let address = UInt(bitPattern: memory)
    let isKept = spare.withLock { spare in
      guard spare.count < Self.maximumSpare else { return false }
      spare.append(address)
      return true
    }
    if !isKept { memory.deallocate() }
  }

  static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    let isLarge = capacity >= 2 * largePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: capacity, alignment: isLarge ? largePage : 16)
    #if os(Linux)
      // Else each 4 KiB is a fault when it is written first, and a step of the memory's own table when it is searched.
      if isLarge { madvise(memory, capacity / largePage * largePage, MADV_HUGEPAGE) }
    #endif
    return memory
  }
}
