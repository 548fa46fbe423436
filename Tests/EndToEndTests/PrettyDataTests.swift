import Foundation
import Testing

/// `--output pretty`: data by what it is, and extensions by what they say.
@Suite struct PrettyDataTests {
  /// What protoc makes of `message Order { string a = 1; int32 n = 2; }` in the package `shop`.
  private static let descriptors: [UInt8] = [
    0x0a, 0x3c, 0x0a, 0x07, 0x6f, 0x2e, 0x70, 0x72, 0x6f, 0x74, 0x6f, 0x12, 0x04, 0x73, 0x68, 0x6f, 0x70,
    0x22, 0x23, 0x0a, 0x05, 0x4f, 0x72, 0x64, 0x65, 0x72, 0x12, 0x0c, 0x0a, 0x01, 0x61, 0x18, 0x01, 0x20,
    0x01, 0x28, 0x09, 0x52, 0x01, 0x61, 0x12, 0x0c, 0x0a, 0x01, 0x6e, 0x18, 0x02, 0x20, 0x01, 0x28, 0x05,
    0x52, 0x01, 0x6e, 0x62, 0x06, 0x70, 0x72, 0x6f, 0x74, 0x6f, 0x33,
  ]

  private func shown(
    _ data: [UInt8], _ headers: [String], options: [String] = []
  ) async throws -> String {
    let directory = try TemporaryDirectory()
    let file = try directory.write("data", data)
    let listener = try await ListeningProgram.start(["--output", "pretty"] + options)
    let answer = try await listener.curl(headers, body: "@\(file)")
    #expect(answer.status == 202)
    return try await listener.end().text
  }

  @Test func `Protocol Buffers with the names of a descriptor set, and without`() async throws {
    let directory = try TemporaryDirectory()
    let set = try directory.write("set", Self.descriptors)
    let data: [UInt8] = [0x0a, 0x02, 0x41, 0x31, 0x10, 0x07]
    let headers = binaryEvent("Content-Type: application/protobuf; proto=shop.Order")
    let named = try await shown(data, headers, options: ["--proto-descriptors", set])
    #expect(named.contains("    a: \"A1\"\n    n: 7\n"))
    let unnamed = try await shown(data, headers)
    #expect(unnamed.contains("    1: \"A1\"\n    2: 7\n"))
    #expect(unnamed.contains("Protobuf, because the content type is application/protobuf"))
  }

  @Test func `data in gzip by what is inside`() async throws {
    let gzip: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0x53, 0xb2, 0x32, 0xac,
      0x05,
      0x00, 0x7e, 0x3b, 0x4b, 0xd4, 0x07, 0x00, 0x00, 0x00,
    ]
    let text = try await shown(gzip, binaryEvent("Content-Type: application/json+gzip"))
    #expect(text.contains("inside: JSON, because the content type is application/json"))
    #expect(text.contains("    {\n      \"n\": 1\n    }\n"))
    let coded = try await shown(
      gzip, binaryEvent("Content-Type: application/json", "Content-Encoding: gzip"))
    #expect(coded.contains("JSON, because the content type is application/json"))
    #expect(coded.contains("    {\n      \"n\": 1\n    }\n"))
  }

  @Test func `documented extensions are explained, and warned of where they are wrong`() async throws {
    let text = try await shown(
      [], binaryEvent("ce-sampledrate: 30", "ce-traceparent: 01", "ce-expirytime: 2000-01-01T00:00:00Z"))
    #expect(text.contains("30  (1 of 30 events is sent)"))
    #expect(text.contains("2000-01-01T00:00:00Z  (expired "))
    #expect(text.contains("warning: traceparent is no trace context"))
  }
}
