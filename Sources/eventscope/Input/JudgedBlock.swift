import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A block of lines of which a judge has said what it can, on all cores.
struct JudgedBlock: Sendable {
  /// A line that matches, or of which nothing can be said.
  struct Line: Sendable {
    var range: Range<Int>
    /// From 1.
    var number: Int
    var verdict: EventLineJudge.Verdict
  }

  /// In their order; those that fail are left out.
  private(set) var lines: [Line] = []
  private(set) var lineCount = 0

  private static let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Smaller pieces cost more to hand to another core than they take.
  private static let smallest = 128 << 10

  init(_ block: LineSource.Block, by judge: EventLineJudge) async {
    let parts = Self.parts(of: block)
    if parts.count == 1 {
      self = Self(parts[0], of: block, by: judge)
    } else {
      await withTaskGroup(of: (Int, JudgedBlock).self) { group in
        for (index, part) in parts.enumerated() {
          group.addTask { (index, Self(part, of: block, by: judge)) }
        }
        var judged = [JudgedBlock?](repeating: nil, count: parts.count)
        for await (index, part) in group { judged[index] = part }
        for part in judged.compactMap(\.self) { append(part) }
      }
    }
    for index in lines.indices { lines[index].number += block.number }
  }

  /// Judges some of the lines; their numbers count from 0.
  private init(_ part: Range<Int>, of block: LineSource.Block, by judge: EventLineJudge) {
    block.bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var start = part.lowerBound
      while start < part.upperBound, let found = memchr(base + start, 0x0a, part.upperBound - start) {
        let end = UnsafeRawPointer(found) - base
        let verdict = judge.verdict(on: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        if verdict != .fails { lines.append(Line(range: start..<end, number: lineCount, verdict: verdict)) }
        lineCount += 1
        start = end + 1
      }
    }
  }

  private mutating func append(_ part: JudgedBlock) {
    for var line in part.lines {
      line.number += lineCount
      lines.append(line)
    }
    lineCount += part.lineCount
  }

  /// The block's lines in pieces of about the same size, one for each core.
  private static func parts(of block: LineSource.Block) -> [Range<Int>] {
    let size = max(smallest, block.range.count / cores + 1)
    var parts: [Range<Int>] = []
    var start = block.range.lowerBound
    while start < block.range.upperBound {
      var end = block.range.upperBound
      if end - start > size {
        end = block.bytes[(start + size)...].firstIndex(of: 0x0a).map { $0 + 1 } ?? end
      }
      parts.append(start..<end)
      start = end
    }
    return parts
  }
}
