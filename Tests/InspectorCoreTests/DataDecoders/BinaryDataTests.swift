import CloudEventsTesting
import InspectorCore
import Testing

@Suite struct CBORDataTests {
  /// Examples of RFC 8949, appendix A.
  @Test(
    arguments: [
      ("00", "0"), ("1b ffffffffffffffff", "18446744073709551615"),
      ("3b ffffffffffffffff", "-18446744073709551616"),
      ("20", "-1"), ("f9 3c00", "1.0"), ("f9 7bff", "65504.0"), ("f9 0001", "5.960464477539063e-08"),
      ("f9 7c00", "Infinity"), ("f9 fc00", "-Infinity"), ("f9 7e00", "NaN"), ("fb 3ff199999999999a", "1.1"),
      ("fa 7f7fffff", "3.4028235e+38"), ("f4", "false"), ("f5", "true"), ("f6", "null"), ("f7", "undefined"),
      ("f0", "simple(16)"), ("f8ff", "simple(255)"), ("c1 1a514b67b0", "1(1363896240) 2013-03-21T20:04:00Z"),
      ("c1 fb41d452d9ec200000", "1(1363896240.5) 2013-03-21T20:04:00.500Z"),
      ("d8 20 76 687474703a2f2f7777772e6578616d706c652e636f6d", "32(\"http://www.example.com\")"),
      ("44 01020304", "h'01020304'"), ("40", "h''"), ("60", "\"\""), ("62 225c", "\"\\\"\\\\\""),
      ("62 c3bc", "\"ü\""), ("5f 42 0102 43 030405 ff", "(_ h'0102', h'030405')"),
      ("7f 65 7374726561 64 6d696e67 ff", "(_ \"strea\", \"ming\")"), ("80", "[]"), ("a0", "{}"),
      ("9f ff", "[_ ]"),
    ])
  func `single values`(bytes: String, shown: String) {
    let data = decode(hex(bytes), "application/cbor")
    #expect(text(data) == shown)
    #expect(data.explanation == "CBOR, because the content type is application/cbor")
  }

  @Test func `arrays and maps, an entry a line`() {
    let data = decode(hex("bf 61 61 01 61 62 9f 02 03 ff 61 63 a2 01 02 81 03 04 ff"), "application/x+cbor")
    #expect(
      text(data) == """
        {_ 
          "a": 1,
          "b": [_ 
            2,
            3
          ],
          "c": {
            1: 2,
            [
              3
            ]: 4
          }
        }
        """)
    #expect(data.lines[0].fold == 0)
  }

  @Test(
    arguments: [
      ("", "byte 1: the data ends where a value should stand"),
      ("18", "byte 2: the data ends where a number should stand"),
      ("00 00", "byte 2: more follows what should be all"),
      ("1c", "byte 1: the additional information 28 is reserved"),
      ("ff", "byte 1: nothing that could end here is open"),
      ("9b ffffffffffffffff", "byte 1: the data is too short for 18446744073709551615 entries"),
      (
        "5b ffffffffffffffff 00",
        "byte 10: the data ends where 18446744073709551615 bytes of a string should stand"
      ),
      ("5f 61 61 ff", "byte 2: a chunk must be a definite string of the same type"),
      ("9f 01", "byte 3: the data ends where the end of an indefinite value should stand"),
      ("df", "byte 1: only strings, arrays and maps may be indefinite"),
      ("f818", "byte 1: the simple value 24 must stand in one byte"),
    ])
  func `what is no CBOR is shown in hex, with what is wrong`(bytes: String, problem: String) {
    let data = decode(hex(bytes), "application/cbor")
    #expect(data.problem == "It is declared as CBOR and is not: \(problem).")
    #expect(data.name != "CBOR")
  }

  @Test func `sequences, the tag that says what it is, and depth`() {
    #expect(text(decode(hex("01 02"), "application/cbor-seq")) == "1\n2")
    #expect(decode(hex("d9d9f7 80"), nil).explanation == "CBOR, because it begins with the tag that says so")
    let deep = [UInt8](repeating: 0x81, count: 100_000)
    #expect(decode(deep, "application/cbor").problem?.contains("deeper than 128 levels") == true)
    let tags = [UInt8](repeating: 0xc0, count: 100_000)
    #expect(decode(tags, "application/cbor").problem?.contains("deeper than 128 levels") == true)
  }
}

