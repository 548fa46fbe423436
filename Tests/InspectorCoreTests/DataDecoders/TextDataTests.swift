import InspectorCore
import Testing

@Suite struct TextDataTests {
  @Test func `JSON keeps literals, order, duplicates and escapes as they were written`() {
    let data = decode(
      #" {"b":1.0,"a":[1e400,12345678901234567890,-0],"b":"\u00e9\n","e":{},"f":[ ],"g":{"h":[{"i":null}]},"t":true}"#,
      "application/json")
    #expect(
      text(data) == #"""
        {
          "b": 1.0,
          "a": [
            1e400,
            12345678901234567890,
            -0
          ],
          "b": "\u00e9\n",
          "e": {},
          "f": [],
          "g": {
            "h": [
              {
                "i": null
              }
            ]
          },
          "t": true
        }
        """#)
    #expect(data.name == "JSON")
    #expect(data.explanation == "JSON, because the content type is application/json")
    #expect(data.facts == "UTF-8 · 108 bytes")
    #expect(data.problem == nil)
    #expect(!data.isCut)
  }

  @Test func `spans have kinds, and lines that open something can be folded`() {
    let data = decode(#"{"a":[1,"x",true,null]}"#, "application/json")
    #expect(data.lines.map(\.fold) == [0, 5, nil, nil, nil, nil, nil, nil])
    #expect(data.lines.map(\.indent) == [0, 1, 2, 2, 2, 2, 1, 0])
    #expect(data.lines[1].spans.map(\.kind) == [.key, .punctuation, .punctuation])
    #expect(data.lines[2...5].map { $0.spans[0].kind } == [.number, .string, .bool, .null])
  }

  @Test(arguments: ["42", "\"text\"", "true", "null", "{}", "[]", "[ ]"]) func `a value alone`(json: String) {
    #expect(text(decode(json, "application/json")) == json.filter { $0 != " " })
  }

  @Test(arguments: 0...8) func `no more lines than were asked for`(limit: Int) {
    let data = decode(#"{"a":[1,2],"b":{}}"#, "application/json", limit: limit)
    #expect(data.lines.count == min(limit, 7))
    #expect(data.isCut == (limit < 7))
    let all = decode(#"{"a":[1,2],"b":{}}"#, "application/json").lines
    #expect(data.lines == Array(all.prefix(limit)))
    #expect(decode("a\nb\nc", "text/plain", limit: limit).isCut == (limit < 3))
    #expect(decode([UInt8](repeating: 0, count: 33), nil, limit: limit).isCut == (limit < 3))
  }

  @Test func `of ten megabytes no more than the first lines are made`() {
    let json = "[" + String(repeating: #"{"name":"value","n":[1,2,3]},"#, count: 400_000) + "0]"
    let data = decode(json, "application/json", limit: 200)
    #expect(data.lines.count == 200 && data.isCut)
  }

  @Test func `deep and long JSON is shown`() {
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(decode(deep, "application/json", limit: 2000).lines.count == 1023)
    let long = decode("\"" + String(repeating: "é", count: 20_000) + "\"", "application/json")
    #expect(long.lines[0].text.hasSuffix("é … (40002 bytes)"))
    #expect(!long.lines[0].text.contains("\u{FFFD}"))
  }

  @Test(
    arguments: [
      (
        "application/vnd.example+json; charset=utf-8", "JSON",
        "the content type is application/vnd.example+json"
      ),
      (nil, "JSON", "it reads as JSON and no content type says otherwise"),
      ("text/plain", "Text", "the content type is text/plain"),
      ("application/octet-stream", "Hex", "its type says only that it is bytes"),
      ("application/x-unknown", "Text", "it reads as UTF-8"),
      ("no media type", "JSON", "it reads as JSON and"),
    ] as [(String?, String, String)])
  func `the content type chooses, then the bytes`(type: String?, name: String, reason: String) {
    let data = decode(#"{"a":1}"#, type)
    #expect(data.name == name)
    #expect(data.explanation.hasPrefix("\(name), because \(reason)"))
    #expect(data.problem == nil)
  }

  @Test func `JSON that is none is shown as text, with what is wrong and where`() {
    let data = decode("{\"a\":1,\n  \"b\":01}", "application/json")
    #expect(data.name == "Text")
    #expect(text(data) == "{\"a\":1,\n  \"b\":01}")
    #expect(
      data.problem
        == "It is declared as JSON and is not: line 2, column 7: a number is written like 0, -12, 3.5 or 1e9."
    )
    let binary = decode([0x7b, 0xff, 0x00], "application/json")
    #expect(binary.name == "Hex")
    #expect(
      binary.problem
        == "It is declared as JSON and is not: line 1, column 2: expected a member's name in quotes.")
    #expect(decode("{\"a\":1,}", nil).problem == nil)
    #expect(decode("", "application/json").problem != nil)
  }

  @Test(
    arguments: [
      ([0x63, 0x61, 0x66, 0xe9], "text/plain; charset=iso-8859-1", "café", "iso-8859-1 · 4 bytes"),
      ([0x63, 0x61, 0x66, 0xc3, 0xa9], "text/plain", "café", "UTF-8 · 5 bytes"),
      ([0x00, 0x41, 0x00, 0x0a, 0x00, 0x42], "text/plain; charset=UTF-16BE", "A\nB", "UTF-16BE · 6 bytes"),
      ([0x41], "text/plain; charset=koi8-r", "A", "UTF-8, as koi8-r is not known here · 1 byte"),
      ([0x41, 0x0d, 0x0a, 0x42, 0x0a], "text/plain; charset=us-ascii", "A\nB", "us-ascii · 5 bytes"),
      ([0x1b, 0x5b, 0x41], "text/plain", "\u{1b}[A", "UTF-8 · 3 bytes"),
      ([], "text/plain", "", "UTF-8 · 0 bytes"),
      ([0x0a, 0x0a, 0x41], "text/plain", "\n\nA", "UTF-8 · 3 bytes"),
    ] as [([UInt8], String, String, String)])
  func `text in its charset, uncleaned`(bytes: [UInt8], type: String, shown: String, facts: String) {
    let data = decode(bytes, type)
    #expect(data.name == "Text")
    #expect(text(data) == shown)
    #expect(data.facts == facts)
  }

  @Test(arguments: [
    ("text/plain", "Text, because the content type is text/plain"),
    ("application/xml", "Text, because the content type is application/xml"),
    ("application/json", "Text, because it is no JSON and reads as text"),
  ])
  func `text with wrong bytes is text, and shows their numbers`(type: String, explanation: String) {
    let data = decode(Array("gr".utf8) + [0xfc, 0xdf] + Array("e\n日\u{1b}".utf8) + [0xe6, 0x97], type)
    #expect(data.name == "Text" && data.explanation == explanation)
    #expect(text(data) == "gr<fc><df>e\n日␛<e6><97>")
    #expect(data.facts == "UTF-8 with wrong bytes · 12 bytes")
    #expect(data.problem?.isEmpty == false)
  }

  @Test func `it says where the first wrong byte is`() {
    let data = decode([0x41, 0xff], "text/plain; charset=utf-8")
    #expect(
      data.problem
        == "It is no right text: byte 2 is not UTF-8. Each wrong byte stands as its number, such as <ff>.")
  }

  @Test func `what is no text at all is shown in hex, whatever it is declared as`() {
    let data = decode([0x41, 0x00, 0xff], "text/plain")
    #expect(data.name == "Hex" && data.explanation == "Hex, because it is no text")
    #expect(data.problem == "It is declared as Text and is not: byte 3 is not UTF-8.")
    #expect(decode([0x41, 0x42, 0x43], "text/plain; charset=utf-16le").name == "Hex")
    #expect(decode([0x41, 0xff], "application/octet-stream").name == "Hex")
  }

  @Test func `bytes shown in hex say why nothing better is known`() {
    for (type, reason) in [
      ("application/cloudevents+protobuf", "it cannot be read as Protobuf"),
      ("application/octet-stream", "its type says only that it is bytes"),
      ("application/avro", "no schema is given"),
      ("application/x-unknown", "application/x-unknown is not known here"),
    ] {
      #expect(decode([0xff, 0xff, 0xff], type).explanation == "Hex, because \(reason)")
    }
  }

  @Test func `a combining flood is one line, cut`() {
    let data = decode("a" + String(repeating: "\u{301}", count: 500_000), "text/plain")
    #expect(data.lines.count == 1)
    #expect(data.lines[0].spans[0].text.utf8.count < 20_000)
  }

  @Test func `other bytes are shown in hex`() {
    let data = decode(Array(0..<18) + Array("ABC~\u{7f}".utf8), "application/protobuf")
    #expect(
      text(data) == """
        00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  ················
        00000010  10 11 41 42 43 7e 7f                              ··ABC~·
        """)
    #expect(data.lines[0].spans.map(\.kind) == [.offset, .byte, .text, .ascii])
    #expect(data.facts == "23 bytes")
    #expect(decode([0, 1], nil).explanation == "Hex, because it is no text and has no content type")
    #expect(HexDump.line([0x41], offset: 8, perLine: 8).text == "00000008  41                        A")
  }

  @Test func `another decoder can be asked for`() {
    #expect(decode("{}", "application/json", preferring: "Hex").lines[0].text.contains("7b 7d"))
    #expect(
      decode("{}", "application/json", preferring: "Text").explanation == "Text, because you asked for it")
    let refused = decode("x", "text/plain", preferring: "JSON")
    #expect(refused.name == "Text")
    #expect(refused.problem == "It is not JSON: line 1, column 1: expected a value.")
    #expect(decode("{}", "application/json", preferring: "Nothing").name == "JSON")
  }
}
