import CloudEvents
import CloudEventsTesting
import InspectorCore
import Testing

@Suite struct CompressedDataTests {
  /// `{"n":1}`, as Python's gzip, zlib and raw deflate write it.
  static let gzip = hex("1f8b0800000000000203 ab56ca53b232ac0500 7e3b4bd407000000")
  static let zlib = hex("789c ab56ca53b232ac0500 086b0216")
  static let deflate = hex("ab56ca53b232ac0500")

  @Test(
    arguments: [
      (gzip, "application/json", nil, "it begins with the bytes of gzip", "gzip"),
      (gzip, nil, nil, "it begins with the bytes of gzip", "gzip"),
      (gzip, "application/json+gzip", nil, "the content type is application/json+gzip", "gzip"),
      (gzip, "application/gzip", nil, "the content type is application/gzip", "gzip"),
      (zlib, "application/zlib", nil, "the content type is application/zlib", "zlib"),
      (zlib, "application/json", "deflate", "Content-Encoding is deflate", "zlib"),
      (deflate, "application/json", "deflate", "Content-Encoding is deflate", "deflate"),
    ] as [([UInt8], String?, String?, String, String)])
  func `what is inside is decoded`(
    bytes: [UInt8], type: String?, encoding: String?, reason: String, kind: String
  ) {
    let data = decode(bytes, type, encoding: encoding)
    #expect(text(data) == "{\n  \"n\": 1\n}")
    #expect(data.name == "Compressed")
    #expect(data.explanation.hasPrefix("Compressed, because \(reason); inside: JSON, because "))
    #expect(data.facts == "UTF-8 · 7 bytes inflated · \(kind) · \(bytes.count) bytes")
    #expect(data.problem == nil)
  }

  @Test func `members of gzip follow each other`() {
    #expect(text(decode(Self.gzip + Self.gzip, "application/x-ndjson+gzip")) == "{\"n\":1}{\"n\":1}")
  }

  @Test func `what is torn shows its beginning, and what is damaged is said`() {
    let torn = decode(Array(Self.gzip.dropLast(9)), "text/plain")
    #expect(torn.problem == "The compressed data is not whole: it ends too early.")
    #expect(torn.isCut)
    let damaged = decode(hex("1f8b08000000000002 03 ff ff ff ff"), "application/gzip")
    #expect(
      damaged.problem?.hasPrefix("It is declared as Compressed and is not: it is broken at byte ") == true)
    #expect(decode("{}", "application/gzip").problem != nil)
  }

  @Test func `what stands after the compressed data is not passed over in silence`() {
    for bytes in [Self.gzip, Self.zlib] {
      let data = decode(bytes + Array("AAA".utf8), "application/gzip")
      #expect(text(data) == "{\n  \"n\": 1\n}")
      #expect(data.problem?.hasPrefix("The compressed data is not whole: it is broken at byte ") == true)
    }
  }

  @Test(arguments: [
    ("zstd", "28b52ffd 04 38 390000"), ("snappy", "ff060000734e61507059 01 0b0000"),
    ("xz", "fd377a585a00 0004e6d6b446"), ("LZ4", "04224d18 6440a7"),
  ])
  func `compression that cannot be taken off is named`(name: String, bytes: String) {
    for type in [nil, "application/json", "application/octet-stream", "application/\(name)"] {
      #expect(
        decode(hex(bytes), type).explanation
          == "Hex, because it is compressed with \(name), which cannot be read here")
    }
  }

  @Test func `a bomb is inflated to a bound`() {
    // Blocks that are stored as they are: 64 KiB, 600 times.
    let block = [UInt8(0x00), 0xff, 0xff, 0x00, 0x00] + [UInt8](repeating: 0x41, count: 65_535)
    var bomb = hex("1f8b0800000000000003")
    for _ in 0..<600 { bomb += block }
    let data = decode(bomb, "text/plain", limit: 3)
    #expect(data.problem == "Only the first 32 MiB of what is inside were looked at.")
    #expect(data.isCut)
    #expect(data.lines.count == 1)
  }

  @Test func `wrappers in wrappers are opened a few times`() {
    func stored(_ bytes: [UInt8]) -> [UInt8] {
      let count = UInt16(bytes.count)
      return hex("1f8b0800000000000003 01") + [
        UInt8(count & 0xff), UInt8(count >> 8), UInt8(~count & 0xff), UInt8(~count >> 8),
      ] + bytes + [UInt8](repeating: 0, count: 8)
    }
    var nested: [UInt8] = Self.gzip
    for _ in 0..<6 { nested = stored(nested) }
    let data = decode(nested, nil)
    #expect(data.explanation.split(separator: "inside:").count == 5)
    #expect(data.explanation.hasSuffix("inside: Hex, because it is no text and has no content type"))
    #expect(data.problem == "The compressed data is not whole: it is broken at byte \(nested.count - 4).")
  }
}

