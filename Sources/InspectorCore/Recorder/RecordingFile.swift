import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A recording that is appended to in whole lines: what cannot be written whole leaves nothing behind.
struct RecordingFile {
  /// Deliveries that are written together.
  struct Group {
    /// Their records, each a line.
    var bytes: [UInt8] = []
    /// Where each delivery's records end.
    var ends: [Int] = []
  }

  /// What became of a group: the first so many of its deliveries are in the file.
  struct Appended: Equatable {
    var count: Int
    /// Why the others are not.
    var problem: String?
  }

  let path: String
  private let calls: FileCalls
  private let syncsEachGroup: Bool
  /// The size at which the file gives way to a new one.
  private let maxSize: Int?
  private(set) var file: OpenRecording
  /// Set where bytes that must not stay could not be taken away: the size that the file must have.
  private var mustCutTo: Int?
  /// Set where the disk may lack what was written.
  private(set) var mustSync = false
  /// Whether it has been said that the file cannot give way to a new one.
  private var hasWarnedOfSize = false
  /// What went wrong that keeps nobody from recording, as a sentence.
  private(set) var warnings: [String] = []

  /// Opens the file, or makes it. A torn last line is ended, so that the next one stands alone.
  init(
    path: String, syncsEachGroup: Bool, maxSize: Int?, calls: FileCalls = .system
  ) throws(RecordingFileError) {
    self.path = path
    self.calls = calls
    self.syncsEachGroup = syncsEachGroup
    self.maxSize = maxSize
    file = try OpenRecording(path: path)
    guard let size = file.status()?.size, size > 0, file.bytes(at: size - 1, count: 1) != [0x0a] else {
      return
    }
    warnings.append("\(path): the last record is cut, as after a crash; recording goes on behind it.")
    if case .failure(let error) = write([0x0a]) { throw .system(path: path, error) }
  }

