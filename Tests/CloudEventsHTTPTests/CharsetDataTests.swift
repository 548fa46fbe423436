import CloudEvents
import CloudEventsHTTP
import Testing

@Suite struct CharsetDataTests {
  private func event(_ charset: String, _ data: String) throws -> CloudEvent {
    try JSONEventFormat().event(
      from: Array(
        #"{"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"text/plain; charset=\#(charset)","data":"\#(data)"}"#
          .utf8))
  }

  @Test(arguments: [("iso-8859-1", "€"), ("us-ascii", "é"), ("shift_jis", "日本")])
  func `text that its charset cannot be written in stays text in JSON, and is refused in binary mode`(
    charset: String, data: String
  ) throws {
    let event = try event(charset, data)
    let json = String(decoding: JSONEventFormat().encode(event), as: UTF8.self)
    #expect(json.hasSuffix(#""data":"\#(data)"}"#))
    #expect(throws: MessageEncodingError.self) { try HTTPBinding().encode([event], mode: .binary) }
  }

  @Test(
    arguments: [
      ("iso-8859-1", "é", [0xe9]), ("windows-1252", "€", [0x80]), ("utf-8", "é", [0xc3, 0xa9]),
      ("shift_jis", "abc", [0x61, 0x62, 0x63]),
    ] as [(String, String, [UInt8])])
  func `text is written in its declared charset in binary mode`(charset: String, data: String, bytes: [UInt8])
    throws
  {
    let message = try HTTPBinding().encode([try event(charset, data)], mode: .binary)
    #expect(message.body == bytes)
  }
}
