import NIOHTTP1

/// What a request's head says, as far as `RequestMachine` has to know.
struct RequestFacts: Equatable {
  enum Method: Equatable {
    case post, put, options, get, head, connect, other
  }

  var method = Method.post
  var methodName = "POST"
  var target = "/"
  var isHTTP10 = false
  /// Whether the peer wants the connection kept: version and Connection taken together.
  var wantsKeepAlive = true
  /// The first Host, and how many there are: requests are many, so nothing here is an array without need.
  var host: String?
  var hostCount = 0
  var origin: String?
  var secFetchSite: String?
  var expect: String?
  var contentEncoding: String?
  /// The first Content-Length as it came, and how many there are.
  var contentLengthText: String?
  var contentLengthCount = 0
  var transferEncodings: [String] = []
  var webhookOrigin: String?
  var webhookRate: String?
  /// Whether the peer asks for another protocol: after the answer nothing more can be read here.
  var asksUpgrade = false

  init() {}

  /// One walk over the fields: a name is compared only where its length fits one that is wanted.
  init(_ head: HTTPRequestHead) {
    switch head.method {
    case .POST: method = .post
    case .PUT: method = .put
    case .OPTIONS: method = .options
    case .GET: method = .get
    case .HEAD: method = .head
    case .CONNECT: method = .connect
    default: method = .other
    }
    if method != .post { methodName = head.method.rawValue }
    target = head.uri
    isHTTP10 = head.version.minor == 0
    wantsKeepAlive = head.isKeepAlive
    asksUpgrade = method == .connect
    for (name, value) in head.headers {
      switch name.utf8.count {
      case 4 where name.isField("host"):
        host = host ?? value
        hostCount += 1
      case 6 where name.isField("origin"): origin = origin ?? value
      case 6 where name.isField("expect"): expect = value
      case 7 where name.isField("upgrade"): asksUpgrade = true
      case 14 where name.isField("content-length"):
        contentLengthText = contentLengthText ?? value
        contentLengthCount += 1
      case 14 where name.isField("sec-fetch-site"): secFetchSite = value
      case 16 where name.isField("content-encoding"): contentEncoding = value
      case 17 where name.isField("transfer-encoding"): transferEncodings.append(value)
      case 20 where name.isField("webhook-request-rate"): webhookRate = value
      case 22 where name.isField("webhook-request-origin"): webhookOrigin = value
      default: break
      }
    }
  }

  /// The length of the body where it is announced, nil where it is not, or not well. What is beyond counting
  /// is the largest there is.
  var contentLength: Int? {
    guard contentLengthCount == 1, let text = contentLengthText, !text.isEmpty else { return nil }
    var length = 0
    for digit in text.utf8 {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      let (tens, isTooMuch) = length.multipliedReportingOverflow(by: 10)
      let (sum, isMore) = tens.addingReportingOverflow(Int(digit) - 0x30)
      if isTooMuch || isMore { return .max }
      length = sum
    }
    return length
  }

  var isChunked: Bool { !transferEncodings.isEmpty }

  var hasBody: Bool { isChunked || (contentLength ?? 0) > 0 }

  /// Whether this asks for the listener's own health, which is no delivery.
  var isHealthCheck: Bool {
    (method == .get || method == .head) && target.prefix { $0 != "?" } == "/healthz"
  }
}

extension String {
  /// Whether this is the field name `lowercased`, in any case. ASCII only, as field names are.
  func isField(_ lowercased: StaticString) -> Bool {
    var name = self
    return name.withUTF8 { bytes in
      guard bytes.count == lowercased.utf8CodeUnitCount else { return false }
      for index in bytes.indices {
        let byte = bytes[index]
        let folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
        if folded != lowercased.utf8Start[index] { return false }
      }
      return true
    }
  }
}