  /// The `seq` of the last whole record; `nil` where there is none.
  var lastNumber: UInt64? {
    guard let size = file.status()?.size, size > 0 else { return nil }
    var end = size
    // The last line may be torn, and the one before it may be long.
    for _ in 0..<2 {
      guard let start = lineStart(before: end) else { return nil }
      let prefix = Array(#"{"seq":"#.utf8)
      let head = file.bytes(at: start, count: prefix.count + 20)
      let digits = head.dropFirst(prefix.count).prefix { (0x30...0x39).contains($0) }
      if head.starts(with: prefix), let number = UInt64(String(decoding: digits, as: UTF8.self)) {
        return number
      }
      end = start
    }
    return nil
  }

  private func lineStart(before end: Int) -> Int? {
    // Without the line break at its end.
    var position = end - 1
    while position > 0 {
      let start = max(0, position - (64 << 10))
      if let found = file.bytes(at: start, count: position - start).lastIndex(of: 0x0a) {
        return start + found + 1
      }
      position = start
    }
    return end > 0 ? 0 : nil
  }

  /// Takes the warnings that there are.
  mutating func takeWarnings() -> [String] {
    defer { warnings = [] }
    return warnings
  }

  /// Appends a group, as much of it as can be.
  mutating func append(_ group: Group) -> Appended {
    var done = 0
    while done < group.ends.count {
      let start = done == 0 ? 0 : group.ends[done - 1]
      let size: Int
      switch prepare(for: group.ends[done] - start) {
      case .success(let found): size = found
      case .failure(let problem): return Appended(count: done, problem: problem.reason)
      }
      var next = done + 1
      while next < group.ends.count, maxSize.map({ size + group.ends[next] - start <= $0 }) ?? true {
        next += 1
      }
      let (count, problem) = append(group, deliveries: done..<next, size: size)
      done += count
      if let problem { return Appended(count: done, problem: problem) }
    }
    return Appended(count: done)
  }

  /// Forces what was written onto the disk.
  mutating func sync() -> SystemError? {
    switch calls.sync(file.descriptor) {
    case .success:
      mustSync = false
      return nil
    case .failure(let error):
      mustSync = true
      return error
    }
  }

  /// Notes that the disk may lack what was written, as somebody else found.
  mutating func noteUnsynced() { mustSync = true }

  // MARK: Writing

  private struct Problem: Error {
    var reason: String
  }

  /// Makes the file ready for the next delivery, and says its size.
  private mutating func prepare(for count: Int) -> Result<Int, Problem> {
    guard var status = file.status() else { return .failure(Problem(reason: "\(SystemError(errno))")) }
    if !status.isLinked {
      do {
        file = try OpenRecording(path: path)
        warnings.append("\(path) was removed; it is there again, with what comes from now on.")
        (mustCutTo, mustSync) = (nil, false)
        status = (file.status()?.size ?? 0, true)
      } catch {
        return .failure(Problem(reason: error.reason))
      }
    }
    if let size = mustCutTo {
      if status.size > size, case .failure(let error) = calls.truncate(file.descriptor, size) {
        return .failure(Problem(reason: "\(error)"))
      }
      mustCutTo = nil
      status.size = min(size, status.size)
    }
    if mustSync, let error = sync() { return .failure(Problem(reason: "\(error)")) }
    if let maxSize, status.size > 0, status.size + count > maxSize, rotate() { status.size = 0 }
    return .success(status.size)
  }

  /// Writes some of a group's deliveries; how many of them are in the file, and why the others are not.
  private mutating func append(
    _ group: Group, deliveries: Range<Int>, size: Int
  ) -> (count: Int, problem: String?) {
    let start = deliveries.lowerBound == 0 ? 0 : group.ends[deliveries.lowerBound - 1]
    let end = group.ends[deliveries.upperBound - 1]
    var (written, problem): (Int, String?) = (0, nil)
    group.bytes.withUnsafeBytes { bytes in
      while start + written < end {
        switch calls.write(file.descriptor, UnsafeRawBufferPointer(rebasing: bytes[(start + written)..<end]))
        {
        case .success(0): problem = "nothing more could be written"
        case .success(let count): written += count
        case .failure(let error): problem = "\(error)"
        }
        if problem != nil { break }
      }
    }
    var count = deliveries.count
    if problem != nil {
      count = deliveries.prefix { group.ends[$0] - start <= written }.count
      let kept = count == 0 ? 0 : group.ends[deliveries.lowerBound + count - 1] - start
      if written > kept { cut(to: size + kept) }
    }
    if syncsEachGroup, count > 0, let error = sync() {
      cut(to: size)
      return (0, "\(error)")
    }
    return (count, problem)
  }

  private mutating func cut(to size: Int) {
    if case .failure = calls.truncate(file.descriptor, size) { mustCutTo = size }
  }

  private func write(_ bytes: [UInt8]) -> Result<Int, SystemError> {
    bytes.withUnsafeBytes { calls.write(file.descriptor, $0) }
  }

  // MARK: Rotation

  /// Moves the file to the next free number behind its name and begins a new one; `false` where that cannot be done,
  /// and the file goes on.
  private mutating func rotate() -> Bool {
    if let error = sync() { return cannotRotate("\(error)") }
    var number = 1
    while true {
      // A link fails where there is a file already, which a rename would replace.
      if link(path, "\(path).\(number)") == 0 { break }
      guard errno == EEXIST else { return cannotRotate("\(SystemError(errno))") }
      number += 1
    }
    unlink(path)
    do {
      file = try OpenRecording(path: path, mustBeNew: true)
      if syncsEachGroup { syncDirectory() }
      return true
    } catch {
      // It goes on under its name.
      if link("\(path).\(number)", path) == 0 { unlink("\(path).\(number)") }
      return cannotRotate(error.reason)
    }
  }

  private mutating func cannotRotate(_ reason: String) -> Bool {
    if !hasWarnedOfSize {
      warnings.append("\(path) cannot give way to a new file: \(reason); it grows past its size.")
    }
    hasWarnedOfSize = true
    return false
  }

  /// A new name is on the disk only once its directory is.
  private func syncDirectory() {
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
