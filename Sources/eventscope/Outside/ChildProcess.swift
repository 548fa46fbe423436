import Dispatch
import Subprocess
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that is run to its end, and waited for.
enum ChildProcess {
  /// Runs a program that is found on the PATH, on the terminal that this program runs on.
  ///
  /// - Returns: its exit code, that of a shell where a signal ended it; `nil` where it cannot be started.
  static func runOnTerminal(_ command: [String]) -> Int32? {
    wait {
      try await run(
        .name(command[0]), arguments: Arguments(Array(command.dropFirst())), input: .currentStandardInput,
        output: .currentStandardOutput, error: .currentStandardError
      ).terminationStatus
    }
  }

  /// Gives bytes to a program that is found on the PATH; what it prints goes nowhere.
  static func feed(_ command: [String], _ bytes: [UInt8]) async {
    _ = try? await run(
      .name(command[0]), arguments: Arguments(Array(command.dropFirst())), input: .array(bytes),
      output: .discarded, error: .discarded)
  }

  /// Waits on a thread that has nothing else to do.
  private static func wait(
    _ body: @escaping @Sendable () async throws -> TerminationStatus
  ) -> Int32? {
    let code = Mutex<Int32?>(nil)
    let done = DispatchSemaphore(value: 0)
    // The cooperative pool runs it; this thread is the terminal's own.
    Task.detached {
      if let status = try? await body() {
        let number: Int32 =
          switch status {
          case .exited(let number): number
          case .signaled(let number): 128 + number
          }
        code.withLock { $0 = number }
      }
      done.signal()
    }
    done.wait()
    return code.withLock { $0 }
  }
}
