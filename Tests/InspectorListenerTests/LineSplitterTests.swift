import NIOCore
import Testing

@testable import InspectorListener

@Suite struct LineSplitterTests {
  private func lines(_ text: String, cut: Int, limit: Int = 100) -> [LineSplitter.Line] {
    let bytes = Array(text.utf8)
    var splitter = LineSplitter(limit: limit)
    var lines: [LineSplitter.Line] = []
    for part in [bytes[..<cut], bytes[cut...]] {
      splitter.append(ByteBuffer(bytes: part))
      while let line = splitter.next() { lines.append(line) }
    }
    while let line = splitter.next(isAtEnd: true) { lines.append(line) }
    return lines
  }

  @Test func linesAreFoundHoweverTheyAreCut() {
    let text = "one\ntwo\r\n\nthree"
    let expected = ["one", "two", "", "three"].map { LineSplitter.Line.whole(Array($0.utf8)) }
    for cut in 0...text.utf8.count { #expect(lines(text, cut: cut) == expected) }
  }

  @Test func aLongLineIsSkippedToItsEnd() {
    let text = "12345\n123456789\r\n12345\r\n123456"
    let expected: [LineSplitter.Line] = [
      .whole(Array("12345".utf8)), .tooLong(Array("12345".utf8)), .whole(Array("12345".utf8)),
      .tooLong(Array("12345".utf8)),
    ]
    for cut in 0...text.utf8.count { #expect(lines(text, cut: cut, limit: 5) == expected) }
  }

  @Test func theFirstByteTellsTheProtocol() {
    #expect(ProtocolSniffer.guess("POST".utf8, takesLines: true) == .http)
    #expect(ProtocolSniffer.guess("\r\n GET".utf8, takesLines: true) == .http)
    #expect(ProtocolSniffer.guess("\n{".utf8, takesLines: true) == .lines)
    #expect(ProtocolSniffer.guess("[".utf8, takesLines: true) == .lines)
    #expect(ProtocolSniffer.guess("rubbish".utf8, takesLines: true) == .lines)
    #expect(ProtocolSniffer.guess("\n ".utf8, takesLines: true) == nil)
  }
}
