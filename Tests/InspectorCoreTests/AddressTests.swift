import Testing

@testable import InspectorCore

@Suite("Addresses")
struct AddressTests {
  @Test(
    "What is an address is read, and shown with its port",
    arguments: [
      ("http://localhost:8080", Address.http("localhost", 8080), "http://localhost:8080"),
      ("http://localhost", .http("localhost", 80), "http://localhost:80"),
      ("https://a.example", .http("a.example", 443, isTLS: true), "https://a.example:443"),
      ("http://127.0.0.1:0/", .http("127.0.0.1", 0), "http://127.0.0.1:0"),
      ("http://[::1]:8080", .http("::1", 8080), "http://[::1]:8080"),
      ("http://[fe80::1]", .http("fe80::1", 80), "http://[fe80::1]:80"),
      ("http://h:65535/a/b?c=d#e", .http("h", 65535, "/a/b?c=d"), "http://h:65535/a/b?c=d"),
      ("http://h?c=d", .http("h", 80, "/?c=d"), "http://h:80/?c=d"),
      ("http://u:p@h@x:1", .http("x", 1, userinfo: "u:p@h"), "http://****@x:1"),
      ("unix:/tmp/a.sock", .unix(path: "/tmp/a.sock"), "unix:/tmp/a.sock"),
      ("unix:a b", .unix(path: "a b"), "unix:a b"),
      ("unix+ndjson:/tmp/a", .unixNDJSON(path: "/tmp/a"), "unix+ndjson:/tmp/a"),
    ])
  func read(text: String, address: Address, shown: String) throws {
    let read = try Address(text)
    #expect(read == address)
    #expect(read.description == shown)
    #expect(Address.looksLikeAddress(text))
  }

  @Test(
    "What is no address says what would be right",
    arguments: [
      ("localhost:8080", "an address is http://HOST:PORT, https://HOST:PORT, unix:PATH or unix+ndjson:PATH"),
      ("HTTP://a", "an address is http://HOST:PORT, https://HOST:PORT, unix:PATH or unix+ndjson:PATH"),
      ("http://", "the host is missing, as in http://localhost:8080"),
      ("http://:80", "the host is missing, as in http://localhost:8080"),
      ("http://h:x", "x is no port: 0 to 65535"),
      ("http://h:65536", "65536 is no port: 0 to 65535"),
      ("http://h:-1", "-1 is no port: 0 to 65535"),
      ("http://h:99999999999999999999", "99999999999999999999 is no port: 0 to 65535"),
      ("http://[::1", "the IPv6 address has no closing ]"),
      ("http://[::1]x", "after ] only :PORT may stand"),
      ("http://ä:1", "a host name is ASCII; others stand in their xn-- form"),
      ("http://a b:1", "a host name is ASCII; others stand in their xn-- form"),
      ("http://h/a b", "spaces and other than ASCII stand percent-encoded in a path"),
      ("http://h/\r\nX: y", "spaces and other than ASCII stand percent-encoded in a path"),
      ("unix:", "the path is missing, as in unix:/run/user/1000/eventscope.sock"),
      ("unix+ndjson:", "the path is missing, as in unix:/run/user/1000/eventscope.sock"),
    ])
  func wrong(text: String, reason: String) {
    #expect(throws: AddressError(text: text, reason: reason)) { try Address(text) }
  }

  @Test("A Unix socket's path has at most 107 bytes")
  func longPaths() throws {
    _ = try Address("unix:" + String(repeating: "x", count: 107))
    let error = #expect(throws: AddressError.self) {
      try Address("unix:" + String(repeating: "ä", count: 54))
    }
    #expect(error?.reason == "the path is 108 bytes long, and a Unix socket's is at most 107")
  }
}

extension Address {
  fileprivate static func http(
    _ host: String, _ port: Int, _ target: String = "/", isTLS: Bool = false, userinfo: String? = nil
  ) -> Address {
    .http(host: host, port: port, target: target, isTLS: isTLS, userinfo: userinfo)
  }
}
