import CloudEvents
import InspectorCore
import Testing

@Suite struct ExportTests {
  private func message(
    body: [UInt8], type: String? = "text/plain", url: String = "http://localhost:8080"
  ) -> ExportedMessage {
    let fields = [("ce-id", Array("it's".utf8))] + (type.map { [("Content-Type", Array($0.utf8))] } ?? [])
    return ExportedMessage(
      url: url, fields: fields.map { (name: $0.0, value: $0.1) }, body: body,
      received: WallTime(nanoseconds: 0))
  }

  @Test(arguments: [
    (
      "hi",
      "curl -sS 'http://localhost:8080' -H 'ce-id: it'\\''s' -H 'Content-Type: text/plain' --data-binary 'hi'"
    ),
    ("", "curl -sS 'http://localhost:8080' -H 'ce-id: it'\\''s' -H 'Content-Type: text/plain' -X POST"),
  ])
  func `a curl command quotes everything`(body: String, command: String) {
    #expect(CurlExporter.command(for: message(body: Array(body.utf8))) == command)
  }

  @Test func `what a terminal or a shell would act on comes through printf`() {
    let command = CurlExporter.command(for: message(body: Array("-a'%\\\t\u{0}é\n".utf8)))
    #expect(command.hasPrefix("printf '\\055a\\047%%\\134\\011\\000é\n' | curl "))
    #expect(command.hasSuffix("--data-binary @-"))
    #expect(CurlExporter.command(for: message(body: [0xff])).hasPrefix("printf '\\377' | "))
    #expect(
      CurlExporter.command(for: message(body: Array("@/etc/passwd".utf8))).hasPrefix("printf %s '@/etc"))
  }

  @Test func `data without a type is given none by the client`() {
    #expect(CurlExporter.command(for: message(body: [0x61], type: nil)).contains("-H 'Content-Type:'"))
  }

  @Test func `header values that are no text stand in an archive byte for byte`() {
    let message = ExportedMessage(
      url: "http://localhost/", fields: [("X-A", [0x63, 0xe9]), ("X-B", [0x62])], body: [],
      received: WallTime(nanoseconds: 0))
    let text = String(decoding: HARExporter().item(message) ?? [], as: UTF8.self)
    #expect(
      text.contains(
        #""headers":[{"name":"X-A","value":"c�","_value_base64":"Y+k="},{"name":"X-B","value":"b"}]"#))
  }

  @Test(arguments: [
    (Array("/a?b=%20é".utf8), "/a?b=%20é"), ([0x2f, 0xe9, 0x3f], "/%E9?"),
    (Array("/é".utf8) + [0xff], "/%C3%A9%FF"),
    ([], ""),
  ])
  func `a URL has what is no UTF-8 percent-encoded`(bytes: [UInt8], url: String) {
    #expect(String(urlBytes: bytes) == url)
  }

  @Test func `what is a pattern to curl is none`() {
    let command = CurlExporter.command(for: message(body: [], url: "http://[::1]:80/a{b}/../c"))
    #expect(command.hasPrefix("curl -sS -g --path-as-is 'http://[::1]:80/a{b}/../c'"))
    #expect(!CurlExporter.command(for: message(body: [], url: "http://[::1]:80/a")).contains("-g"))
  }

  @Test func `laid out JSON keeps every token`() {
    let json = #"{"b":1.0,"a":[],"a":[1e400,{"x\u0041":null}],"o":{}}"#
    #expect(
      String(decoding: IndentedJSON.text(of: Array(json.utf8)), as: UTF8.self) == #"""
        {
          "b": 1.0,
          "a": [],
          "a": [
            1e400,
            {
              "x\u0041": null
            }
          ],
          "o": {}
        }
        """#)
    #expect(IndentedJSON.text(of: Array("{".utf8)) == Array("{".utf8))
  }

  @Test func `every exporter has a name of its own and leaves out what it cannot write`() {
    #expect(Set(Exporters.all.map(\.name)).count == Exporters.all.count)
    let nothing = message(body: [0x00])
    for exporter in Exporters.all {
      let isForEvents = exporter is JSONEventExporter || exporter is NDJSONExporter
      #expect((exporter.document([nothing]) == nil) == isForEvents, "\(exporter.name)")
    }
  }
}
