import Testing

/// Bytes that somebody may send, and what becomes of them.
struct RawRequest: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var bytes: [UInt8]
  /// What is answered; nil: the connection waits for more.
  var status: Int?
  /// Whether the connection ends with it.
  var closes: Bool

  init(_ what: String, _ bytes: [UInt8], _ status: Int?, closes: Bool = false) {
    (testDescription, self.bytes, self.status, self.closes) = (what, bytes, status, closes)
  }

  init(_ what: String, _ text: String, _ status: Int?, closes: Bool = false) {
    self.init(what, Array(text.utf8), status, closes: closes)
  }

  /// A request with an event in binary mode and more fields; a line break stands after each.
  static func post(_ fields: String = "", _ body: String = "", target: String = "/") -> String {
    "POST \(target) HTTP/1.1\r\nHost: localhost\r\n" + event + fields + "\r\n" + body
  }

  static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

  static let event = "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n"

  private static func filler(_ count: Int) -> String { String(repeating: "a", count: count) }

  private static func host(_ host: String) -> String { "POST / HTTP/1.1\r\nHost: \(host)\r\n\(event)\r\n" }

  /// The bytes of a field value that is no text.
  private static func value(_ bytes: UInt8...) -> [UInt8] {
    Array("POST / HTTP/1.1\r\nHost: localhost\r\n\(event)X: a".utf8) + bytes + Array("b\r\n\r\n".utf8)
  }
}

