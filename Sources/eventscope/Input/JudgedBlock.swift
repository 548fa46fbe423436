import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A block of lines of which a judge has said what it can.
struct JudgedBlock: Sendable {
  /// A line that matches, or of which nothing can be said.
  struct Line: Sendable {
    /// Which of the block's bytes it has, without its line break.
    var range: Range<Int>
    /// From 1 in each block.
    var number: Int
    var verdict: EventLineJudge.Verdict
  }

  /// In their order; those that fail are left out.
  private(set) var lines: [Line] = []
  private(set) var lineCount = 0
  /// All of the block's bytes.
  let bytes: [UInt8]

  /// How many blocks are judged, or wait for those before them, while the next is read.
  static let mostAtOnce = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) + 1

  init(_ block: LineSource.Block, by judge: EventLineJudge) {
    bytes = block.bytes
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var start = block.range.lowerBound
      while start < block.range.upperBound,
        let found = memchr(base + start, 0x0a, block.range.upperBound - start)
      {
        let end = UnsafeRawPointer(found) - base
        let verdict = judge.verdict(on: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        lineCount += 1
        if verdict != .fails { lines.append(Line(range: start..<end, number: lineCount, verdict: verdict)) }
        start = end + 1
      }
    }
  }

  /// Lends the bytes of one of its lines.
  func withBytes<Value>(of line: Line, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[line.range])) }
  }
}
