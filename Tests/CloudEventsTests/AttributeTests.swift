import CloudEvents
import Testing

@Suite struct AttributeNameTests {
  @Test(arguments: ["a", "id", "0", "comexampleextension1", "averyveryverylongattributename"])
  func `lower-case letters and digits are a name`(name: String) {
    #expect(AttributeName(name)?.rawValue == name)
    #expect(AttributeName(unchecked: name).isValid)
  }

  @Test(arguments: ["", "A", "my.ext", "my-ext", "my_ext", "é", "a b", "data", "a\u{301}"])
  func `other characters, nothing and data are none`(name: String) {
    #expect(AttributeName(name) == nil)
    #expect(!AttributeName(unchecked: name).isValid)
  }

  @Test func `names are compared by bytes, not by how they look`() {
    let (composed, decomposed) = (AttributeName(unchecked: "é"), AttributeName(unchecked: "e\u{301}"))
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
  }
}

@Suite struct AttributeValueTests {
  @Test(arguments: [
    ("true", AttributeValue.Kind.boolean), ("false", .boolean), ("0", .integer), ("-1", .integer),
    ("2147483647", .integer), ("-2147483648", .integer), ("", .string), ("é😀", .string), ("TWE=", .binary),
    ("", .binary), ("https://a/b", .uri), ("//authority/path", .uriReference), ("", .uriReference),
    ("2018-04-05T17:31:00+01:00", .timestamp),
  ])
  func `canonical strings come back as they were`(text: String, kind: AttributeValue.Kind) {
    let value = AttributeValue(text, as: kind)
    #expect(value?.kind == kind)
    #expect(value?.canonicalString == text)
  }

  @Test(arguments: [
    ("True", AttributeValue.Kind.boolean), ("1", .boolean), ("", .boolean), ("2147483648", .integer),
    ("-2147483649", .integer), ("01", .integer), ("+1", .integer), ("1.0", .integer), ("1e3", .integer),
    ("", .integer),
    ("-", .integer), (" 1", .integer), ("٣", .integer), ("a\u{0}", .string), ("\u{7f}", .string),
    ("\u{9f}", .string),
    ("a\nb", .string), ("TWE", .binary),
    ("TW-=", .binary), ("/relative", .uri), ("a b", .uriReference), ("today", .timestamp),
  ])
  func `text of another type is refused`(text: String, kind: AttributeValue.Kind) {
    #expect(AttributeValue(text, as: kind) == nil)
  }

  @Test(arguments: [0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x8ffff, 0x10fffe, 0x10ffff] as [UInt32])
  func `noncharacters are refused, their neighbours are not`(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(AttributeValue("a\(scalar)", as: .string) == nil)
    let neighbour = try #require(
      Unicode.Scalar(value == 0xfdd0 ? 0xfdcf : value == 0xfdef ? 0xfdf0 : value ^ 4))
    #expect(AttributeValue("a\(neighbour)", as: .string) != nil)
  }

  @Test func `values of different types differ, and strings are compared by bytes`() {
    #expect(AttributeValue.integer(1) != .string("1"))
    #expect(AttributeValue.boolean(true) != .string("true"))
    #expect(AttributeValue.string("é") != .string("e\u{301}"))
    #expect(Set([AttributeValue.string("é"), .string("e\u{301}"), .string("é")]).count == 2)
  }
}

@Suite struct SpecVersionTests {
  @Test func `version 1.0 knows its attributes and their types`() {
    #expect(
      SpecVersion.v1.attributes.filter(\.isRequired).map(\.name) == [.specversion, .id, .source, .type])
    #expect(SpecVersion.v1.kind(of: .dataschema) == .uri)
    #expect(SpecVersion.v1.kind(of: .time) == .timestamp)
    #expect(SpecVersion.v1.kind(of: AttributeName(unchecked: "schemaurl")) == nil)
  }

  @Test func `version 0.3 has schemaurl and datacontentencoding`() {
    #expect(SpecVersion.v03.kind(of: AttributeName(unchecked: "schemaurl")) == .uriReference)
    #expect(SpecVersion.v03.kind(of: AttributeName(unchecked: "datacontentencoding")) == .string)
    #expect(SpecVersion.v03.kind(of: .dataschema) == nil)
  }
}
