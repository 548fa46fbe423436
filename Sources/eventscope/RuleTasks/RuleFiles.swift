import Dispatch
import InspectorCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files that rules append lines to, each with a queue of its own.
final class RuleFiles: Sendable {
  private let onProblem: @Sendable (RuleActivity, String) -> Void
  private let files = Mutex<[String: RuleFileWriter]>([:])
  private let maximumSize: Int
  /// Of the memory that events are kept in, the part that lines may take which wait for one file.
  private static let shareOfMemory = 16

  /// - Parameter memory: how many bytes of events are kept.
  init(memory: Int, onProblem: @escaping @Sendable (RuleActivity, String) -> Void) {
    self.onProblem = onProblem
    maximumSize = min(16 << 20, memory / Self.shareOfMemory)
  }

  /// Takes a line with its line break; it never waits.
  func append(_ line: [UInt8], to path: String, for activity: RuleActivity) {
    let file = files.withLock { files in
      if let file = files[path] { return file }
      let file = RuleFileWriter(path: path, maximumSize: maximumSize, onProblem: onProblem)
      files[path] = file
      return file
    }
    file.append(line, for: activity)
  }

  /// Waits until everything is written, but not longer than the given time.
  func finish(within time: Duration) async {
    let files = Array(files.withLock { $0 }.values)
    await withDiscardingTaskGroup { group in
      for file in files { group.addTask { await file.finish(within: time) } }
    }
  }
}

/// Appends lines to one file, each with one write, on a queue of its own.
private final class RuleFileWriter: Sendable {
  private struct State {
    /// How many bytes and lines wait.
    var size = 0
    var count = 0
    var isClosed = false
    /// Rules whose lines wait, with how many.
    var waiting: [ObjectIdentifier: (activity: RuleActivity, count: Int)] = [:]
  }

  private let path: String
  /// How many bytes may wait. A line that is longer is taken where no other waits.
  private let maximumSize: Int
  private let onProblem: @Sendable (RuleActivity, String) -> Void
  private let queue = DispatchQueue(label: "eventscope.rule.file")
  private let state = Mutex(State())
  /// Used on the queue only; -1 where the file is not open.
  private let descriptor = Mutex<Int32>(-1)

  init(path: String, maximumSize: Int, onProblem: @escaping @Sendable (RuleActivity, String) -> Void) {
    self.path = path
    self.maximumSize = maximumSize
    self.onProblem = onProblem
  }

  func append(_ line: [UInt8], for activity: RuleActivity) {
    let hasRoom = state.withLock { state in
      guard !state.isClosed, state.count == 0 || state.size + line.count <= maximumSize else {
        return false
      }
      state.size += line.count
      state.count += 1
      state.waiting[ObjectIdentifier(activity), default: (activity, 0)].count += 1
      return true
    }
    guard hasRoom else {
      let problem = "\(path) does not keep up: too much waits to be written"
      activity.noteLost(problem)
      onProblem(activity, problem)
      return
    }
    queue.async { self.write(line, for: activity) }
  }

  func finish(within time: Duration) async {
    let (stream, end) = AsyncStream<Void>.makeStream()
    queue.async { end.finish() }
    let clock = Task {
      try await Task.sleep(for: time)
      end.finish()
    }
    for await _ in stream {}
    clock.cancel()
    // What still waits is noted now and not written later.
    let left = state.withLock { state in
      state.isClosed = true
      return Array(state.waiting.values)
    }
    for (activity, count) in left where count > 0 {
      activity.noteLost("there was no time left to write to \(path)", count: count)
    }
  }

  private func write(_ line: [UInt8], for activity: RuleActivity) {
    let isTooLate = state.withLock { state in
      state.size -= line.count
      state.count -= 1
      state.waiting[ObjectIdentifier(activity)]?.count -= 1
      return state.isClosed
    }
    if isTooLate { return }
    let problem = descriptor.withLock { descriptor -> String? in
      if descriptor < 0 {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o666)
      }
      guard descriptor >= 0 else { return "cannot write \(path): \(systemMessage(errno))" }
      var status = stat()
      // What is no file, such as a pipe that nobody reads, would hold up everything.
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG || Self.isDevice(status)
      else {
        close(descriptor)
        descriptor = -1
        return "cannot write \(path): it is no file"
      }
      let number = Descriptor.write(line, to: descriptor)
      guard number != 0 else { return nil }
      // The next line tries anew.
      close(descriptor)
      descriptor = -1
      return "cannot write \(path): \(systemMessage(number))"
    }
    guard let problem else { return activity.noteDone() }
    activity.noteFailed(problem)
    onProblem(activity, problem)
  }

  /// Such as `/dev/null`.
  private static func isDevice(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFCHR }
}
