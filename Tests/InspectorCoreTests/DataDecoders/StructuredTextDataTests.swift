import CloudEventsTesting
import InspectorCore
import Testing

@Suite struct XMLDataTests {
  @Test func `an element a line, everything as it was written`() {
    let data = decode(
      """
      <?xml version="1.0"?>
      <!-- orders --><order xmlns:x='urn:x' id="1 &amp; 2"><x:line>a &lt; b</x:line><empty/><none></none>
        text <b>bold</b>
        more
        <![CDATA[<raw>]]></order>
      """, "application/order+xml")
    #expect(
      text(data) == """
        <?xml version="1.0"?>
        <!-- orders -->
        <order xmlns:x='urn:x' id="1 &amp; 2">
          <x:line>a &lt; b</x:line>
          <empty/>
          <none></none>
          text
          <b>bold</b>
          more
          <![CDATA[<raw>]]>
        </order>
        """)
    #expect(data.explanation == "XML, because the content type is application/order+xml")
    #expect(data.lines.map { $0.fold != nil } == [false, false, true] + Array(repeating: false, count: 8))
    #expect(data.problem == nil)
  }

  @Test func `entities are neither expanded nor read`() {
    let bomb = """
      <!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]><a>&x;&z;</a>
      """
    #expect(
      text(decode(bomb, "text/xml")) == """
        <!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]>
        <a>&x;&z;</a>
        """)
  }

  @Test(
    arguments: [
      ("<a><b></a>", "line 1, column 7: expected </b>"),
      ("<a>\n<b>", "the text ends where </b> should stand"),
      ("<a/><b/>", "line 1, column 5: expected nothing more after the root element"),
      ("<a/>x", "line 1, column 5: expected nothing more after the root element"),
      ("<a x=1/>", "line 1, column 6: expected a value in quotes"),
      ("<a x=\"<\"/>", "line 1, column 7: expected &lt; rather than < in an attribute's value"),
      ("<a x='1'y='2'/>", "line 1, column 9: expected a space, > or />"),
      ("<!-- never", "the text ends where --> should stand"),
      ("<1/>", "line 1, column 2: expected an element's name"),
      ("<![CDATA[x]]>", "line 1, column 1: expected an element"),
      ("</a>", "line 1, column 1: expected nothing that closes, as no element is open"),
      ("", "the text ends where an element should stand"),
      ("plain", "line 1, column 1: expected <"),
    ])
  func `XML that is none is shown as text, with what is wrong`(xml: String, problem: String) {
    let data = decode(xml, "application/xml")
    #expect(data.name == "Text")
    #expect(data.problem == "It is declared as XML and is not: \(problem).")
  }

  @Test func `XML without a content type, and in another charset`() {
    #expect(
      decode("<a/>", nil).explanation == "XML, because it begins like XML and no content type says otherwise")
    let latin = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8) + [0xe9] + Array("</a>".utf8)
    #expect(text(decode(latin, nil)).hasSuffix("<a>é</a>"))
    #expect(decode("<html><br></html>", "text/html").name == "Text")
    #expect(decode("<html><br></html>", "text/html").problem == nil)
  }

  @Test(
    arguments: [
      ("fffe 3c00 6100 3e00 e900 3c00 2f00 6100 3e00", "utf-16le"),
      ("feff 003c 0061 003e 00e9 003c 002f 0061 003e", "utf-16be"),
      ("3c00 6100 3e00 e900 3c00 2f00 6100 3e00", "utf-16le"),
      ("003c 0061 003e 00e9 003c 002f 0061 003e", "utf-16be"),
    ], [nil, "application/xml", "text/xml; charset=UTF-16"] as [String?])
  func `UTF-16 is found by what the document begins with`(
    _ item: (bytes: String, charset: String), type: String?
  ) {
    let data = decode(hex(item.bytes), type)
    #expect(text(data) == "<a>é</a>" && data.problem == nil)
    #expect(data.facts.hasPrefix("\(item.charset) · "))
  }

  @Test func `the declaration's encoding holds where the content type says none`() {
    let declaration = "<?xml version='1.0' encoding='iso-8859-1'?>"
    let xml = Array("\(declaration)<a>".utf8) + [0xe9] + Array("</a>".utf8)
    #expect(text(decode(xml, "application/xml")).hasSuffix("<a>é</a>"))
    #expect(decode(xml, "application/xml; charset=utf-8").problem != nil)
    #expect(text(decode("\(declaration)<a>é</a>", "application/xml")).hasSuffix("<a>é</a>"))
  }

  @Test func `deep XML is bounded`() {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(decode(deep, "application/xml").problem?.contains("deeper than 512 levels") == true)
  }
}

