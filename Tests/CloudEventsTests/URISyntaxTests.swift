import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct URISyntaxTests {
  /// Absolute URIs of JSON Schema's test suite (format `uri`), and some of our own.
  static let uris = [
    "http://foo.bar/?baz=qux#quux", "http://foo.com/blah_(wikipedia)_blah#cite-1",
    "http://foo.bar/?q=Test%20URL-encoded%20stuff", "http://xn--nw2a.xn--j6w193g/",
    "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com", "http://223.255.255.254",
    "ftp://ftp.is.co.za/rfc/rfc1808.txt", "ldap://[2001:db8::7]/c=GB?objectClass?one",
    "mailto:John.Doe@example.com", "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212",
    "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", "http://087.10.0.1/", "http://999.999.999.999/",
    "http://a.com:", "http://a.com:999999999", "http://:80", "http://@a.com", "http://user@",
    "http://!$&'()*+,;=.com", "http://example.com.", "http://exa~mple.com/", "http://under_score.com/",
    "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66", "a:", "a+b-c.1:x", "file:///etc/hosts",
    "http://[v7.a:b]/",
    "x:??a#??", "x:#",
  ]

  static let references = [
    "", "//foo.bar/?baz=qux#quux", "/abc", "abc", "#fragment", "?query=1", "//", "./this:that", "//[V1.fe]/p",
    "/a:b",
    "a/b:c", "?a:b", "#a:b", "1-555-123-4567", "/sensors/tn-1234567/alerts", "..", "//authority/path",
    "/a//b",
    "%41", "@", "a=b;c",
  ]

  static let neither = [
    #"\\WINDOWS\fileshare"#, "http:// shouldfail.com", ":// should fail", "bar,baz:foo",
    "https://[@example.org/test.txt", "https://example.org/foobar®.txt", #"https://example.org/foobar\.txt"#,
    #"https://example.org/foobar".txt"#, "https://example.org/foobar<>.txt",
    "https://example.org/foobar{}.txt",
    "https://example.org/foobar^.txt", "https://example.org/foobar`.txt", "https://example.org/foo bar.txt",
    "https://example.org/foobar|.txt", "http://example.com/%6G", "http://example.com/%A",
    "http://example.com/%",
    "1http://example.com", "ht_tp://example.com", "http://example.com:abc/path", "http://a.com:8:0",
    "http://a.com::",
    #"#frag\ment"#, "/foobar®.txt", "/%zz", #"/a"b"#, "/[::1]", "//example.com:abc/p", "//a@b@example.com/",
    "//[::ffff:192.168.0.01]/p", "1:b", "/p\n", ":", ":a", "a b", "#a#b", "http://[::1", "http://[::1]x",
    "http://[]/", "http://[v.a]/", "http://[v1.]/", "http://[vg.a]/", "é", "/\u{7f}", "/\u{0}",
  ]

  @Test(arguments: uris)
  func `a URI is one, and a reference too`(text: String) {
    #expect(URI(text)?.description == text)
    #expect(URIReference(text)?.description == text)
  }

  @Test(arguments: references)
  func `a relative reference is no URI`(text: String) {
    #expect(URIReference(text)?.description == text)
    #expect(URI(text) == nil)
  }

  @Test(arguments: neither)
  func `what does not follow the grammar is neither`(text: String) {
    #expect(URIReference(text) == nil)
    #expect(URI(text) == nil)
  }

  @Test(arguments: [
    ("::1", true), ("12345::", false), ("::abef", true), ("::abcef", false),
    ("1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1", false), ("::laptop", false), ("::", true), ("::42:ff:1", true),
    ("d6::", true), (":2:3:4:5:6:7:8", false), ("1:2:3:4:5:6:7:", false), (":2:3:4::8", false),
    ("1:d6::42", true),
    ("1::d6::42", false), ("1::d6:192.168.0.1", true), ("1:2::192.168.0.1", true),
    ("1::2:192.168.256.1", false),
    ("1::2:192.168.ff.1", false), ("::ffff:192.168.0.1", true), ("1:2:3:4:5:::8", false),
    ("1:2:3:4:5:6:7:8", true),
    ("1:2:3:4:5:6:7", false), ("1", false), ("127.0.0.1", false), ("1:2:3:4:1.2.3", false),
    ("fe80::%25eth0", false),
    ("1000:1000:1000:1000:1000:1000:255.255.255.255", true),
    ("100:100:100:100:100:100:255.255.255.255.255", false),
    ("100:100:100:100:100:100:100:255.255.255.255", false), ("::ffff:256.1.1.1", false),
    ("1:2:3:4:5:6:7::", true),
    ("::1:2:3:4:5:6:7", true), ("1:2:3:4::5:6:7:8", false), ("::1.2.3.4:5", false), (":::", false),
    (":", false),
    ("", false), ("1::1.2.3.4.", false), ("::1.2.3.0004", false),
  ])
  func `an IPv6 address follows RFC 3986`(address: String, isValid: Bool) {
    #expect((URI("http://[\(address)]/") != nil) == isValid)
  }

  @Test(arguments: [
    ("/a b", 2), ("/%zz", 1), ("1:b", 1), ("http://a.com:x", 13), ("http://[::x]/", 7), ("/a?b^", 4),
  ])
  func `the first wrong character is found`(text: String, offset: Int) {
    #expect(utf8(text).withUnsafeBytes { URISyntax.firstInvalid($0, needsScheme: false) } == offset)
  }
}