@Suite struct MessagePackDataTests {
  @Test(
    arguments: [
      ("00", "0"), ("7f", "127"), ("ff", "-1"), ("e0", "-32"), ("cc ff", "255"), ("cd ffff", "65535"),
      ("ce ffffffff", "4294967295"), ("cf ffffffffffffffff", "18446744073709551615"), ("d0 80", "-128"),
      ("d1 8000", "-32768"), ("d2 80000000", "-2147483648"), ("d3 8000000000000000", "-9223372036854775808"),
      ("ca 3f800000", "1.0"), ("cb 3ff199999999999a", "1.1"), ("c0", "null"), ("c2", "false"), ("c3", "true"),
      ("a2 c3a9", "\"é\""), ("a1 ff", "h'ff' not UTF-8"), ("d9 01 61", "\"a\""), ("c4 02 00ff", "h'00ff'"),
      ("d4 05 ab", "ext(5, h'ab')"), ("d6 ff 514b67b0", "ext(-1, h'514b67b0') 2013-03-21T20:04:00Z"),
      ("d7 ff 77359400514b67b0", "ext(-1, h'77359400514b67b0') 2013-03-21T20:04:00.500Z"),
      ("c7 0c ff 1dcd6500 00000000514b67b0", "ext(-1, h'1dcd650000000000514b67b0') 2013-03-21T20:04:00.500Z"),
      ("90", "[]"), ("80", "{}"), ("01 02", "1\n2"),
      ("82 a1 61 01 a1 62 92 02 c0", "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    null\n  ]\n}"),
      ("dc 0001 01", "[\n  1\n]"), ("de 0001 01 02", "{\n  1: 2\n}"),
    ])
  func `values`(bytes: String, shown: String) {
    #expect(text(decode(hex(bytes), "application/msgpack")) == shown)
  }

  @Test(
    arguments: [
      ("c1", "byte 1: the byte 0xc1 begins no value"),
      ("92 01", "byte 1: the data is too short for 2 entries"),
      ("dd ffffffff", "byte 1: the data is too short for 4294967295 entries"),
      ("c6 ffffffff", "byte 6: the data ends where 4294967295 bytes of binary data should stand"),
      ("", "byte 1: the data ends where a value should stand"),
    ])
  func `what is none`(bytes: String, problem: String) {
    let data = decode(hex(bytes), "application/vnd.msgpack")
    #expect(data.problem == "It is declared as MessagePack and is not: \(problem).")
  }
}

@Suite struct ProtobufDataTests {
  /// What protoc 3.21 makes of
  /// `message Order { string id = 1; repeated int32 n = 2; Line line = 3; Kind kind = 4; double d = 5; bool b = 6;
  /// sint64 s = 7; bytes raw = 8; map<string, fixed32> m = 9; message Line { uint64 q = 1; }
  /// enum Kind { NEW = 0; OLD = 1; } } message Other { string x = 1; }` in the package `shop`.
  static let descriptors = hex(
    "0ae9020a0a73686f702e70726f746f120473686f7022b5020a054f72646572120e0a02696418012001280952026964120c0a016e180220"
      + "03280552016e12240a046c696e6518032001280b32102e73686f702e4f726465722e4c696e6552046c696e6512240a046b696e641804"
      + "2001280e32102e73686f702e4f726465722e4b696e6452046b696e64120c0a0164180520012801520164120c0a016218062001280852"
      + "0162120c0a017318072001281252017312100a0372617718082001280c520372617712200a016d18092003280b32122e73686f702e4f"
      + "726465722e4d456e74727952016d1a340a064d456e74727912100a036b657918012001280952036b657912140a0576616c7565180220"
      + "012807520576616c75653a0238011a140a044c696e65120c0a017118012001280452017122180a044b696e6412070a034e4557100012"
      + "070a034f4c44100122150a054f74686572120c0a0178180120012809520178620670726f746f33")

