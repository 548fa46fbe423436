import Testing

@testable import InspectorCore

@Suite("Secrets")
struct SecretsTests {
  @Test(
    "Headers that hold a secret are masked, and a scheme stays",
    arguments: [
      ("Authorization", "Bearer abc", "Bearer ****"),
      ("authorization", "Basic dXNlcjpwdw==", "Basic ****"),
      ("AUTHORIZATION", "abc", "****"),
      ("Authorization", "Digest a=1, b=2", "Digest ****"),
      ("Proxy-Authorization", "Basic abc", "Basic ****"),
      ("Cookie", "session=1; other=2", "****"),
      ("Set-Cookie", "session=1; Path=/", "****"),
      ("X-Api-Key", "abc", "****"),
      ("api-key", "a b", "****"),
      ("apikey", "abc", "****"),
      ("X_API_KEY", "abc", "****"),
      ("X-Auth-Token", "abc", "****"),
      ("TOKEN", "abc", "****"),
      ("X-Client-Secret", "ä", "****"),
      ("Cookie", "", ""),
      ("X-Request-Id", "abc", "abc"),
      ("Cookies-Accepted", "yes", "yes"),
      ("ce-subject", "Bearer abc", "Bearer abc"),
    ])
  func headers(name: String, value: String, masked: String) {
    #expect(Secrets.maskedHeader(name: name, value: value) == masked)
  }

  @Test(
    "The values of access_token are masked in a target",
    arguments: [
      ("/", "/"),
      ("/?a=1", "/?a=1"),
      ("/?access_token=abc", "/?access_token=****"),
      ("/?a=1&access_token=abc&b=2", "/?a=1&access_token=****&b=2"),
      ("/?access_token=a&access_token=b", "/?access_token=****&access_token=****"),
      ("/?ACCESS_TOKEN=abc", "/?ACCESS_TOKEN=****"),
      ("/?access_token=a=b", "/?access_token=****"),
      ("/?access_token", "/?access_token"),
      ("/?access%5Ftoken=abc", "/?access%5Ftoken=****"),
      ("/?a=1;ACCESS_TOKEN=abc", "/?a=1;ACCESS_TOKEN=****"),
      ("/x#access_token=abc", "/x#access_token=****"),
      ("http://user:pass@host/x", "http://****@host/x"),
      ("/access_token=abc", "/access_token=abc"),
      ("/?xaccess_token=abc", "/?xaccess_token=abc"),
    ])
  func targets(target: String, masked: String) {
    #expect(Secrets.maskingTarget(target) == masked)
  }

  @Test(
    "What cannot be read as a head shows no secret either",
    arguments: [
      (
        "POST /?access_token=abc HTTP/1.1\r\nAuthorization: Bearer abc",
        "POST /?access_token=*** HTTP/1.1\r\nAuthorization:***********"
      ),
      ("POST /?a=1&access_token=ab", "POST /?a=1&access_token=**"),
      ("POST / HTTP/1.1\nX-Token : abc\nX: 1", "POST / HTTP/1.1\nX-Token :****\nX: 1"),
      ("POST / HTTP/1.1\r\nCookie: a\r\n b\r\nX: c\r\n", "POST / HTTP/1.1\r\nCookie:**\r\n**\r\nX: c\r\n"),
      ("POST / HTTP/1.1\r\nX: a\rAuthorization: b\r\n", "POST / HTTP/1.1\r\nX: a\rAuthorization:**\r\n"),
      ("POST / HTTP/1.1\r\nAuthorization Bearer abc\r\n", "POST / HTTP/1.1\r\nAuthorization***********\r\n"),
      ("Authorization: abc\r\n", "Authorization:****\r\n"),
      ("POST /token/secret HTTP/1.1\r\n", "POST /token/secret HTTP/1.1\r\n"),
      ("POST http://me:pw@host/ HTTP/1.1\r\n\u{1}: b", "POST http://*****@host/ HTTP/1.1\r\n\u{1}: b"),
      ("", ""),
    ])
  func brokenHeads(text: String, masked: String) {
    let bytes = Array((text + "\r\n\r\nAuthorization: of the body").utf8)
    let shown = Secrets.maskingBrokenHead(bytes, headLength: text.utf8.count)
    #expect(String(decoding: shown, as: UTF8.self) == masked + "\r\n\r\nAuthorization: of the body")
  }

  @Test("Userinfo and access_token of an address are masked where it is shown")
  func addresses() throws {
    #expect(try Address("http://user:pw@host:81/a").description == "http://****@host:81/a")
    #expect(
      try Address("https://host/?access_token=abc&x=1").description
        == "https://host:443/?access_token=****&x=1")
  }

  @Test("The secrets in an entry's bytes are masked, however long they are")
  func maskedBytes() {
    let bench = Bench()
    bench.receive(
      Wire.binary(headers: [("Authorization", "Bearer abc"), ("X-Token", "t0k"), ("X-A", "abc")]))
    let entry = bench.entries[0]
    let text = String(decoding: entry.masked.bytes, as: UTF8.self)
    #expect(text.contains("Authorization: Bearer ****\r\nX-Token: ****\r\nX-A: abc\r\n"))
    #expect(entry.masked.secrets == 2)
    #expect(entry.masked.bytes.count - entry.masked.headLength == entry.bytes.count - entry.headLength)
    #expect(String(decoding: entry.bytes, as: UTF8.self).contains("Bearer abc"))
  }
}