/// The tables, each about one part of RFC 9112 and of the limits.
extension RawRequest {
  static let sizes: [RawRequest] = [
    RawRequest("a field of 79 KiB", post("X: \(filler(79 * 1024))\r\n"), 202),
    RawRequest("a field of 81 KiB", post("X: \(filler(81 * 1024))\r\n"), 431, closes: true),
    RawRequest("a head of 120 KiB", post("X: \(filler(60 * 1024))\r\nY: \(filler(60 * 1024))\r\n"), 202),
    RawRequest(
      "a head of 129 KiB", post("X: \(filler(65 * 1024))\r\nY: \(filler(64 * 1024))\r\n"), 431, closes: true),
    RawRequest("256 fields", post(String(repeating: "X: 1\r\n", count: 251)), 202),
    RawRequest("257 fields", post(String(repeating: "X: 1\r\n", count: 252)), 431, closes: true),
    RawRequest("a target of 8 KiB", post(target: "/" + filler(8191)), 202),
    RawRequest("a target of 8 KiB and one", post(target: "/" + filler(8192)), 414, closes: true),
    RawRequest("a chunk extension of 15 KiB", chunked("1;\(filler(15 * 1024))\r\nx\r\n0\r\n\r\n"), 202),
    RawRequest(
      "a chunk extension of 17 KiB", chunked("1;\(filler(17 * 1024))\r\nx\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a body of 100 KiB", post("Content-Length: 102400\r\n", filler(102_400)), 202),
    RawRequest("an announced body of 100 KiB and one", post("Content-Length: 102401\r\n"), 413, closes: true),
    RawRequest(
      "a chunked body of 100 KiB and one", chunked("19001\r\n\(filler(102_401))\r\n0\r\n\r\n"), 413,
      closes: true),
  ]

  static let requestLines: [RawRequest] = [
    RawRequest("an event", post("Content-Length: 2\r\n", "hi"), 202),
    RawRequest("no body and no length", post(), 202),
    RawRequest("empty lines before it", "\r\n\r\n" + post(), 202),
    RawRequest("HTTP/1.0", "POST / HTTP/1.0\r\n\(event)\r\n", 202, closes: true),
    RawRequest("HTTP/1.0 that stays", "POST / HTTP/1.0\r\n\(event)Connection: keep-alive\r\n\r\n", 202),
    RawRequest("HTTP/0.9", "GET /\r\n\r\n", 400, closes: true),
    RawRequest("no version", "GET / \r\n\r\n", 400, closes: true),
    RawRequest("HTTP/1.2", "POST / HTTP/1.2\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("HTTP/2.0", "POST / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("HTTP/9.9", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("HTTP/01.1", "POST / HTTP/01.1\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("HTTP/1.10", "POST / HTTP/1.10\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest(
      "a version beyond counting", "POST / HTTP/4294967295.255\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("a version behind CR", "POST / HTTP/\r\r1.1\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("LF for a space", "POST /\nHTTP/1.1\r\nHost: localhost\r\n\r\n", 400, closes: true),
    RawRequest("a target that is a sign", post(target: "!"), 400, closes: true),
    RawRequest(
      "health and an expectation",
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n", 200),
    RawRequest("HTTP/1.", "POST / HTTP/1.\r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("a version in small letters", "POST / http/1.1\r\nHost: localhost\r\n\r\n", 400, closes: true),
    RawRequest("another protocol", "POST / HTTPS/1.1\r\nHost: localhost\r\n\r\n", 400, closes: true),
    RawRequest("two spaces before the target", post(target: " /"), 400, closes: true),
    RawRequest("two spaces before the version", post(target: "/ "), 400, closes: true),
    RawRequest("tabs for spaces", "POST\t/\tHTTP/1.1\r\nHost: localhost\r\n\r\n", 400, closes: true),
    RawRequest("a space at the end", "POST / HTTP/1.1 \r\nHost: localhost\r\n\r\n", 505, closes: true),
    RawRequest("a space at the start", " " + post(), 400, closes: true),
    RawRequest("something before the method", "Extra line" + post(), 405, closes: true),
    RawRequest("a method that is no token", "PO(ST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, closes: true),
    RawRequest("a method in small letters", "post / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, closes: true),
    RawRequest("GET", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    RawRequest("HEAD", "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    RawRequest("TRACE", "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    RawRequest("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 204),
    RawRequest(
      "CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, closes: true),
    RawRequest(
      "TLS", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3] + [UInt8](repeating: 0, count: 99), 400, closes: true),
    RawRequest("rubbish", Array(UInt8(0)...255), 400, closes: true),
    RawRequest("a target without a slash", post(target: "foo"), 400, closes: true),
    RawRequest("* for an event", post(target: "*"), 400),
    RawRequest("a fragment", post(target: "/a#b"), 400),
    RawRequest("a target with a control", post(target: "/\u{1}"), 400, closes: true),
    RawRequest("a target that is no ASCII", post(target: "/é"), 400, closes: true),
    RawRequest("a whole address", post(target: "http://localhost:1/x"), 202),
    RawRequest("a whole address with a foreign host", post(target: "http://evil.example/x"), 403),
    RawRequest("a whole address with a user", post(target: "http://localhost@evil.example/x"), 400),
    RawRequest("a whole address of another scheme", post(target: "ftp://localhost/x"), 400),
    RawRequest(
      "a whole address and a foreign Host",
      "POST http://localhost/x HTTP/1.1\r\nHost: evil.example\r\n\(event)\r\n", 403),
    RawRequest(
      "a whole address and no Host", "POST http://localhost/x HTTP/1.1\r\n\(event)\r\n", 400, closes: true),
    RawRequest(
      "health by a whole address", "GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
    RawRequest(
      "cleartext HTTP/2 asked for",
      post("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"), 202),
    RawRequest(
      "cleartext HTTP/2 asked for, with a body",
      post("Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n", "hi"), 202),
    RawRequest(
      "cleartext HTTP/2 asked for, with chunks",
      post("Connection: Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n", "2\r\nhi\r\n0\r\n\r\n"),
      202),
    RawRequest("another protocol in the field alone", post("Upgrade: h2c\r\n"), 202),
    RawRequest(
      "another protocol, and an end", post("Connection: Upgrade, close\r\nUpgrade: h2c\r\n"), 202,
      closes: true),
    RawRequest(
      "a WebSocket of another version",
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 8\r\n\r\n", 426),
  ]

  static let fields: [RawRequest] = [
    RawRequest("no Host", "POST / HTTP/1.1\r\n\(event)\r\n", 400, closes: true),
    RawRequest(
      "no Host, and a body that is still to come",
      "POST / HTTP/1.1\r\n\(event)Content-Length: 5\r\n\r\n", 400, closes: true),
    RawRequest("two Hosts", post("Host: localhost\r\n"), 400, closes: true),
    RawRequest("two Hosts in HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400, closes: true),
    RawRequest("a foreign Host", host("evil.example"), 403),
    RawRequest("an empty Host", host(""), 403),
    RawRequest("a list of Hosts", host("localhost, evil.example"), 400),
    RawRequest("a Host with a user", host("a@localhost"), 400),
    RawRequest("a Host with a path", host("localhost/x"), 400),
    RawRequest("a Host with a space", host("local host"), 400),
    RawRequest("a Host with a port that is none", host("localhost:80x"), 400),
    RawRequest("a Host with an empty port", host("localhost:"), 202),
    RawRequest("a Host with space around it", host(" \tLocalHost:99 \t"), 202),
    RawRequest("an IPv6 Host", host("[::1]:1"), 202),
    RawRequest("a Host that only looks like loopback", host("127.0.0.1.evil.example"), 403),
    RawRequest("a name with a space behind it", post("X : 1\r\n"), 400, closes: true),
    RawRequest(
      "a length with a space before the colon", post("Content-Length : 2\r\n", "hi"), 400, closes: true),
    RawRequest(
      "a coding with a space before the colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400,
      closes: true),
    RawRequest("a folded field", post("X: 1\r\n 2\r\n"), 400, closes: true),
    RawRequest("a field folded with a tab", post("X: 1\r\n\t2\r\n"), 400, closes: true),
    RawRequest("a folded first field", "POST / HTTP/1.1\r\n Host: localhost\r\n\r\n", 400, closes: true),
    RawRequest("a folded coding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400, closes: true),
    RawRequest("a field that ends with LF", post("X: 1\nY: 2\r\n"), 400, closes: true),
    RawRequest(
      "a request line that ends with LF", "POST / HTTP/1.1\nHost: localhost\r\n\r\n", 400, closes: true),
    RawRequest("a head that ends with LF", "POST / HTTP/1.1\r\nHost: localhost\r\n\n", 400, closes: true),
    RawRequest("nothing but LF", "POST / HTTP/1.1\nHost: localhost\n\n", 400, closes: true),
    RawRequest("CR in a value", post("X: a\rb\r\n"), 400, closes: true),
    RawRequest("CR instead of CR LF", post("X: a\rY: b\r\n"), 400, closes: true),
    RawRequest("CR CR LF", post("X: a\r\r\n"), 400, closes: true),
    RawRequest(
      "CR after the fields", "POST / HTTP/1.1\r\nHost: localhost\r\n\rX: a\r\n\r\n", 400, closes: true),
    RawRequest("NUL in a value", value(0), 400, closes: true),
    RawRequest("BEL in a value", value(7), 400, closes: true),
    RawRequest("VT in a value", value(0x0b), 400, closes: true),
    RawRequest("ESC in a value", value(0x1b), 400, closes: true),
    RawRequest("DEL in a value", value(0x7f), 400, closes: true),
    RawRequest("a tab in a value", value(9), 202),
    RawRequest("a byte that is no ASCII in a value", value(0xff), 202),
    RawRequest("no name", post(": x\r\n"), 400, closes: true),
    RawRequest("no colon", post("X\r\n"), 400, closes: true),
    RawRequest("neither name nor value", post(":\r\n"), 400, closes: true),
    RawRequest("a space for a colon", post("Content-Length 2\r\n", "hi"), 400, closes: true),
    RawRequest(
      "a name on two lines", post("Transfer-\r\nEncoding: chunked\r\n", "0\r\n\r\n"), 400, closes: true),
    RawRequest("LF in a name", post("Te\nst: 1\r\n"), 400, closes: true),
    RawRequest("LF before a value", post("X:\n\nPOST / HTTP/1.1\r\n"), 400, closes: true),
    RawRequest(
      "a byte that is no ASCII behind a name",
      Array("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length".utf8) + [0x85]
        + Array(": 2\r\n\r\nhi".utf8), 400,
      closes: true),
    RawRequest("a control in a name", post("X\u{1}: a\r\n"), 400, closes: true),
    RawRequest("brackets in a name", post("X[]: a\r\n"), 400, closes: true),
    RawRequest("a quote in a name", post("X\": a\r\n"), 400, closes: true),
    RawRequest("no ASCII in a name", post("É: a\r\n"), 400, closes: true),
    RawRequest("an empty value", post("X:\r\nY: \r\n"), 202),
    RawRequest("odd case and white space", "POST / HTTP/1.1\r\nhoSt:\tlocalhost\r\n\(event)\r\n", 202),
    RawRequest("another expectation", post("Expect: 200-maybe\r\nContent-Length: 0\r\n"), 417),
    RawRequest(
      "another expectation, and a body that is still to come",
      post("Expect: 200-maybe\r\nContent-Length: 2\r\n"), 417, closes: true),
    RawRequest("two Origins", post("Origin: http://localhost\r\nOrigin: http://evil.example\r\n"), 403),
    RawRequest("a foreign Origin", post("Origin: http://evil.example\r\n"), 403),
    RawRequest(
      "a page on loopback", post("Origin: http://localhost:3000\r\nSec-Fetch-Site: cross-site\r\n"), 202),
    RawRequest("another site", post("Sec-Fetch-Site: cross-site\r\n"), 403),
    RawRequest(
      "another site said twice", post("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n"), 403),
  ]

  static let framing: [RawRequest] = [
    RawRequest(
      "length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
      closes: true),
    RawRequest(
      "coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400,
      closes: true),
    RawRequest(
      "the same length twice", post("Content-Length: 2\r\nContent-Length: 2\r\n", "hi"), 400, closes: true),
    RawRequest("two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "hi"), 400, closes: true),
    RawRequest("a list of lengths", post("Content-Length: 2, 2\r\n", "hi"), 400, closes: true),
    RawRequest("a length with a sign", post("Content-Length: +2\r\n", "hi"), 400, closes: true),
    RawRequest("a negative length", post("Content-Length: -1\r\n"), 400, closes: true),
    RawRequest(
      "a very negative length", post("Content-Length: -123456789123456789123456789\r\n"), 400, closes: true),
    RawRequest("a hexadecimal length", post("Content-Length: 0x2\r\n", "hi"), 400, closes: true),
    RawRequest("a length with an underscore", post("Content-Length: 2_0\r\n", "hi"), 400, closes: true),
    RawRequest("a length with a space in it", post("Content-Length: 2 3\r\n", "hi"), 400, closes: true),
    RawRequest("a length with white space around it", post("Content-Length:   2 \r\n", "hi"), 202),
    RawRequest("a length with leading zeros", post("Content-Length: 002\r\n", "hi"), 202),
    RawRequest("a length of letters", post("Content-Length: abc\r\n"), 400, closes: true),
    RawRequest(
      "an empty length before another", post("Content-Length: \r\nContent-Length: 2\r\n", "hi"), 400,
      closes: true),
    RawRequest("a length and letters", post("Content-Length: 2Z\r\n", "hi"), 400, closes: true),
    RawRequest("a length of GET", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi", 405),
    RawRequest("an empty length", post("Content-Length: \r\n"), 400, closes: true),
    RawRequest("a length in other digits", post("Content-Length: ٢\r\n", "hi"), 400, closes: true),
    RawRequest("a length behind VT", post("Content-Length:\u{b}2\r\n", "hi"), 400, closes: true),
    RawRequest("a length of 2^63", post("Content-Length: 9223372036854775808\r\n"), 413, closes: true),
    RawRequest("a length of 2^64", post("Content-Length: 18446744073709551616\r\n"), 400, closes: true),
    RawRequest("chunks", chunked("2\r\nhi\r\n0\r\n\r\n"), 202),
    RawRequest(
      "chunks in any case", post("Transfer-Encoding: Chunked\r\n", "A\r\n0123456789\r\n0\r\n\r\n"), 202),
    RawRequest(
      "a coding with a tab behind it", post("Transfer-Encoding:\tchunked\t\r\n", "0\r\n\r\n"), 400,
      closes: true),
    RawRequest("a coding with a space behind it", post("Transfer-Encoding: chunked \r\n", "0\r\n\r\n"), 202),
    RawRequest(
      "chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400, closes: true),
    RawRequest(
      "two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
      closes: true),
    RawRequest(
      "chunked before another", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400,
      closes: true),
    RawRequest("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501, closes: true),
    RawRequest("an unknown coding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501, closes: true),
    RawRequest("identity", post("Transfer-Encoding: identity\r\n"), 501, closes: true),
    RawRequest(
      "chunked after a comma", post("Transfer-Encoding: ,chunked\r\n", "0\r\n\r\n"), 501, closes: true),
    RawRequest(
      "chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 501, closes: true),
    RawRequest(
      "chunked in quotes", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501, closes: true),
    RawRequest(
      "chunked behind VT", post("Transfer-Encoding: \u{b}chunked\r\n", "0\r\n\r\n"), 400, closes: true),
    RawRequest(
      "chunked between bytes that are no ASCII",
      Array("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: ".utf8) + [0xa0]
        + Array("chunked".utf8) + [0xa0] + Array("\r\n\r\n0\r\n\r\n".utf8), 501, closes: true),
    RawRequest("an empty coding", post("Transfer-Encoding: \r\n"), 501, closes: true),
    RawRequest(
      "chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
      closes: true),
    RawRequest("a size that ends with LF", chunked("2\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a chunk that ends with LF", chunked("2\r\nhi\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a last size that ends with LF", chunked("2\r\nhi\r\n0\n\r\n"), 400, closes: true),
    RawRequest("a body that ends with LF", chunked("2\r\nhi\r\n0\r\n\n"), 400, closes: true),
    RawRequest("a size that ends with CR", chunked("2\rhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size with 0x", chunked("0x2\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size with a plus", chunked("+2\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size with an underscore", chunked("0_2\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size of minus 0x0", chunked("-0x0\r\n\r\n"), 400, closes: true),
    RawRequest("CR before an extension", chunked("2\r\r;a\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("CR for the end of an extension", chunked("2;a=b\r\rhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("an empty line between chunks", chunked("2\r\nhi\r\n\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a trailer that looks like a request", chunked("0\r\nX:POST / HTTP/1.1\r\n\r\n"), 202),
    RawRequest("a size with a minus", chunked("-1\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size behind a space", chunked(" 2\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size before a space", chunked("2 \r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size with a letter too many", chunked("2x\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("no size", chunked("\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("an extension", chunked("2;a=b\r\nhi\r\n0\r\n\r\n"), 202),
    RawRequest("a quoted extension", chunked("2;a=\"b c\"\r\nhi\r\n0\r\n\r\n"), 202),
    RawRequest("LF in an extension", chunked("2;a\nb\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("CR in an extension", chunked("2;a\rb\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("NUL in an extension", chunked("2;a\0b\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("an empty extension", chunked("2;\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size beyond 64 bits", chunked("ffffffffffffffffff\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size of 2^63", chunked("8000000000000000\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a size of 2^32 and 2", chunked("100000002\r\nhi\r\n0\r\n\r\n"), 413, closes: true),
    RawRequest("a size with leading zeros", chunked("0002\r\nhi\r\n000\r\n\r\n"), 202),
    RawRequest("a chunk that is longer", chunked("1\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a chunk that is shorter", chunked("3\r\nhi\r\n0\r\n\r\n"), 400, closes: true),
    RawRequest("a chunk without its end", chunked("2\r\nhi0\r\n\r\n"), 400, closes: true),
    RawRequest("a chunk that ends with CR", chunked("2\r\nhi\rX0\r\n\r\n"), 400, closes: true),
    RawRequest("a trailer", chunked("2\r\nhi\r\n0\r\nce-subject: evil\r\n\r\n"), 202),
    RawRequest("a trailer without a colon", chunked("2\r\nhi\r\n0\r\nbad\r\n\r\n"), 400, closes: true),
    RawRequest("a trailer that ends with LF", chunked("2\r\nhi\r\n0\r\nA: b\n\r\n"), 400, closes: true),
    RawRequest(
      "a length among the trailers", chunked("2\r\nhi\r\n0\r\nContent-Length: 5\r\n\r\n"), 400, closes: true),
    RawRequest(
      "a coding among the trailers", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400, closes: true),
  ]

  /// Heads that have only begun.
  static let fragments: [RawRequest] = [
    "G", "P", "PR", "GET ", "GET /hello", "GET /hello ", "GET /hello HTTP", "GET /hello HTTP/1.1",
    "GET /hello HTTP/1.1\r",
    "GET /hello HTTP/1.1\r\n", "GET /hello HTTP/1.1\r\nHos", "GET /hello HTTP/1.1\r\nHost:",
    "GET /hello HTTP/1.1\r\nHost: ", "GET /hello HTTP/1.1\r\nHost: localhost",
    "GET /hello HTTP/1.1\r\nHost: localhost\r", "GET /hello HTTP/1.1\r\nHost: localhost\r\n",
    "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r",
  ].map { RawRequest("\($0.count) bytes", $0, nil) }

  static let all = sizes + requestLines + fields + framing
}
