/// The requests of `check`, in their order.
enum ReceiverCases {
  static let all = goodBinary + badBinary + goodStructured + badStructured + batched

  private static let core = "CloudEvents 1.0.2, "
  private static let json = "JSON event format 1.0.2, "
  private static let http = "HTTP binding 1.0.2, "

  private static let goodBinary: [ReceiverCase] = [
    .binary("minimal", "the required attributes and no data", core + "3.1"),
    .binary(
      "json", "JSON data", core + "3.2", with: [("subject", "order-1")],
      fields: [("Content-Type", "application/json")], body: Array(#"{"total":1.10}"#.utf8)),
    .binary(
      "text", "text data", core + "3.2", fields: [("Content-Type", "text/plain; charset=utf-8")],
      body: Array("grüß dich".utf8)),
    .binary(
      "bytes", "data that is no text", core + "3.2", fields: [("Content-Type", "application/octet-stream")],
      body: [0, 0xff, 0xfe, 10, 13]),
    .binary(
      "percent-encoded", "a subject that is percent-encoded", "3.1.3.2",
      with: [("subject", "%E6%97%A5%E6%9C%AC%20100%25")]),
    .binary(
      "header-case", "header names in capitals", "RFC 9110, 5.1",
      with: [("id", nil), ("source", nil)],
      fields: [("CE-ID", "check-1"), ("Ce-Source", "/eventscope/check")]),
    .binary(
      "time", "a time with a fraction and an offset", core + "3.1",
      with: [("time", "2026-01-31T23:59:59.123456+05:30")]),
    .binary(
      "urn", "a URN as source", core + "3.1",
      with: [("source", "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66")]),
    .binary(
      "dataschema", "a data schema", core + "3.1", with: [("dataschema", "https://example.com/schema#1")]),
    .binary(
      "extension", "extension attributes that nobody knows", core + "3.1.1",
      with: [("eventscopecheck", "1"), ("anotherextension20", "a b")]),
  ]

  private static let badBinary: [ReceiverCase] = [
    .binary("no-id", "the id is missing", core + "3.1", .refuse, with: [("id", nil)]),
    .binary("no-source", "the source is missing", core + "3.1", .refuse, with: [("source", nil)]),
    .binary("no-type", "the type is missing", core + "3.1", .refuse, with: [("type", nil)]),
    .binary(
      "no-specversion", "the specversion is missing", core + "3.1", .refuse, with: [("specversion", nil)]),
    .binary(
      "specversion", "a specversion that there is not", core + "3.1", .refuse, with: [("specversion", "9.9")]),
    .binary("empty-id", "the id is empty", core + "3.1", .refuse, with: [("id", "")]),
    .binary("empty-type", "the type is empty", core + "3.1", .refuse, with: [("type", "")]),
    .binary("time-syntax", "a time that is none", core + "3.1", .refuse, with: [("time", "yesterday")]),
    .binary(
      "time-value", "a time in a 13th month", core + "3.1", .refuse, with: [("time", "2026-13-01T00:00:00Z")]),
    .binary(
      "source-syntax", "a source that is no URI-reference", core + "3.1", .refuse,
      with: [("source", "http://[::1/a b")]),
    .binary(
      "dataschema-relative", "a data schema that is no absolute URI", core + "3.1", .refuse,
      with: [("dataschema", "schema")]),
    .binary("id-twice", "two ids", "3.1.3", .refuse, fields: [("ce-id", "check-2")]),
  ]

  private static let goodStructured: [ReceiverCase] = [
    .structured("minimal", "the required attributes and no data", json + "2", .accept, .warning),
    .structured(
      "charset", "a charset in the content type", http + "3.2", .accept, .warning,
      contentType: "application/cloudevents+json; charset=UTF-8"),
    .structured(
      "object", "data that is a JSON object", json + "3.1", .accept, .warning,
      with: [("data", #"{"total":1.10}"#)]),
    .structured("null", "data that is null", json + "3.1", .accept, .warning, with: [("data", "null")]),
    .structured(
      "text", "data that is text", json + "3.1", .accept, .warning,
      with: [("datacontenttype", #""text/plain""#), ("data", #""hello""#)]),
    .structured(
      "base64", "data in Base64", json + "3.1.1", .accept, .warning,
      with: [("datacontenttype", #""application/octet-stream""#), ("data_base64", #""AP8=""#)]),
    .structured(
      "extensions", "extensions of several types", json + "2.2", .accept, .warning,
      with: [("count", "-5"), ("flag", "true"), ("note", #""a""#)]),
  ]

  private static let badStructured: [ReceiverCase] = [
    .structured("no-id", "the id is missing", core + "3.1", .refuse, with: [("id", nil)]),
    .structured("no-source", "the source is missing", core + "3.1", .refuse, with: [("source", nil)]),
    .structured("no-type", "the type is missing", core + "3.1", .refuse, with: [("type", nil)]),
    .structured(
      "no-specversion", "the specversion is missing", core + "3.1", .refuse, with: [("specversion", nil)]),
    .structured(
      "specversion", "a specversion that there is not", core + "3.1", .refuse,
      with: [("specversion", #""9.9""#)]),
    .structured("id-number", "an id that is a number", json + "2.2", .refuse, with: [("id", "1")]),
    .structured("time", "a time that is none", core + "3.1", .refuse, with: [("time", #""yesterday""#)]),
    .structured(
      "extension-object", "an extension that is an object", json + "2.2", .refuse, with: [("extra", "{}")]),
    .structured(
      "data-twice", "both data and data_base64", json + "3.1", .refuse,
      with: [("data", "1"), ("data_base64", #""MQ==""#)]),
    .structured(
      "base64", "data_base64 that is no Base64", json + "3.1", .refuse, with: [("data_base64", #""*""#)]),
    .body(
      "structured.no-json", "a body that is no JSON", json + "3", .refuse, .error, "{",
      contentType: "application/cloudevents+json"),
    .body(
      "structured.array", "an array where one event stands", json + "3", .refuse, .error,
      "[\(ReceiverCase.object())]", contentType: "application/cloudevents+json"),
    .structured(
      "format", "an event format that there is not", http + "3.2", .refuse,
      contentType: "application/cloudevents+nonsense"),
  ]

  private static let batched: [ReceiverCase] = [
    .body(
      "batched.two", "a batch of two", http + "3.3", .accept, .warning,
      "[\(ReceiverCase.object()),\(ReceiverCase.object(with: [("id", #""check-2""#)]))]",
      contentType: "application/cloudevents-batch+json"),
    .body(
      "batched.empty", "a batch of none", json + "4", .accept, .warning, "[]",
      contentType: "application/cloudevents-batch+json"),
    .body(
      "batched.wrong-member", "a batch with an event that lacks its id", core + "3.1", .refuse, .error,
      "[\(ReceiverCase.object()),\(ReceiverCase.object(with: [("id", nil)]))]",
      contentType: "application/cloudevents-batch+json"),
    .body(
      "batched.object", "an event where a batch stands", json + "4", .refuse, .error,
      ReceiverCase.object(), contentType: "application/cloudevents-batch+json"),
  ]
}
