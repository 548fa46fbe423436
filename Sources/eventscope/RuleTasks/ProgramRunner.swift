import InspectorCore
import Subprocess

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the programs of rules: without a shell, four at a time, ten seconds each, in a process group of their own.
final class ProgramRunner: Sendable {
  private enum Ending: Sendable {
    case ended(TerminationStatus, output: [UInt8])
    case notStarted(String)
    case outOfTime
  }

  /// How many run at a time, and how long each may.
  private static let width = 4
  private static let limit = Duration.seconds(10)
  /// How many may wait.
  private static let room = 1000
  /// Of the memory that events are kept in, the part that what they are to read may take.
  private static let shareOfMemory = 8
  /// How much of what one prints is looked at, to say why it failed.
  private static let shownOutput = 4096

  private let lane: WorkLane<RuleProgram>
  private let onProblem: @Sendable (RuleActivity, String) -> Void

  /// - Parameter memory: how many bytes of events are kept.
  init(memory: Int, onProblem: @escaping @Sendable (RuleActivity, String) -> Void) {
    self.onProblem = onProblem
    lane = WorkLane(width: Self.width, room: Self.room, maximumSize: memory / Self.shareOfMemory) { program in
      let problem = await Self.problem(running: program)
      if Task.isCancelled { return program.activity.noteLost("\(program.name) was ended before its time") }
      guard let problem else { return program.activity.noteDone() }
      program.activity.noteFailed(problem)
      onProblem(program.activity, problem)
    } lose: { program in
      program.activity.noteLost("there was no time left to run \(program.name)")
    }
  }

  /// Takes a program to run; it never waits.
  func take(_ program: RuleProgram) {
    guard !lane.put(program, size: program.input.count) else { return }
    let problem = "\(program.name) does not keep up: too many of them wait"
    program.activity.noteLost(problem)
    onProblem(program.activity, problem)
  }

  func finish(within time: Duration) async { await lane.finish(within: time) }

  /// Runs a program to its end, or to the end of its time; what went wrong, if anything did.
  private static func problem(running program: RuleProgram) async -> String? {
    let ending = await withTaskGroup(of: Ending.self) { group in
      group.addTask { await run(program) }
      group.addTask {
        try? await Task.sleep(for: limit)
        return .outOfTime
      }
      let first = await group.next() ?? .outOfTime
      // Ends the program, or the clock.
      group.cancelAll()
      await group.waitForAll()
      return first
    }
    switch ending {
    case .ended(.exited(0), _): return nil
    case .ended(.exited(let code), let output): return "\(program.name) ended with \(code)\(quoted(output))"
    case .ended(.signaled(let number), let output):
      return "\(program.name) was killed by signal \(number)\(quoted(output))"
    case .notStarted(let reason): return "\(program.name) cannot be run: \(reason)"
    case .outOfTime: return "\(program.name) took longer than 10 s and was ended"
    }
  }

  private static func run(_ program: RuleProgram) async -> Ending {
    let name = program.arguments[0]
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
    ]
    do {
      let result = try await Subprocess.run(
        name.contains("/") ? .path(.init(name)) : .name(name),
        arguments: Arguments(Array(program.arguments.dropFirst())),
        environment: .inherit.updating(program.variables), platformOptions: options, input: .inputWriter,
        output: .sequence, error: .combinedWithOutput
      ) { execution in
        // A program need not read what it is given.
        async let writing: Void = write(program.input, to: execution.standardInputWriter)
        var output: [UInt8] = []
        for try await part in execution.standardOutput {
          part.withUnsafeBytes { output += $0.prefix(shownOutput - output.count) }
        }
        await writing
        return output
      }
      // What it has left running in its group ends with it.
      kill(-result.processIdentifier.value, SIGKILL)
      return .ended(result.terminationStatus, output: result.closureResult)
    } catch let error as SubprocessError {
      return .notStarted(error.code == .executableNotFound ? "there is no such program" : "\(error)")
    } catch {
      return .outOfTime
    }
  }

  private static func write(_ input: [UInt8], to writer: StandardInputWriter) async {
    _ = try? await writer.write(input)
    try? await writer.finish()
  }

  /// The last line that it printed.
  private static func quoted(_ output: [UInt8]) -> String {
    let line = output.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).last ?? []
    return line.isEmpty ? "" : ": " + TextCleaner.clean(bytes: line.prefix(200))
  }
}

extension RuleProgram {
  /// What messages call it.
  fileprivate var name: String { arguments[0] }

  fileprivate var variables: [Environment.Key: String?] {
    var variables: [Environment.Key: String?] = [:]
    for (name, value) in environment {
      if let key = Environment.Key(rawValue: name) { variables[key] = value }
    }
    return variables
  }
}
