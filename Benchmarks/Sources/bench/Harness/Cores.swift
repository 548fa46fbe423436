import Foundation

/// Which of the machine's cores a server and its load run on, so that they do not take turns on one.
struct Cores {
  /// The program that says where threads run, from util-linux; `nil` where there is none, or only one core.
  private let taskset: String?

  init() {
    taskset = ProcessInfo.processInfo.activeProcessorCount > 1 ? installed("taskset") : nil
  }

  /// Whether a server and its load have cores of their own.
  var areSplit: Bool { taskset != nil }

  /// Keeps this program's event loops on the first core, or lets them run on all again.
  func keepEventLoops(onFirst: Bool) throws {
    guard let taskset else { return }
    let cores = onFirst ? "0" : "0-\(ProcessInfo.processInfo.activeProcessorCount - 1)"
    let tasks = URL(fileURLWithPath: "/proc/self/task")
    for task in try FileManager.default.contentsOfDirectory(at: tasks, includingPropertiesForKeys: nil) {
      let name = try? String(contentsOf: task.appendingPathComponent("comm"), encoding: .utf8)
      guard name?.hasPrefix("NIO") == true else { continue }
      try Command(taskset, ["-cp", cores, task.lastPathComponent]).output()
    }
  }

  /// A command that runs on the other cores.
  func load(_ path: String, _ arguments: [String]) -> Command {
    guard let taskset else { return Command(path, arguments) }
    let cores = "1-\(ProcessInfo.processInfo.activeProcessorCount - 1)"
    return Command(taskset, ["-c", cores, path] + arguments)
  }
}
