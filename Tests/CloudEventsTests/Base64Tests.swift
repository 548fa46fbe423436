import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct Base64Tests {
  // RFC 4648, section 10.
  static let vectors: [(plain: String, text: String)] = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]

  @Test(arguments: vectors)
  func `the vectors of RFC 4648 encode and decode`(plain: String, text: String) {
    #expect(Base64.encode(plain.utf8) == text)
    #expect(Base64.decode(text) == utf8(plain))
  }

  @Test func `bytes of every value and length come back`() {
    for count in 0..<260 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    #expect(Base64.encode([0xfb, 0xff, 0xbf]) == "+/+/")
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "=", "====", "A===", "Zg==Zg==", "Zm9v\n", " Zm9", "Zm9-", "Zm9_", "Zh==",
    "Zm9=",
    "Zé==", "Z=g=",
  ])
  func `what is not canonical is refused`(text: String) {
    #expect(Base64.decode(text) == nil)
    #expect(!utf8(text).withUnsafeBytes { Base64.isValid($0) })
  }
}