@Suite struct AvroDataTests {
  private static let user = """
    {"type":"record","name":"User","namespace":"com.example","fields":[{"name":"name","type":"string"},
    {"name":"n","type":["null","int"]},{"name":"born","type":{"type":"int","logicalType":"date"}},
    {"name":"tags","type":{"type":"array","items":"string"}},{"name":"next","type":["null","User"]}]}
    """
  /// Ann, and after her Bob.
  private static let value = hex("06416e6e020e90ac01020261000206426f6200000000")

  private static let shown = """
    {
      name: "Ann",
      n: 7,
      born: 11016 2000-02-29T00:00:00Z,
      tags: [
        "a"
      ],
      next: {
        name: "Bob",
        n: null,
        born: 0 1970-01-01T00:00:00Z,
        tags: [],
        next: null
      }
    }
    """

  /// A container as the Avro specification lays it out.
  private static func container(_ codec: String, _ block: [UInt8], schema: String = user) -> [UInt8] {
    func text(_ text: String) -> [UInt8] { number(text.utf8.count) + Array(text.utf8) }
    func number(_ value: Int) -> [UInt8] {
      var (rest, bytes) = (value * 2, [UInt8]())
      while rest > 0x7f {
        bytes.append(UInt8(rest & 0x7f | 0x80))
        rest >>= 7
      }
      return bytes + [UInt8(rest)]
    }
    let marker = Array("0123456789abcdef".utf8)
    return hex("4f626a01 04") + text("avro.schema") + text(schema) + text("avro.codec") + text(codec) + [0]
      + marker
      + number(1) + number(block.count) + block + marker
  }

  @Test func `a container carries its schema, compressed or not`() {
    let plain = decode(Self.container("null", Self.value), "application/octet-stream")
    #expect(plain.explanation == "Avro, because it begins like an Avro container")
    #expect(text(plain) == Self.shown)
    #expect(plain.facts.hasPrefix("com.example.User · not compressed · 1 value · "))
    let deflated = hex("6373cccb63e29bb086918929918189cd293f89010800")
    let packed = decode(Self.container("deflate", deflated), "avro/binary")
    #expect(packed.explanation == "Avro, because the content type is avro/binary")
    #expect(text(packed) == Self.shown)
    let snappy = decode(Self.container("snappy", [1, 2, 3]), "application/avro")
    #expect(snappy.problem == "Its blocks are compressed with snappy, which cannot be read here.")
  }

  @Test func `a bare value needs a schema`() throws {
    let schemas = DataSchemas(avro: [
      try AvroSchema(json: Array(#""string""#.utf8)), try AvroSchema(json: Array(Self.user.utf8)),
    ])
    let data = decode(Self.value, "avro/binary", schemas: schemas)
    #expect(text(data) == Self.shown)
    #expect(data.facts.hasPrefix("as com.example.User · "))
    #expect(
      decode(Self.value, "avro/binary").problem
        == "It is declared as Avro, but a bare value says nothing without its schema."
    )
    let wrong = decode([0xff], "avro/binary", schemas: schemas)
    #expect(
      wrong.problem
        == "It is declared as Avro and is not: as string: byte 2: the data ends where the rest of a number should stand."
    )
  }

