import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct UTF8ValidationTests {
  @Test(
    arguments: [
      [], [0x00], [0x7f], [0xc2, 0x80], [0xdf, 0xbf], [0xe0, 0xa0, 0x80], [0xed, 0x9f, 0xbf],
      [0xee, 0x80, 0x80],
      [0xef, 0xbf, 0xbf], [0xf0, 0x90, 0x80, 0x80], [0xf4, 0x8f, 0xbf, 0xbf],
    ] as [[UInt8]])
  func `the first and last of each length are well formed`(bytes: [UInt8]) {
    #expect(UTF8Validation.isValid(bytes))
  }

  @Test(
    arguments: [
      [0x80], [0xbf], [0xc0, 0xa0], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x80, 0x80],
      [0xe0, 0x9f, 0xbf],
      [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80],
      [0xf0, 0x8f, 0xbf, 0xbf],
      [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xf0, 0x9f, 0x98], [0xfe], [0xff],
    ] as [[UInt8]])
  func `overlong forms, surrogates, cut and foreign bytes are not`(bytes: [UInt8]) {
    #expect(!UTF8Validation.isValid(bytes))
    for padding in 0..<10 {
      let padded = [UInt8](repeating: 0x61, count: padding) + bytes
      #expect(padded.withUnsafeBytes { UTF8Validation.firstInvalid(in: $0) } == padding)
    }
  }

  @Test func `every scalar is well formed, as Swift encodes it`() {
    for value in stride(from: UInt32(0), through: 0x10ffff, by: 17) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(UTF8Validation.isValid(utf8(String(Character(scalar)))))
    }
  }
}
