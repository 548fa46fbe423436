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
      ("ce-nexttoken", "abc", "abc"),
      ("CE-Secret", "abc", "abc"),
      ("Host", "user:pw@localhost:8080", "****@localhost:8080"),
      ("Host", "localhost:8080", "localhost:8080"),
      ("X-Forwarded-Host", "u:p@a, b", "****@a, b"),
      ("Referer", "https://me:pw@host/x?a=1", "https://****@host/x?a=1"),
      ("Referer", "https://host/x?a=1&access_token=abc", "https://host/x?a=1&access_token=****"),
      ("Origin", "http://me@host", "http://****@host"),
      ("Location", "/cb#access_token=abc", "/cb#access_token=****"),
      ("Link", "<https://me:p,w@host/>; rel=next", "<https://****@host/>; rel=next"),
      ("X-Original-URL", "http://a/?u=http://me:pw@b&m=x@y", "http://a/?u=http://****@b&m=x@y"),
      ("X-Both", "http://u&access_token=a@h", "http://****"),
      ("Referer", "https://host/@me", "https://host/@me"),
      ("From", "me@example.org", "me@example.org"),
      ("ce-source", "https://me:pw@host/", "https://me:pw@host/"),
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
      ("user:pass@host:443", "****@host:443"),
      ("/a@b", "/a@b"),
      ("/?u=http://user:pass@host/", "/?u=http://****@host/"),
      ("unix:/run/a@b", "unix:/run/a@b"),
      ("unix:a@b", "unix:a@b"),
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

  @Test("A mask is told from a value, wherever in it it stands")
  func masks() {
    for (name, value) in [
      ("Authorization", "Bearer abc"), ("Cookie", "a=1"), ("Host", "me:pw@host"),
      ("Referer", "http://me:pw@host/?access_token=abc"),
    ] {
      #expect(Secrets.hasSecret(name: name, value: value.utf8))
      #expect(!Secrets.isMasked(name: name, value: value.utf8))
      let masked = Secrets.maskedHeader(name: name, value: value)
      #expect(Secrets.isMasked(name: name, value: masked.utf8), "\(masked)")
    }
    #expect(!Secrets.isMasked(name: "X-Note", value: "****".utf8))
    #expect(!Secrets.hasSecret(name: "Referer", value: "http://host/".utf8))
  }

  @Test("What is masked may be no text, and what stands around it keeps its bytes")
  func bytes() {
    let value: [UInt8] = Array("http://p".utf8) + [0xff] + Array("w@h/".utf8) + [0xe9]
    #expect(Secrets.maskedHeader(name: "Referer", value: value) == Array("http://****@h/".utf8) + [0xe9])
    #expect(
      Secrets.maskingTarget([0x2f, 0xff] + Array("?access_token=a".utf8))
        == [0x2f, 0xff] + Array("?access_token=****".utf8))
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
      Wire.binary(headers: [
        ("Authorization", "Bearer abc"), ("X-Token", "t0k"), ("X-A", "abc"), ("Referer", "http://m:p@h/"),
      ]))
    let entry = bench.entries[0]
    let text = String(decoding: entry.masked.bytes, as: UTF8.self)
    #expect(
      text.contains("Authorization: Bearer ****\r\nX-Token: ****\r\nX-A: abc\r\nReferer: http://****@h/\r\n"))
    #expect(entry.masked.secrets == 3)
    #expect(entry.masked.bytes.count - entry.masked.headLength == entry.bytes.count - entry.headLength)
    #expect(String(decoding: entry.bytes, as: UTF8.self).contains("Bearer abc"))
  }

  @Test(
    "A record that somebody else wrote has its secrets masked, and nothing else changed",
    arguments: [
      (#"{"target":"/?access_token=abc" , "n":1.0}"#, #"{"target":"/?access_token=****" , "n":1.0}"#),
      (
        #"{"headers":[["Authorization","Bearer abc"],["A","b"]]}"#,
        #"{"headers":[["Authorization","Bearer ****"],["A","b"]]}"#
      ),
      (#"{"headers":[["x-api-\u006bey","a\u0062c"]]}"#, #"{"headers":[["x-api-\u006bey","****"]]}"#),
      (
        #"{"headers":[["Cookie","a","b"]],"headers":[["Cookie","c"]]}"#,
        #"{"headers":[["Cookie","****","****"]],"headers":[["Cookie","****"]]}"#
      ),
      (
        #"{"event":{"target":"/?access_token=abc"},"body":"access_token=abc"}"#,
        #"{"event":{"target":"/?access_token=abc"},"body":"access_token=abc"}"#
      ),
      (
        #"{"target_base64":"L+k/YWNjZXNzX3Rva2VuPWFiYw==","headers_base64":[["X-Token","//90"],["X-A","6Q=="]]}"#,
        #"{"target_base64":"L+k/YWNjZXNzX3Rva2VuPSoqKio=","headers_base64":[["X-Token","KioqKg=="],["X-A","6Q=="]]}"#
      ),
      (#"{"headers_base64":[["X-Token","no base64"]]}"#, #"{"headers_base64":[["X-Token","****"]]}"#),
      (#"{"headers":[["ce-nexttoken","abc"]]}"#, #"{"headers":[["ce-nexttoken","abc"]]}"#),
      (
        #"{"headers":[["Authorization"],"x",[1,"y"],["Cookie",2]],"target":7}"#,
        #"{"headers":[["Authorization"],"x",[1,"y"],["Cookie",2]],"target":7}"#
      ),
      ("[1", "[1"), ("7", "7"),
    ])
  func records(line: String, masked: String) {
    #expect(String(decoding: MaskedRecord(Array(line.utf8)).line, as: UTF8.self) == masked)
  }
}
