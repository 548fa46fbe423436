import Foundation

/// The file that results stand in, a section for each suite: running one leaves the others' sections as they are.
struct Results {
  private var file: URL
  private var sections: [String: String] = [:]

  private static func mark(_ name: String) -> String { "<!-- suite: \(name) -->\n" }

  init(file: URL) throws {
    self.file = file
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
    for part in text.components(separatedBy: "<!-- suite: ").dropFirst() {
      guard let end = part.range(of: " -->\n") else { continue }
      sections[String(part[..<end.lowerBound])] = String(part[end.upperBound...])
    }
  }

  mutating func set(_ table: Table, for suite: String) {
    sections[suite] = table.markdown + "\n"
  }

  func write(order: [String]) throws {
    var text = """
      # What was measured

      `make bench` writes this file. Each ratio is of figures from one run on one machine, which stands in for the \
      figures themselves: they depend on the machine, and on how busy it was.
      \(Self.machine)


      """
    for name in order {
      if let section = sections[name] { text += Self.mark(name) + section }
    }
    try Data(text.utf8).write(to: file)
  }

  /// What it was measured on.
  private static var machine: String {
    let memory = ProcessInfo.processInfo.physicalMemory >> 30
    let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "Machine: \(cores) cores\(processor.map { " (\($0))" } ?? ""), \(memory) GiB."
  }
}
