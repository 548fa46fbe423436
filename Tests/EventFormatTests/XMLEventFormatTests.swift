import CloudEvents
import CloudEventsTesting
import Testing

@testable import CloudEventsXML

@Suite struct XMLEventFormatTests {
  static let format = XMLEventFormat()
  static let namespaces =
    #"xmlns="http://cloudevents.io/xmlformat/V1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#
    + #" xmlns:xs="http://www.w3.org/2001/XMLSchema""#

  static func document(_ inside: String, outer: String = "") -> [UInt8] {
    utf8(
      #"<?xml version="1.0" encoding="UTF-8"?><event \#(namespaces)\#(outer) specversion="1.0">"#
        + "<id>1</id><source>/s</source><type>t</type>\(inside)</event>")
  }

  static func data(_ inside: String, outer: String = "") throws -> CloudEvent {
    try format.event(from: document(inside, outer: outer))
  }

  @Test func `nothing is wrong with what declares what it uses`() {
    #expect(Self.format.rules(Self.document("")).isEmpty)
    for event in [Golden.minimal, Golden.allCore, Golden.allExtensions, Golden.simpleText] {
      #expect(Self.format.rules(Self.format.encode(event)).isEmpty)
    }
  }

  @Test func `an event is written with its types and prefixes`() {
    let event = Golden.event("a<b") {
      $0.datacontenttype = "application/xml"
      $0[AttributeName(unchecked: "n")] = .integer(-5)
      $0.data = .text(utf8("<a b=\"1\"><!-- c --></a>"))
    }
    let text = String(decoding: Self.format.encode(event), as: UTF8.self)
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <ce:event xmlns:ce="http://cloudevents.io/xmlformat/V1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
        xmlns:xs="http://www.w3.org/2001/XMLSchema" specversion="1.0"><ce:id>a&lt;b</ce:id>\
        <ce:source>https://cloudevents.io</ce:source><ce:type>io.cloudevents.test</ce:type>\
        <ce:datacontenttype>application/xml</ce:datacontenttype><ce:n xsi:type="ce:integer">-5</ce:n>\
        <ce:data xsi:type="xs:any"><a b="1"><!-- c --></a></ce:data></ce:event>
        """)
  }

  // MARK: Data

  static let xmlType = "<datacontenttype>application/xml</datacontenttype>"

  @Test(arguments: [
    // As it came: quotes, comments, instructions, CDATA, line ends.
    (
      "<a xmlns='' b='1'>\r\n<!-- c --><?p i?><![CDATA[<]]></a>", "",
      "<a xmlns='' b='1'>\r\n<!-- c --><?p i?><![CDATA[<]]></a>"
    ),
    // A prefix from around the data.
    ("<g:a><g:b/></g:a>", #" xmlns:g="urn:g""#, #"<g:a xmlns:g="urn:g"><g:b/></g:a>"#),
    ("<a xmlns='' g:b='1'/>", #" xmlns:g="urn:g&amp;h""#, #"<a xmlns:g="urn:g&amp;h" xmlns='' g:b='1'/>"#),
    // Declared around the data and again in it.
    (#"<g:a xmlns:g="urn:other"/>"#, #" xmlns:g="urn:g""#, #"<g:a xmlns:g="urn:other"/>"#),
    // The default namespace of the event is that of the data too.
    ("<a/>", "", #"<a xmlns="http://cloudevents.io/xmlformat/V1"/>"#),
    // A prefix in a value.
    (
      "<a xmlns='' xsi:type='xs:int'>1</a>", "",
      #"<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns='' xsi:type='xs:int'>1</a>"#
    ),
  ])
  func `XML data is its element with the namespaces around it`(
    _ element: String, _ outer: String, _ expected: String
  ) throws {
    let event = try Self.data(#"\#(Self.xmlType)<data xsi:type="xs:any"> \#(element) </data>"#, outer: outer)
    #expect(event.data.map { String(decoding: $0.bytes, as: UTF8.self) } == expected)
  }

  @Test func `text is what its references and sections stand for`() throws {
    let inside =
      #"<data xsi:type="xs:string">a&lt;&#x1F600;&#65;&quot;<![CDATA[<&amp;]]>&#13;x\#r\#ny<!-- c --></data>"#
    let event = try Self.data("<datacontenttype>text/plain</datacontenttype>" + inside)
    #expect(event.data == .text(utf8("a<😀A\"<&amp;\rx\ny")))
  }

  @Test(arguments: [
    // One element, and nothing around it.
    ("<a/>", "xs:any"), ("<a xmlns=\"urn:x\"><b xmlns:p=\"urn:p\" p:c=\"1\"/></a>", "xs:any"),
    ("<a>\r\n</a>", "xs:any"),
    // What a document has around its element, or needs from outside, would be lost or change.
    ("<?xml version=\"1.0\"?><a/>", "xs:string"), ("<a/>\n", "xs:string"), ("<a/><b/>", "xs:string"),
    ("<!-- c --><a/>", "xs:string"), ("<p:a/>", "xs:string"), ("<a>", "xs:string"), ("", "xs:string"),
    ("<ce:a/>", "xs:string"), ("<!DOCTYPE a><a/>", "xs:string"), ("not XML", "xs:string"),
    ("<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:int\"/>", "xs:string"),
    // What XML cannot hold at all.
    ("<a>\u{1}</a>", "xs:base64Binary"), ("\u{ffff}", "xs:base64Binary"),
  ])
  func `XML data is written so that its bytes come back`(_ text: String, _ type: String) throws {
    let event = Golden.event("1") {
      $0.datacontenttype = "application/xml"
      $0.data = .text(utf8(text))
    }
    let bytes = Self.format.encode(event)
    #expect(String(decoding: bytes, as: UTF8.self).contains("xsi:type=\"\(type)\""))
    #expect(try Self.format.event(from: bytes).data?.bytes == utf8(text))
  }

  @Test func `the examples of the format's text are read`() throws {
    let location =
      "<geo:Latitude>51.509865</geo:Latitude>\n<geo:Longitude>-0.118092</geo:Longitude>\n</geo:Location>"
    let local = "<geo:Location xmlns:geo=\"http://someauthority.example/\">\n" + location
    // 6.3.1, and 6.3.2 with the prefix declared at the event.
    for (element, outer) in [
      (local, ""), ("<geo:Location>\n" + location, " xmlns:geo=\"http://someauthority.example/\""),
    ] {
      let event = try Self.data(
        Self.xmlType + "<data xsi:type=\"xs:any\">\n\(element)\n</data>", outer: outer)
      #expect(event.data == .text(utf8(local)))
    }
    // 6.2
    let json = #"{ "salutation": "Good Morning", "text": "hello world" }"#
    let event = try Self.data(
      #"<datacontenttype>application/json</datacontenttype><data xsi:type="xs:string">\#(json)</data>"#)
    #expect(event.data == .json(utf8(json)))
  }

  @Test func `Base64 may have white space, as XML Schema says`() throws {
    let event = try Self.data("<data xsi:type='xs:base64Binary'>\n AA\n H/ </data>")
    #expect(event.data == .binary([0, 1, 0xff]))
  }

  @Test func `data before its type is read by it`() throws {
    let event = try Self.data(
      #"<data xsi:type="xs:string">{"n":1.0}</data><datacontenttype>application/json</datacontenttype>"#)
    guard case .json(let bytes)? = event.data else {
      Issue.record("no JSON: \(event)")
      return
    }
    #expect(bytes == utf8(#"{"n":1.0}"#))
  }

  // MARK: Documents

  @Test func `encodings are read by their mark and by their declaration`() throws {
    let text =
      #"<?xml version="1.0" encoding="ENC"?><event \#(Self.namespaces) specversion="1.0">"#
      + "<id>é€</id><source>/s</source><type>t</type></event>"
    for (name, charset, mark) in [
      ("UTF-8", Charset.utf8, [0xef, 0xbb, 0xbf]), ("utf-8", .utf8, []),
      ("UTF-16", .utf16BigEndian, [0xfe, 0xff]),
      ("UTF-16", .utf16LittleEndian, [0xff, 0xfe]), ("UTF-16BE", .utf16BigEndian, []),
      ("iso-8859-15", .isoLatin9, []), ("windows-1252", .windows1252, []),
    ] as [(String, Charset, [UInt8])] {
      let bytes = mark + (charset.encode(text.replacing("ENC", with: name)) ?? [])
      #expect(try Self.format.event(from: bytes).id == "é€", "\(name)")
      #expect(Self.format.decode(bytes).extent.count == UInt32(bytes.count))
    }
    let element = text[text.index(after: text.firstIndex(of: ">") ?? text.startIndex)...]
    for charset in [Charset.utf16BigEndian, .utf16LittleEndian] {
      #expect(try Self.format.event(from: charset.encode(String(element)) ?? []).id == "é€")
    }
    let unknown = utf8(text.replacing("ENC", with: "ebcdic-cp-us"))
    #expect(Self.format.decode(unknown).violations.first?.message.contains("ebcdic-cp-us") == true)
  }

  @Test(arguments: [
    ("<!DOCTYPE event [<!ENTITY a \"b\">]><event/>", "line 1, column 1: a document type declaration"),
    ("<?xml version=\"1.0\"?>\n<!DOCTYPE event SYSTEM \"file:///etc/passwd\"><event/>", "line 2, column 1"),
    ("<event>\n <id>&xxe;</id></event>", "line 2, column 6: &xxe stands for no character"),
    ("<event>&#0;</event>", "&#0"), ("<event>&#xD800;</event>", "&#xD800"),
    ("<event>&#x110000;</event>", "&#x110000"),
    ("<event>&amp</event>", "&amp"), ("<event>a & b</event>", "stands for no character"),
    ("<event>\u{1}</event>", "U+0001"), ("<event>\u{fffe}</event>", "U+FFFE"),
    ("<event a='\u{0}'/>", "U+0000"),
    ("<event><id></event>", "<id>, which is open"), ("<event>", "</event>"), ("", "an element"),
    ("  ", "an element"),
    ("text", "an element"), ("<event/><event/>", "nothing more"), ("<event/>x", "nothing more"),
    ("<event a='1' a='2'/>", "the attribute a stands more than once"),
    ("<event xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>", "the attribute x stands more than once"),
    ("<event a='<'/>", "&lt;"), ("<event a=1/>", "a value in quotes"), ("<event a/>", "= and a value"),
    ("<event a='1'b='2'/>", "white space"), ("<1/>", "a name"), ("<a:b:c/>", "white space"),
    ("< a/>", "a name"),
    ("<nope:event/>", "the prefix nope is not declared"),
    ("<event><x:id/></event>", "the prefix x is not declared"),
    ("<event>]]></event>", "]]&gt;"), ("<event><!-- -- --></event>", "no -- in a comment"),
    ("<event><?xml version='1.0'?></event>", "at the very start"),
    (" <?xml version='1.0'?><event/>", "at the very start"),
    ("<?xml encoding='UTF-8'?><event/>", "version"), ("<?xml version='2.0'?><event/>", "version=\"1.0\""),
    ("<event xmlns:a=''/>", "another declaration"), ("<event xmlns:xml='urn:x'/>", "another declaration"),
    ("</event>", "the document's element"), ("<![CDATA[x]]>", "an element"),
    ("<event><![CDATA[x</event>", "]]>"),
  ])
  func `what is no XML is refused with its line and column`(_ text: String, _ expected: String) {
    let violations = Self.format.decode(utf8(text)).violations
    #expect(violations.count == 1 && violations.first?.isError == true)
    #expect(violations.first?.message.contains(expected) == true, "\(violations)")
    #expect(["xml.syntax", "xml.namespace"].contains(violations.first?.rule.id))
  }

  @Test func `bytes that are no UTF-8 are refused with their place`() {
    let decoded = Self.format.decode(utf8("<event>\n") + [0xc0, 0xaf] + utf8("</event>"))
    #expect(decoded.violations.first?.message.contains("line 2, column 1: the bytes are not UTF-8") == true)
  }

  @Test(arguments: [
    (String(repeating: "<a>", count: 300), "deeper than 256"),
    ("<a" + (0..<2000).map { " a\($0)=''" }.joined() + "/>", "more than 1024 attributes"),
    ("<a xmlns='" + String(repeating: "u", count: 2000) + "'/>", "more than 1024 bytes"),
    ("<a" + (0..<2000).map { " xmlns:a\($0)='u'" }.joined() + "/>", "more than 256 namespaces"),
  ])
  func `documents are bounded`(_ text: String, _ expected: String) {
    #expect(Self.format.decode(utf8(text)).violations.first?.message.contains(expected) == true)
  }

  @Test func `declarations that are copied into data are no more than what came in`() {
    let member =
      "<event specversion='1.0'><id>1</id><source>/</source><type>t</type><data xsi:type='xs:any'><g:a/></data></event>"
    func batch(_ count: Int) -> DecodedBatch {
      let uri = String(repeating: "u", count: 1000)
      return Self.format.decodeBatch(
        utf8(
          "<batch \(Self.namespaces) xmlns:g='\(uri)'>" + String(repeating: member, count: count) + "</batch>"
        ))
    }
    #expect(batch(60).isValid)
    #expect(batch(600).violations.first?.message.contains("more declarations of namespaces") == true)
  }

  @Test func `another element, or a batch, is refused with what was found`() {
    let other = Self.format.decode(utf8("<html xmlns='http://www.w3.org/1999/xhtml'/>"))
    #expect(other.violations.first?.message.contains("<html> of http://www.w3.org/1999/xhtml") == true)
    let batch = Self.format.decode(Self.format.encodeBatch([Golden.minimal]))
    #expect(batch.violations.map(\.rule.id) == ["xml.event"])
    #expect(
      Self.format.decodeBatch(Self.format.encode(Golden.minimal)).violations.map(\.rule.id) == ["xml.batch"])
  }

  @Test func `what is passed over, and prefixes that nobody declared, are told`() {
    #expect(Self.format.rules(Self.document("<x xmlns='urn:x'><y/></x>")) == ["xml.foreign-element"])
    let bare = utf8(
      "<ce:event specversion='1.0'><ce:id>1</ce:id><ce:source>/</ce:source><ce:type>t</ce:type></ce:event>")
    #expect(Self.format.rules(bare) == ["xml.undeclared-prefix"])
  }

  // MARK: Batches

  @Test func `a member of a batch is decoded again as it was`() throws {
    let second = Golden.event("2") {
      $0.datacontenttype = "application/xml"
      $0.data = .text(utf8("<a xmlns:p=\"u\"><p:b/></a>"))
    }
    for bytes in [
      Self.format.encodeBatch([Golden.allExtensions, second]),
      Self.batch(in: .utf16LittleEndian, [Golden.allExtensions, second]),
    ] {
      let batch = Self.format.decodeBatch(bytes)
      bytes.withUnsafeBytes { bytes in
        for (index, event) in [Golden.allExtensions, second].enumerated() {
          let again = Self.format.decodeMember(index, at: batch.events[index].extent, of: bytes)
          #expect(again.event(in: bytes) == event && again.isValid)
        }
      }
    }
  }

  static func batch(in charset: Charset, _ events: [CloudEvent]) -> [UInt8] {
    let text = String(decoding: format.encodeBatch(events), as: UTF8.self).replacing("UTF-8", with: "UTF-16")
    return [0xff, 0xfe] + (charset.encode(text) ?? [])
  }
}