  /// An order, and a field that the type does not have.
  static let order = hex(
    "0a 02 4131 12 0c 01ffffffffffffffffff0103 1a 02 0801 20 01 29 000000000000f03f 30 01 38 03 42 01 00"
      + "4a 08 0a 01 6b 15 07000000 50 2a")

  private func schemas() throws -> DataSchemas {
    var schemas = DataSchemas()
    try schemas.protobuf.add(descriptorSet: Self.descriptors)
    return schemas
  }

  @Test func `without a schema, numbers for names and guesses for types`() {
    let data = decode(Self.order, "application/protobuf")
    #expect(
      text(data) == """
        1: "A1"
        2: h'01ffffffffffffffffff0103'
        3 {
          1: 1
        }
        4: 1
        5: 0x3ff0000000000000 (1.0 as a double)
        6: 1
        7: 3
        8: h'00'
        9 {
          1: "k"
          2: 0x00000007 (1e-44 as a float)
        }
        10: 42
        """)
    #expect(data.facts.hasPrefix("no schema: what is text and what a message is a guess · "))
    #expect(data.lines[2].fold == 18)
  }

  @Test func `with a descriptor set, names and types`() throws {
    let data = decode(Self.order, "application/protobuf; proto=shop.Order", schemas: try schemas())
    #expect(
      text(data) == """
        id: "A1"
        n: [1, -1, 3]
        line {
          q: 1
        }
        kind: OLD
        d: 1.0
        b: true
        s: -2
        raw: h'00'
        m {
          key: "k"
          value: 7
        }
        10: 42
        """)
    #expect(data.facts.hasPrefix("shop.Order, because the content type says shop.Order · "))
  }

  @Test(
    arguments: [
      ("application/protobuf", "shop.Order", nil, "the event's type is shop.Order"),
      ("application/protobuf", "x", "type.googleapis.com/shop.Order", "dataschema says shop.Order"),
      (
        "application/protobuf", "x", "https://example.com/shop.proto#shop.Order", "dataschema says shop.Order"
      ),
    ] as [(String, String, String?, String)])
  func `the message type comes from what the event says`(
    type: String, eventType: String, dataschema: String?, reason: String
  ) throws {
    let data = decode(
      Self.order, type, schemas: try schemas(), eventType: eventType, dataschema: dataschema)
    #expect(data.facts.hasPrefix("shop.Order, because \(reason)"))
  }

  @Test func `a type that is not named, and data of another type`() throws {
    let unnamed = decode(Self.order, "application/protobuf", schemas: try schemas())
    #expect(unnamed.facts.hasPrefix("no message type is named"))
    let other = decode(Self.order, "application/protobuf; proto=shop.Other", schemas: try schemas())
    #expect(text(other).hasPrefix("x: \"A1\"\n2: h'"))
    let wrong = decode(
      hex("08 01 1a 01 ff"), "application/protobuf; proto=shop.Order", schemas: try schemas())
    #expect(text(wrong) == "1: 1\n3: h'ff'")
    #expect(
      wrong.problem == "It is not shop.Order: byte 6: the data ends where the rest of a number should stand.")
    let mistyped = decode(hex("08 01"), "application/protobuf; proto=shop.Order", schemas: try schemas())
    #expect(text(mistyped) == "id (not written as its type): 1")
  }

  @Test func `a descriptor set that is none is refused`() {
    var schemas = DataSchemas()
    #expect(throws: DataMismatch("it has no message types")) { try schemas.protobuf.add(descriptorSet: []) }
    #expect(throws: DataMismatch.self) { try schemas.protobuf.add(descriptorSet: Array("{}".utf8)) }
  }

  @Test func `text, messages and bytes are told apart`() {
    // Text whose first character could be a field's tag, a message of one text, a group, a negative number.
    #expect(text(decode(hex("0a 05") + Array("hello".utf8), "application/protobuf")) == #"1: "hello""#)
    #expect(text(decode(hex("0a 04 0a 02 6869"), "application/protobuf")) == "1 {\n  1: \"hi\"\n}")
    #expect(text(decode(hex("0a 02 0a0a"), "application/protobuf")) == #"1: "\n\n""#)
    #expect(text(decode(hex("0b 08 01 0c"), "application/protobuf")) == "1 {\n  1: 1\n}")
    #expect(
      text(decode(hex("08 ffffffffffffffffff01"), "application/protobuf")) == "1: 18446744073709551615 (-1)")
    #expect(text(decode([], "application/protobuf")).isEmpty)
  }

  @Test(
    arguments: [
      ("0a 05 61", "byte 3: the data ends where 5 bytes of field 1 should stand"),
      ("00 00", "byte 1: 0 is no field's number"), ("0f", "byte 1: 7 is no wire type that can stand here"),
      ("0c", "byte 1: 4 is no wire type that can stand here"),
      ("0b 14", "byte 2: the end of group 1 should stand here"),
      ("08 ffffffffffffffffff7f", "byte 2: a number has more than 64 bits"),
    ])
  func `what is none`(bytes: String, problem: String) {
    let data = decode(hex(bytes), "application/x-protobuf")
    #expect(data.problem == "It is declared as Protobuf and is not: \(problem).")
  }

  @Test func `deep groups and messages are bounded`() {
    #expect(decode([UInt8](repeating: 0x0b, count: 100_000), "application/protobuf").name == "Hex")
    var nested: [UInt8] = [0x08, 0x01]
    for _ in 0..<100 where nested.count < 16_000 {
      var length: [UInt8] = []
      var rest = nested.count
      while rest > 0x7f {
        length.append(UInt8(rest & 0x7f | 0x80))
        rest >>= 7
      }
      nested = [0x0a] + length + [UInt8(rest)] + nested
    }
    #expect(decode(nested, "application/protobuf", limit: 1000).name == "Protobuf")
  }
}

