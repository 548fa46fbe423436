import CloudEvents
import Testing

@Suite struct CharsetTests {
  @Test(
    arguments: [
      ("UTF-8", "é€😀", [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]),
      ("us-ascii", "abc", [0x61, 0x62, 0x63]),
      ("ISO-8859-1", "aé", [0x61, 0xe9]),
      ("ISO-8859-15", "€é", [0xa4, 0xe9]),
      ("windows-1252", "€“é”", [0x80, 0x93, 0xe9, 0x94]),
      ("utf-16be", "é😀", [0x00, 0xe9, 0xd8, 0x3d, 0xde, 0x00]),
      ("utf-16le", "é😀", [0xe9, 0x00, 0x3d, 0xd8, 0x00, 0xde]),
    ] as [(String, String, [UInt8])])
  func `text is decoded and encoded`(name: String, text: String, bytes: [UInt8]) throws {
    let charset = try #require(Charset(name: name))
    #expect(charset.encode(text) == bytes)
    #expect(charset.decode(bytes) == text)
  }

  @Test(
    arguments: [
      (Charset.utf8, [0xff]), (.usASCII, [0x80]), (.utf16BigEndian, [0x00]), (.utf16BigEndian, [0xd8, 0x00]),
      (.utf16LittleEndian, [0x00, 0xdc]),
      (.windows1252, [0x81]),
    ] as [(Charset, [UInt8])])
  func `bytes that are not well formed are no text`(charset: Charset, bytes: [UInt8]) {
    #expect(charset.decode(bytes) == nil)
  }

  @Test func `characters that a charset does not have are refused`() {
    #expect(Charset.usASCII.encode("é") == nil)
    #expect(Charset.isoLatin1.encode("€") == nil)
    #expect(Charset.isoLatin9.encode("¤") == nil)
    #expect(Charset.windows1252.encode("\u{81}") == nil)
  }

  @Test func `a media type without a charset is UTF-8, with an unknown one it is none`() {
    #expect(Charset(of: MediaType("text", "plain")) == .utf8)
    #expect(MediaType("text/plain; charset=shift_jis").flatMap { Charset(of: $0) } == nil)
  }

  @Test func `every byte survives where a charset decodes it`() {
    for charset in Charset.allCases {
      for first in UInt8.min...UInt8.max {
        let bytes = [first, 0x41]
        if let text = charset.decode(bytes) { #expect(charset.encode(text) == bytes) }
      }
    }
  }
}
