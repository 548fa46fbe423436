import Synchronization
import Testing

@testable import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A directory for one test.
final class Directory: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/es-rec-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("no temporary directory") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    let names = self.names
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  var file: String { path + "/rec" }

  /// The names in it, sorted.
  var names: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func write(_ text: String, to name: String = "rec") {
    guard let file = fopen(path + "/" + name, "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  func read(_ name: String = "rec") -> String {
    guard let file = fopen(path + "/" + name, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// System calls that can be told to fail.
final class FaultyCalls: Sendable {
  struct Faults {
    /// Bytes that still fit; `nil` without a bound.
    var room: Int?
    var writeError = ENOSPC
    var syncError: Int32?
    var truncateError: Int32?
    var syncs = 0
  }

  let faults = Mutex(Faults())

  var calls: FileCalls {
    FileCalls(
      write: { [self] descriptor, bytes in
        faults.withLock { faults in
          guard let room = faults.room else { return FileCalls.system.write(descriptor, bytes) }
          guard room > 0 else { return .failure(SystemError(faults.writeError)) }
          let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(room))
          faults.room = room - part.count
          return FileCalls.system.write(descriptor, part)
        }
      },
      sync: { [self] descriptor in
        faults.withLock { faults in
          faults.syncs += 1
          return faults.syncError.map { .failure(SystemError($0)) } ?? FileCalls.system.sync(descriptor)
        }
      },
      truncate: { [self] descriptor, size in
        faults.withLock { faults in
          faults.truncateError.map { .failure(SystemError($0)) }
            ?? FileCalls.system.truncate(descriptor, size)
        }
      })
  }

  func set(_ change: (inout Faults) -> Void) { faults.withLock { change(&$0) } }
}

@Suite("A recording file")
struct RecordingFileTests {
  private let directory = Directory()
  private let faulty = FaultyCalls()

  private func open(syncsEachGroup: Bool = false, maxSize: Int? = nil) throws -> RecordingFile {
    try RecordingFile(
      path: directory.file, syncsEachGroup: syncsEachGroup, maxSize: maxSize, calls: faulty.calls)
  }

  /// Deliveries with one line each.
  private func group(_ lines: String...) -> RecordingFile.Group {
    var group = RecordingFile.Group()
    for line in lines {
      group.bytes += Array((line + "\n").utf8)
      group.ends.append(group.bytes.count)
    }
    return group
  }

  @Test("It is made with mode 0600, and lines are appended to what is there")
  func appended() throws {
    var file = try open()
    #expect(file.append(group("one", "two")) == .init(count: 2))
    var status = stat()
    #expect(stat(directory.file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(directory.read() == "one\ntwo\n")
  }

  @Test(
    "A torn last line is ended, with a warning, and its successor stands alone", arguments: ["{\"se", "x"])
  func torn(tail: String) throws {
    directory.write("whole\n" + tail)
    var file = try open()
    #expect(file.takeWarnings().count == 1)
    #expect(file.append(group("next")) == .init(count: 1))
    #expect(directory.read() == "whole\n\(tail)\nnext\n")
  }

  @Test(
    "What does not fit leaves only whole deliveries behind, and the next one that fits is taken",
    arguments: [(0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (11, 2)], [ENOSPC, EIO, EFBIG])
  func full(fits: (room: Int, count: Int), error: Int32) throws {
    var file = try open()
    faulty.set { ($0.room, $0.writeError) = (fits.room, error) }
    let appended = file.append(group("one", "two", "six"))
    #expect(appended == .init(count: fits.count, problem: "\(SystemError(error))"))
    #expect(directory.read() == ["", "one\n", "one\ntwo\n"][fits.count])
    faulty.set { $0.room = nil }
    #expect(file.append(group("end")) == .init(count: 1))
    #expect(directory.read() == ["", "one\n", "one\ntwo\n"][fits.count] + "end\n")
  }

  @Test("Nothing is appended behind a part that cannot be taken away, until it can")
  func stuck() throws {
    var file = try open()
    faulty.set { ($0.room, $0.truncateError) = (2, EIO) }
    #expect(file.append(group("one")).count == 0)
    faulty.set { $0.room = nil }
    #expect(file.append(group("two")).count == 0)
    faulty.set { $0.truncateError = nil }
    #expect(file.append(group("six")) == .init(count: 1))
    #expect(directory.read() == "six\n")
  }

  @Test("Where syncing each group fails, none of it is taken, and the next one waits for the disk")
  func unsynced() throws {
    var file = try open(syncsEachGroup: true)
    faulty.set { $0.syncError = EIO }
    #expect(file.append(group("one", "two")) == .init(count: 0, problem: "\(SystemError(EIO))"))
    #expect(file.append(group("two")).count == 0)
    #expect(directory.read() == "")
    faulty.set { $0.syncError = nil }
    #expect(file.append(group("six")) == .init(count: 1))
    #expect(directory.read() == "six\n")
  }

  @Test("A full file gives way to a new one and keeps its lines; no file is replaced")
  func rotated() throws {
    directory.write("other\n", to: "rec.2")
    var file = try open(maxSize: 8)
    #expect(file.append(group("1aa", "2aa", "3aa", "longer than all", "4aa")) == .init(count: 5))
    #expect(directory.names == ["rec", "rec.1", "rec.2", "rec.3", "rec.4"])
    #expect(
      ["rec.1", "rec.2", "rec.3", "rec.4", "rec"].map { directory.read($0) } == [
        "1aa\n2aa\n", "other\n", "3aa\n", "longer than all\n", "4aa\n",
      ])
  }

  @Test("A file that was removed is there again")
  func removed() throws {
    var file = try open()
    _ = file.append(group("one"))
    unlink(directory.file)
    #expect(file.append(group("two")) == .init(count: 1))
    #expect(directory.read() == "two\n" && file.takeWarnings().count == 1)
  }

  @Test("A file has one writer, who is named")
  func locked() throws {
    let file = try open()
    let error = #expect(throws: RecordingFileError.self) { try open() }
    guard case .held(_, let process) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(process == nil || process == getpid())
    withExtendedLifetime(file) {}
  }

  @Test("Only regular files are recorded to")
  func special() throws {
    #expect(mkfifo(directory.file, 0o600) == 0)
    for path in [directory.file, "/dev/null", directory.path] {
      #expect(throws: RecordingFileError.notRegular(path: path)) {
        try RecordingFile(path: path, syncsEachGroup: false, maxSize: nil)
      }
    }
  }

  @Test(
    "Numbers go on behind the last whole record, torn or not",
    arguments: [
      ("", nil), ("{\"seq\":7,\"a\":1}\n", 7), ("{\"seq\":7}\n{\"seq\":12,\"b\":\"", 12),
      ("{\"seq\":7}\n{\"s", 7),
      ("{\"specversion\":\"1.0\"}\n", nil),
    ])
  func numbers(text: String, last: UInt64?) throws {
    directory.write(text)
    #expect(try open().lastNumber == last)
  }
}
