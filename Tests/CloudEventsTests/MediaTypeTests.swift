import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct MediaTypeTests {
  @Test(arguments: [
    ("application/json", "application/json"),
    ("Application/JSON", "application/json"),
    ("text/plain;charset=utf-8", "text/plain; charset=utf-8"),
    ("text/plain ; Charset=UTF-8", "text/plain; charset=UTF-8"),
    ("  text/plain\t; a=b ;c=d  ", "text/plain; a=b; c=d"),
    ("text/plain;", "text/plain"),
    ("text/plain;;a=b", "text/plain; a=b"),
    (#"multipart/x; boundary="a b""#, #"multipart/x; boundary="a b""#),
    (#"a/b; c="d""#, "a/b; c=d"),
    (#"a/b; c="""#, #"a/b; c="""#),
    (#"a/b; c="\"\\é""#, #"a/b; c="\"\\é""#),
    ("application/vnd.example.a-b_c+json", "application/vnd.example.a-b_c+json"),
    ("*/*", "*/*"),
  ])
  func `a media type is read and written`(text: String, written: String) throws {
    let type = try #require(MediaType(text))
    #expect(type.description == written)
    #expect(MediaType(written) == type)
    #expect(utf8(text).withUnsafeBytes { MediaType.isValid($0) })
  }

  @Test(arguments: [
    "", " ", "xyz", "/", "a/", "/b", "a /b", "a/ b", "a/b/c", "a/b c", "a/b; c", "a/b; =d", "a/b; c=",
    "a/b; c=d e",
    #"a/b; c="d"#, #"a/b; c="d\"#, "a/b, c/d", "a/b; c=\"\u{1}\"", "é/b", "a/b\n",
  ])
  func `what does not follow the grammar is none`(text: String) {
    #expect(MediaType(text) == nil)
    #expect(!utf8(text).withUnsafeBytes { MediaType.isValid($0) })
  }

  @Test(arguments: [
    ("application/json", true), ("APPLICATION/JSON; charset=x", true), ("text/json", true),
    ("application/cloudevents+json", true), ("application/x+JSON", true), ("application/json5", false),
    ("application/json-seq", false), ("application/xjson", false), ("application/x+json+xml", false),
    ("text/plain; a=json", false), ("application/+json", true), ("xyz", false),
  ])
  func `JSON is json or ends with +json`(text: String, isJSON: Bool) {
    #expect((MediaType(text)?.isJSON ?? false) == isJSON)
    #expect(utf8(text).withUnsafeBytes { MediaType.isJSON($0) } == isJSON)
  }

  @Test(arguments: [
    ("text/csv", true), ("application/xml", true), ("image/svg+xml", true), ("application/yaml", true),
    ("application/x-www-form-urlencoded", true), ("application/octet-stream", false), ("image/png", false),
    ("application/protobuf", false),
  ])
  func `text is known by its type`(text: String, isText: Bool) {
    #expect(MediaType(text)?.isText == isText)
  }

  @Test func `parameters keep the case of their values`() {
    let type = MediaType("a/b; Charset=\"ISO-8859-1\"; charset=x")
    #expect(type?[parameter: "charset"] == "ISO-8859-1")
    #expect(type?.parameters.count == 2)
    #expect(type?[parameter: "boundary"] == nil)
  }
}