@Suite struct FormDataTests {
  @Test func `a field a line, decoded`() {
    let data = decode("a=1&b=%C3%A9+x&c&=d&e=%zz&f=%ff&", "application/x-www-form-urlencoded")
    #expect(
      text(data) == """
        a = 1
        b = é x
        c
         = d
        e = %zz (not percent-encoded UTF-8)
        f = %ff (not percent-encoded UTF-8)
        """)
    #expect(data.name == "Form")
    #expect(data.facts == "6 fields · 32 bytes")
  }

  @Test func `what is no form is text`() {
    let data = decode("a = 1", "application/x-www-form-urlencoded")
    #expect(data.name == "Text")
    #expect(data.problem == "It is declared as Form and is not: byte 2: it must be percent-encoded.")
    #expect(decode("a=1\n", "application/x-www-form-urlencoded").lines[0].text == "a = 1")
  }
}

@Suite struct MultipartDataTests {
  private let body = """
    preamble\r
    --b1\r
    Content-Disposition: form-data; name="a"\r
    \r
    text\r
    --b1\r
    Content-Type: application/json\r
    \r
    {"n":1}\r
    --b1\r
    Content-Type: application/json\r
    Content-Transfer-Encoding: base64\r
    \r
    eyJu\r
    IjoyfQ==\r
    --b1--\r
    epilogue
    """

  @Test func `each part with its headers and decoded by its own content type`() {
    let data = decode(body, "multipart/form-data; boundary=b1")
    #expect(
      text(data) == """
        part 1  Text, because the content type is text/plain · UTF-8 · 4 bytes
          Content-Disposition: form-data; name="a"
          text
        part 2  JSON, because the content type is application/json · UTF-8 · 7 bytes
          Content-Type: application/json
          {
            "n": 1
          }
        part 3  JSON, because the content type is application/json · UTF-8 · 7 bytes
          Content-Type: application/json
          Content-Transfer-Encoding: base64
          {
            "n": 2
          }
        """)
    #expect(data.facts.hasPrefix("3 parts · "))
    #expect(data.problem == nil)
  }

  @Test(arguments: 0...14) func `no more lines than were asked for`(limit: Int) {
    let data = decode(Array(body.utf8), "multipart/form-data; boundary=b1", limit: limit)
    #expect(data.lines.count <= limit)
    #expect(data.isCut == (limit < 14))
  }

  @Test func `what is wrong with it is said`() {
    #expect(
      decode("x", "multipart/mixed").problem
        == "It is declared as Multipart and is not: the content type has no boundary of 1 to 70 characters.")
    #expect(
      decode("x", "multipart/mixed; boundary=b").problem
        == "It is declared as Multipart and is not: no line is the boundary --b.")
    let open = decode("--b\r\n\r\nhalf", "multipart/mixed; boundary=b")
    #expect(open.name == "Multipart")
    #expect(open.problem == "The last part is not closed with --b--.")
    #expect(open.lines.last?.text == "  half")
  }

  @Test func `multiparts in multiparts end somewhere`() {
    var nested = "x"
    for level in 0..<20 {
      nested =
        "--b\(level)\r\nContent-Type: multipart/mixed; boundary=b\(level - 1)\r\n\r\n\(nested)\r\n--b\(level)--\r\n"
    }
    #expect(decode(nested, "multipart/mixed; boundary=b19").lines.count > 3)
  }
}
