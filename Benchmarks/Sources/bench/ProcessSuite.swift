import Foundation

/// What the program weighs, and how fast it starts.
enum ProcessSuite: Suite {
  static let name = "process"

  static func run(_ bench: Bench) async throws -> Table {
    var table = Table(
      "The program",
      method: "The release build with Swift's runtime inside; \(bench.rounds * 4) starts, medians.")
    let stripped = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(getpid())").path
    defer { unlink(stripped) }
    if installed("strip") != nil {
      try Command("/usr/bin/env", ["strip", "-o", stripped, bench.program]).output()
      let size = (try FileManager.default.attributesOfItem(atPath: stripped)[.size] as? Int) ?? 0
      table.add("size, stripped", size.asSize)
    }
    var times = [[Double]](repeating: [], count: 2)
    let peer = installed("jq") ?? installed("git") ?? "/bin/ls"
    for _ in 0..<(bench.rounds * 4) {
      times[0].append(try Command(bench.program, ["--version"]).time())
      times[1].append(try Command(peer, ["--version"]).time())
    }
    let name = URL(fileURLWithPath: peer).lastPathComponent
    table.add(
      "start and end (--version)", times[0].quantile(0.5).asTime,
      beside: "\(name) --version \(times[1].quantile(0.5).asTime)",
      ratio: times[0].quantile(0.5) / times[1].quantile(0.5))
    return table
  }
}
