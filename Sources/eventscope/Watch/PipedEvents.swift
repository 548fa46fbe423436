import Dispatch
import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Events that come through a pipe on stdin, a JSON event a line.
enum PipedEvents {
  /// Begins to read, where stdin is a pipe or a file.
  ///
  /// - Parameters:
  ///   - isWanted: asked before each line; nothing more is read once it is not.
  ///   - hasRoom: whether the next line can be taken; until then it is waited with.
  ///   - failed: told why nothing more can be read.
  static func read(
    into receiver: Inspector, while isWanted: @escaping @Sendable () -> Bool = { true },
    hasRoom: @escaping @Sendable () -> Bool = { true }, failed: @escaping @Sendable (String) -> Void
  ) {
    guard isPiped else { return }
    // Not a thread of the cooperative pool: it waits for lines.
    DispatchQueue(label: "stdin").async {
      do {
        let lines = try LineSource(nil)
        while let line = try lines.next() {
          if line.bytes.allSatisfy({ [0x20, 0x09, 0x0d].contains($0) }) { continue }
          while isWanted(), !hasRoom() { usleep(1000) }
          guard isWanted() else { return }
          // What is wrong with a line is a row of its own.
          _ = receiver.receive(
            Delivery(transport: .ndjson, peer: "stdin", received: .now(), bytes: line.bytes, headLength: 0))
        }
      } catch {
        failed((error as? Failure)?.sentence ?? "stdin cannot be read.")
      }
    }
  }

  /// Whether something is piped in: no terminal, and not nothing either.
  private static var isPiped: Bool {
    var status = stat()
    guard isatty(STDIN_FILENO) == 0, fstat(STDIN_FILENO, &status) == 0 else { return false }
    return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }
}