@Suite struct ImageDataTests {
  @Test(
    arguments: [
      (
        "89504e470d0a1a0a 0000000d 49484452 00000280 000001e0 08 06 00 00 01", "PNG · 640 × 480",
        "8 bits a channel, RGB with alpha, interlaced"
      ),
      (
        "ffd8 ffe0 0004 0000 ffc2 0011 08 01e0 0280 03", "JPEG · 640 × 480",
        "8 bits a channel, 3 channels, progressive"
      ),
      ("474946383961 8002 e001 f7 00 00", "GIF · 640 × 480", "256 colours"),
      (
        "52494646 00000000 57454250 56503858 0a000000 12000000 7f0200 df0100", "WebP · 640 × 480",
        "with alpha"
      ),
      (
        "52494646 00000000 57454250 5650384c 0a000000 2f 7fc27710", "WebP · 640 × 480", "lossless, with alpha"
      ),
      ("52494646 00000000 57454250 56503820 0a000000 000000 9d012a 8002 e001", "WebP · 640 × 480", "lossy"),
      (
        "424d 00000000 00000000 00000000 28000000 80020000 20feffff 0100 1800", "BMP · 640 × 480",
        "24 bits a pixel"
      ),
      ("00000100 0200 10 00 000000000000000000000000000000", "ICO · 16 × 256", "the first of 2 icons"),
      (
        "49492a00 08000000 0200 0001 0300 01000000 80020000 0101 0400 01000000 e0010000", "TIFF · 640 × 480",
        nil
      ),
      ("0000001c 66747970 61766966 00000014 69737065 00000000 00000280 000001e0", "AVIF · 640 × 480", nil),
    ] as [(String, String, String?)])
  func `size and depth`(bytes: String, facts: String, note: String?) {
    let data = decode(hex(bytes), "image/x")
    #expect(data.facts.hasPrefix(facts + " · "))
    if let note { #expect(data.lines[2].text.hasSuffix(note)) }
    #expect(data.lines[1].text == "size    \(facts.split(separator: " · ")[1]) pixels")
  }

  @Test func `an image is known by its bytes, and one that is none is said`() {
    let png = hex("89504e470d0a1a0a 0000000d 49484452")
    #expect(decode(png, nil).explanation == "Image, because it begins with the bytes of PNG")
    #expect(text(decode(png, nil)).contains("the head is cut off"))
    #expect(
      decode("hello", "image/png").problem
        == "It is declared as Image and is not: it begins like no image that is known here.")
    #expect(decode("<svg/>", "image/svg+xml").name == "XML")
  }
}
