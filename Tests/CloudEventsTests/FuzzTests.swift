import CloudEvents
import CloudEventsTesting
import Testing

/// Random changes to telling texts: whatever comes, an answer and no crash. The seed is fixed, so every run is the same.
@Suite struct FuzzTests {
  static let seeds = [
    #"{"specversion":"1.0","id":"\u00e9\ud83d\ude00","source":"https://a:1@[::1]:80/b?c#d","type":"t","time":"2018-12-31T23:59:60.5+00:00","dataschema":"urn:x","subject":"größe","ext":-12,"flag":true,"none":null,"datacontenttype":"text/plain; charset=\"utf-16le\"","data":"a\n\"b\""}"#,
    #"[{"specversion":"1.0","id":"1","source":"/","type":"t","data_base64":"AAE/"},{"data":[1.0,1e400,{"a":[[[]]]}]},[],null]"#,
  ]

  @Test(arguments: 0..<4)
  func `no changed text crashes the JSON format`(round: Int) {
    var generator = SeededGenerator(seed: UInt64(round) + 7)
    let format = JSONEventFormat()
    for _ in 0..<1000 {
      let bytes = utf8(Self.seeds[round % 2]).mutated(using: &generator)
      bytes.withUnsafeBytes { bytes in
        let isJSON = JSONScanner.isValid(bytes)
        let decoded = format.decode(bytes)
        #expect(isJSON == !decoded.violations.contains { $0.rule == .json })
        let event = decoded.event(in: bytes)
        if decoded.isValid {
          let written = format.encodeLine(event)
          let again = written.withUnsafeBytes { format.decode($0).event(in: $0) }
          #expect(
            again.id.utf8.elementsEqual(event.id.utf8) && again.attributes.count == event.attributes.count)
        }
        let batch = format.decodeBatch(bytes)
        for member in batch.events { _ = member.event(in: bytes) }
        if let error = JSONScanner.error(in: bytes) { _ = error.position(in: bytes) }
      }
    }
  }

  @Test func `no changed text crashes the types`() {
    var generator = SeededGenerator(seed: 99)
    let seeds = [
      "https://a:1@[2001:db8::1.2.3.4]:80/b%20?c#d", "2018-12-31T23:59:60.123-01:30",
      #"text/plain; charset="a\"b"; q=1"#,
      #""a b"%20%E2%82%AC"x\"y""#, "Zm9vYg==", #"\ud83d\ude00\n\u0041\ud800"#,
    ]
    for round in 0..<6000 {
      let bytes = utf8(seeds[round % seeds.count]).mutated(using: &generator)
      let text = String(decoding: bytes, as: UTF8.self)
      for kind in AttributeValue.Kind.allCases {
        if let value = AttributeValue(text, as: kind) {
          #expect(value.canonicalString.utf8.elementsEqual(text.utf8) || kind == .integer)
        }
      }
      bytes.withUnsafeBytes { bytes in
        #expect((MediaType(bytes: bytes) != nil) == MediaType.isValid(bytes))
        _ = HeaderValueCoding.decode(bytes)
        _ = HeaderValueCoding.hasUnencoded(bytes)
        _ = JSONString.lossyText(bytes)
        if let decoded = Base64.decode(bytes) { #expect(Base64.encoded(decoded) == Array(bytes)) }
        for charset in Charset.allCases { _ = charset.decode(Array(bytes)) }
      }
    }
  }
}
