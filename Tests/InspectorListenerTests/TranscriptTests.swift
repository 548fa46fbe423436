import NIOCore
import Testing

@testable import InspectorListener

@Suite struct TranscriptTests {
  @Test(arguments: [
    "3\r\nabc\r\n0\r\n\r\n",
    "3;name=value\r\nabc\r\n0\r\n\r\n",
    "0\r\n\r\n",
    "00A\r\n0123456789\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n",
    "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
  ])
  func aWalkerStopsBehindTheBodyHoweverItIsCut(_ body: String) {
    let bytes = Array((body + "POST / HTTP/1.1").utf8)
    for cut in 0...bytes.count {
      var walker = ChunkWalker()
      let first = Array(bytes[..<cut]).withUnsafeBytes { walker.advance(over: $0) }
      let second = Array(bytes[cut...]).withUnsafeBytes { walker.advance(over: $0) }
      #expect(first + second == body.utf8.count)
      #expect(walker.isDone)
    }
  }

  @Test func anEndlessChunkExtensionIsAbsurd() {
    var walker = ChunkWalker()
    let bytes = Array("1;".utf8) + [UInt8](repeating: 0x61, count: ChunkWalker.longestLine)
    _ = bytes.withUnsafeBytes { walker.advance(over: $0) }
    #expect(walker.isAbsurd)
  }

  @Test func theHeadIsKeptAsItCame() throws {
    var transcript = Transcript(headLimit: 1000)
    let head = "POST / HTTP/1.1\r\nHost:   localhost  \r\nx-Odd:\tv\r\n\r\n"
    transcript.append(ByteBuffer(string: "\r\n\r\n" + head + "hello" + "POST /next"))
    try transcript.headEnded(.length(5), lineLength: 17)
    let message = try transcript.ended()
    #expect(String(decoding: message.bytes, as: UTF8.self) == head + "hello")
    #expect(message.headLength == head.utf8.count)
    #expect(String(decoding: transcript.unfinished().bytes, as: UTF8.self) == "POST /next")
  }

  @Test func aDisagreementIsNoticed() throws {
    var transcript = Transcript(headLimit: 1000)
    transcript.append(ByteBuffer(string: "POST / HTTP/1.1\r\n\r\nhell"))
    try transcript.headEnded(.length(5), lineLength: 17)
    #expect(throws: Transcript.Fault.disagreement) { try transcript.ended() }
  }

  @Test func aHeadThatGoesOnForeverIsNotKept() {
    var transcript = Transcript(headLimit: 100)
    transcript.append(ByteBuffer(string: "POST / HTTP/1.1\r\nA:" + String(repeating: " ", count: 100)))
    #expect(throws: Transcript.Fault.headTooLarge) { try transcript.settle() }
  }

  @Test func emptyLinesBetweenMessagesAreForgotten() throws {
    var transcript = Transcript(headLimit: 4)
    for _ in 0..<100 {
      transcript.append(ByteBuffer(string: "\r\n"))
      try transcript.settle()
    }
    #expect(transcript.isBetweenMessages)
  }
}
