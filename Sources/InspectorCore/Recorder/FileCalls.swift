#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system calls by which a recording reaches its file, so that tests can have them fail. Each returns what the
/// system's does, with the error's number in place of `errno`.
struct FileCalls: Sendable {
  /// Writes some of the bytes, and says how many, or which error there was.
  var write: @Sendable (_ descriptor: Int32, UnsafeRawBufferPointer) -> Result<Int, SystemError>
  /// Forces what was written onto the disk.
  var sync: @Sendable (_ descriptor: Int32) -> Result<Void, SystemError>
  /// Cuts the file.
  var truncate: @Sendable (_ descriptor: Int32, _ size: Int) -> Result<Void, SystemError>

  /// The system's own.
  static let system = FileCalls(
    write: { descriptor, bytes in
      while true {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
          let count = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
        if count >= 0 { return .success(count) }
        if errno != EINTR { return .failure(SystemError(errno)) }
      }
    },
    sync: { descriptor in
      #if canImport(Glibc)
        let result = fdatasync(descriptor)
      #else
        let result = fsync(descriptor)
      #endif
      return result == 0 ? .success(()) : .failure(SystemError(errno))
    },
    truncate: { descriptor, size in
      ftruncate(descriptor, off_t(size)) == 0 ? .success(()) : .failure(SystemError(errno))
    })
}

/// An error of the system, by its number.
public struct SystemError: Error, Equatable, CustomStringConvertible {
  public var number: Int32

  public init(_ number: Int32) {
    self.number = number
  }

  /// What the system calls it, such as `No space left on device`.
  public var description: String { String(cString: strerror(number)) }
}