  @Test func `a single object is read by the schema of its fingerprint`() throws {
    let schemas = DataSchemas(avro: [
      try AvroSchema(json: Array(#""string""#.utf8)), try AvroSchema(json: Array(#""int""#.utf8)),
    ])
    let object = hex("c301 8f5c393f1ad57572 0e")
    for type in [nil, "avro/binary", "application/octet-stream"] {
      let data = decode(object, type, schemas: schemas)
      #expect(text(data) == "7" && data.problem == nil)
      #expect(data.facts.hasPrefix("as int · "))
    }
    let unknown = decode(object, nil)
    #expect(unknown.explanation == "Avro, because it begins with the marker of Avro's single objects")
    #expect(unknown.facts.hasPrefix("single object · fingerprint 7275d51a3f395c8f · "))
    #expect(
      unknown.problem
        == "The schema with the fingerprint 7275d51a3f395c8f is not given; these are the value's bytes.")
    #expect(text(unknown).hasPrefix("00000000  0e "))
    // A bare value may begin with the same bytes by chance.
    let fields = #"[{"name":"a","type":"int"},{"name":"b","type":"string"}]"#
    let record = try AvroSchema(json: Array(#"{"type":"record","name":"R","fields":\#(fields)}"#.utf8))
    let bare = decode(hex("c301 0e") + utf8("by luck"), "avro/binary", schemas: DataSchemas(avro: [record]))
    #expect(text(bare) == "{\n  a: -98,\n  b: \"by luck\"\n}" && bare.facts.hasPrefix("as R · "))
  }

  /// The fingerprints that Avro's own libraries compute, their least significant byte first.
  @Test(arguments: [
    (#""string""#, "c70345637248018f"),
    (#"{"type":"enum","name":"E","symbols":["A","B"],"doc":"no"}"#, "5573fdea05ce10ae"),
    (#"{"size":4,"type":"fixed","name":"F","namespace":"a"}"#, "5838339574f0aae8"),
    (#"{"type":"map","values":{"type":"int","logicalType":"date"}}"#, "73894c53c2e239db"),
    (
      #"{"type":"record","name":"a.R","aliases":["x"],"fields":[{"name":"f","type":{"type":"array","items":"bytes"},"default":[]},{"type":["null","R"],"name":"next"}]}"#,
      "4cd0ab4618c8802d"
    ),
  ])
  func `schemas that read the same have the same fingerprint`(schema: String, fingerprint: String) throws {
    let schemas = DataSchemas(avro: [try AvroSchema(json: Array(schema.utf8))])
    #expect(
      decode(hex("c301" + fingerprint), nil, schemas: schemas).facts.hasPrefix("single object") == false)
  }

  @Test(
    arguments: [
      (#""null""#, "", "null"), (#""boolean""#, "01", "true"),
      (#""long""#, "ffffffffffffffffff01", "-9223372036854775808"),
      (#""float""#, "0000803f", "1.0"), (#""double""#, "000000000000f03f", "1.0"),
      (#""bytes""#, "0400ff", "h'00ff'"),
      (#""string""#, "04c3a9", "\"é\""), (#"{"type":"fixed","name":"f","size":2}"#, "00ff", "h'00ff'"),
      (#"{"type":"enum","name":"e","symbols":["A","B"]}"#, "02", "B"),
      (#"{"type":"map","values":"int"}"#, "02 0261 02 00", "{\n  \"a\": 1\n}"),
      (#"{"type":"array","items":"int"}"#, "01 02 02 00", "[\n  1\n]"),
      (#"{"type":"long","logicalType":"timestamp-millis"}"#, "02", "1 1970-01-01T00:00:00.001Z"),
      (#"{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}"#, "04 ff85", "h'ff85' -1.23"),
      (#"["null",{"type":"record","name":"r","fields":[]}]"#, "02", "{}"),
    ])
  func `each type`(schema: String, bytes: String, shown: String) throws {
    let schemas = DataSchemas(avro: [try AvroSchema(json: Array(schema.utf8))])
    #expect(text(decode(hex(bytes), "avro/binary", schemas: schemas)) == shown)
  }

  @Test(
    arguments: [
      ("{", "the schema is not JSON"), (#""nothing""#, "the schema has no type nothing"),
      ("{}", "an object in the schema has no \"type\""),
      ("1", "a type in the schema is neither a name, nor an object, nor an array"),
      (#"{"type":"fixed","name":"f"}"#, "a fixed type in the schema has no \"size\""),
      (#"{"type":"record","name":"r"}"#, "the record r in the schema has no \"fields\""),
      (#"{"type":"array"}"#, "an array in the schema has no \"items\""),
    ])
  func `a schema that is none`(schema: String, problem: String) {
    #expect(throws: DataMismatch(problem)) { try AvroSchema(json: Array(schema.utf8)) }
  }

  @Test func `values that take no bytes and records without end are bounded`() throws {
    let nulls = DataSchemas(avro: [try AvroSchema(json: Array(#"{"type":"array","items":"null"}"#.utf8))])
    let many = decode(hex("feffffffffffffffff01 00"), "avro/binary", schemas: nulls)
    #expect(many.problem?.contains("too many values take no bytes") == true)
    let endless = DataSchemas(avro: [
      try AvroSchema(json: Array(#"{"type":"record","name":"r","fields":[{"name":"r","type":"r"}]}"#.utf8))
    ])
    #expect(decode([], "avro/binary", schemas: endless).problem?.contains("deeper than 128 levels") == true)
  }
}

@Suite struct DamagedDataTests {
  private static let samples: [(name: String, type: String, bytes: [UInt8])] = [
    ("JSON", "application/json", Array(#"{"a":[1,"x",{"b":null}],"é":1.5e3}"#.utf8)),
    (
      "XML", "application/xml",
      Array("<?xml version=\"1.0\"?><a x='1'><!-- c --><b>t</b><![CDATA[d]]></a>".utf8)
    ),
    ("Form", "application/x-www-form-urlencoded", Array("a=1&b=%C3%A9&c".utf8)),
    (
      "Multipart", "multipart/mixed; boundary=b",
      Array("--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\n\r\nx\r\n--b--".utf8)
    ),
    ("Protobuf", "application/protobuf", ProtobufDataTests.order),
    ("Described", "application/protobuf; proto=shop.Order", ProtobufDataTests.order),
    (
      "CBOR", "application/cbor",
      hex("bf 61 61 c1 1a514b67b0 61 62 9f f93c00 5f 41 01 ff ff 61 63 a1 01 f6 ff")
    ),
    (
      "MessagePack", "application/msgpack",
      hex("83 a1 61 92 01 c0 a1 62 d6ff514b67b0 a1 63 cb3ff199999999999a")
    ),
    ("Compressed", "application/gzip", CompressedDataTests.gzip),
    ("PNG", "image/png", hex("89504e470d0a1a0a 0000000d 49484452 00000280 000001e0 08 06 00 00 01")),
    ("JPEG", "image/jpeg", hex("ffd8 ffe0 0004 0000 ffc2 0011 08 01e0 0280 03")),
    ("GIF", "image/gif", hex("474946383961 8002 e001 f7 00 00")),
    ("WebP", "image/webp", hex("52494646 00000000 57454250 56503858 0a000000 12000000 7f0200 df0100")),
    (
      "TIFF", "image/tiff",
      hex("49492a00 08000000 0200 0001 0300 01000000 80020000 0101 0400 01000000 e0010000")
    ),
    (
      "Avro", "avro/binary",
      hex("4f626a01 02 16 6176726f2e736368656d61 0a 22696e7422 00 30313233343536373839616263646566")
        + hex("02 02 02 30313233343536373839616263646566")
    ),
  ]

  @Test(arguments: samples.map(\.name)) func `cut off anywhere, or with any bit turned, nothing crashes`(
    name: String
  ) throws {
    let sample = Self.samples.first { $0.name == name }!
    var schemas = DataSchemas()
    try schemas.protobuf.add(descriptorSet: ProtobufDataTests.descriptors)
    let decoders = DataDecoders(schemas: schemas)
    let declared = DataDeclaration(contentType: sample.type)
    #expect(decoders.decode(sample.bytes, declared: declared, limitLines: 50).problem == nil)
    for count in 0..<sample.bytes.count {
      let cut = decoders.decode(Array(sample.bytes.prefix(count)), declared: declared, limitLines: 50)
      #expect(cut.lines.count <= 50)
    }
    for bit in 0..<sample.bytes.count * 8 {
      var bytes = sample.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      for limit in [0, 3, 50] {
        #expect(decoders.decode(bytes, declared: declared, limitLines: limit).lines.count <= limit)
      }
    }
  }

  @Test func `each decoder takes any bytes when it is asked for`() {
    var random = SystemRandomNumberGenerator()
    for decoder in DataDecoders.standard.list {
      for length in [0, 1, 2, 3, 7, 16, 64, 300] {
        for _ in 0..<20 {
          let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
          let data = decode(bytes, nil, limit: 20, preferring: decoder.name)
          #expect(data.lines.count <= 20)
        }
      }
    }
  }
}

@Suite struct LongDataTests {
  @Test(
    arguments: [
      ("application/cbor", hex("9b 00000000003ff000"), [0x01]), ("application/cbor-seq", [], [0x01]),
      ("application/msgpack", hex("dd 003ff000"), [0x01]), ("application/protobuf", [], [0x08, 0x01]),
      ("application/xml", Array("<a>".utf8), Array("<b/>".utf8)),
      ("application/json", Array("[1".utf8), Array(",1".utf8)), ("text/plain", [], Array("x\n".utf8)),
      ("application/x-www-form-urlencoded", [], Array("a=1&".utf8)),
    ] as [(String, [UInt8], [UInt8])])
  func `of long data the first lines are shown, and that there is more`(
    type: String, head: [UInt8], item: [UInt8]
  ) {
    // As many items as the heads say: four million bytes of them.
    let piece = (0..<1024).flatMap { _ in item }
    var bytes = head
    for _ in 0..<(4 << 20) / piece.count { bytes += piece }
    if type == "application/json" { bytes.append(UInt8(ascii: "]")) }
    let data = decode(bytes, type, limit: 10)
    #expect(data.lines.count == 10)
    #expect(data.isCut)
    #expect(data.problem == nil)
    #expect(data.name != "Hex")
  }
}
