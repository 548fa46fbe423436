import Foundation

/// `eventscope filter` beside jq and ripgrep, on the same file.
enum FilterSuite: Suite {
  static let name = "filter"

  private static let count = 300_000

  static func run(_ bench: Bench) async throws -> Table {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(getpid()).ndjson").path
    defer { unlink(file) }
    let size = try writeEvents(to: file)
    var table = Table(
      "The filter command on a file",
      method: """
        \(count.grouped) events, \(size.asSize), in the page cache; the time from start to end, output to nowhere, \
        \(bench.rounds) rounds in turns, medians. One event in a hundred matches.
        """)
    let type = "com.example.rare"
    let jq = installed("jq")
    let ripgrep = installed("rg")
    func time(_ command: Command) -> () throws -> Double { { try command.time() } }
    var works = [
      time(Command(bench.program, ["filter", "type:\(type)", file], isSilent: true)),
      time(Command(bench.program, ["filter", "needle", file], isSilent: true)),
      time(
        Command(
          bench.program, ["filter", "--cesql", "type = '\(type)'", file], isSilent: true)),
    ]
    if let ripgrep {
      works.append(time(Command(ripgrep, ["-F", "\"\(type)\"", file], isSilent: true)))
    }
    if let ripgrep { works.append(time(Command(ripgrep, ["-F", "needle", file], isSilent: true))) }
    if let jq {
      works.append(
        time(Command(jq, ["-c", "select(.type == \"\(type)\")", file], isSilent: true)))
    }
    var times = try bench.medians(of: works)[...]
    let (byType, byWord, byExpression) = (times.removeFirst(), times.removeFirst(), times.removeFirst())
    if ripgrep != nil {
      let (forType, forWord) = (times.removeFirst(), times.removeFirst())
      table.add(
        "filter type:\(type)", byType.asTime, beside: "rg -F \(forType.asTime)", ratio: byType / forType,
        goal: .atMost(3))
      table.add("filter needle", byWord.asTime, beside: "rg -F \(forWord.asTime)", ratio: byWord / forWord)
    }
    if jq != nil {
      let selected = times.removeFirst()
      table.add(
        "filter type:\(type)", byType.asTime, beside: "jq \(selected.asTime)", ratio: selected / byType,
        goal: .atLeast(20))
      table.add(
        "filter --cesql \"type = …\"", byExpression.asTime, beside: "jq \(selected.asTime)",
        ratio: selected / byExpression)
    }
    if table.rows.isEmpty { table.add("filter type:\(type)", byType.asTime) }
    return table
  }

  /// - Returns: how many bytes there are.
  private static func writeEvents(to file: String) throws -> Int {
    guard let output = fopen(file, "w") else { throw Failure("\(file) cannot be written") }
    var size = 0
    for number in 0..<count {
      let isRare = number % 100 == 7
      let line =
        Load.event(
          size: 680, id: "\(number)", type: isRare ? "com.example.rare" : "com.example.order.\(number % 40)"
        )
        .replacing("\"note\":\"xxxxxx", with: isRare ? "\"note\":\"needle" : "\"note\":\"xxxxxx") + "\n"
      size += line.utf8.count
      fputs(line, output)
    }
    guard fclose(output) == 0 else { throw Failure("\(file) cannot be written whole") }
    return size
  }
}
