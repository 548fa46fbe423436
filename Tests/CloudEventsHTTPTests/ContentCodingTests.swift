import CloudEvents
import CloudEventsHTTP
import Testing

@Suite struct ContentCodingTests {
  static let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"n":1.0}}"#
  static let gzip = """
    H4sIAAAAAAACA6tWKi5ITS5LLSrOzM9TslIy1DNQ0lHKTAExgYzi/NKi5FQgR78YyCupLACxS4DMlMSSRCWraiWgHqCW2loAldAvdEgAAAA=
    """
  static let members = """
    H4sIAAAAAAACA6tWKi5ITS5LLSrOzM9TslIy1DNQ0lHKTAExlXQAYuOzex4AAAAfiwgAAAAAAAIDUyrOLy1KTlWyUtIvVtJRKqksALFLgMyUxJJ\
    EJatqpTwlK0M9g9paAPHxxa0qAAAA
    """
  static let zlib = """
    eJyrViouSE0uSy0qzszPU7JSMtQzUNJRykwBMYGM4vzSouRUIEe/GMgrqSwAsUuAzJTEkkQlq2oloB6gltpaABFEFOM=
    """
  static let bare = """
    q1YqLkhNLkstKs7Mz1OyUjLUM1DSUcpMATGBjOL80qLkVCBHvxjIK6ksALFLgMyUxJJEJatqJaAeoJbaWgA=
    """

  private func bytes(_ base64: String) throws -> [UInt8] {
    try #require(Array(base64.utf8).withUnsafeBytes { Base64.decode($0) })
  }

  private func decode(_ coding: ContentCoding, _ bytes: [UInt8], limit: Int = 1000) throws -> String {
    String(decoding: try bytes.withUnsafeBytes { try coding.decode($0, limit: limit) }, as: UTF8.self)
  }

  @Test(arguments: [
    ("one member", ContentCoding.gzip, gzip), ("two members", .gzip, members),
    ("zlib's wrapping", .deflate, zlib),
    ("a bare stream", .deflate, bare),
  ])
  func `a coding is taken off`(_: String, coding: ContentCoding, base64: String) throws {
    let coded = try bytes(base64)
    #expect(try decode(coding, coded) == Self.event)
    #expect(try decode(coding, coded, limit: Self.event.utf8.count) == Self.event)
    #expect(throws: ContentCodingError.tooLarge(limit: 71)) { try decode(coding, coded, limit: 71) }
    for count in 0..<coded.count where base64 != Self.members {
      #expect(throws: ContentCodingError.self) { try decode(coding, Array(coded[..<count])) }
    }
  }

  @Test func `what is no gzip is told with its place`() throws {
    #expect(throws: ContentCodingError.self) { try decode(.gzip, Array("hello".utf8)) }
    #expect(throws: ContentCodingError.incomplete) { try decode(.gzip, []) }
    var coded = try bytes(Self.gzip)
    #expect(throws: ContentCodingError.self) { try decode(.gzip, coded + [0x41]) }
    coded[coded.count - 5] ^= 1
    #expect(throws: ContentCodingError.self) { try decode(.gzip, coded) }
    #expect(throws: ContentCodingError.self) { try decode(.deflate, bytes(Self.zlib) + [0x41]) }
  }

  @Test(arguments: [
    ("gzip", ContentCoding.Request.coding(.gzip)), ("X-GZip", .coding(.gzip)),
    (" deflate\t", .coding(.deflate)),
    ("identity", .none), ("", .none), (",", .none), ("identity, gzip", .coding(.gzip)),
    ("br", .unknown("br")),
    ("gzip, gzip", .unknown("gzip, gzip")), ("gzip;q=1", .unknown("gzip;q=1")),
  ])
  func `Content-Encoding is a list of names`(value: String, request: ContentCoding.Request) {
    #expect(ContentCoding.requested(by: value) == request)
  }
}
