import CloudEvents

/// An HTTP archive (HAR 1.2): an entry for each request.
public struct HARExporter: Exporter {
  public let name = "har"
  public let title = "HTTP archive (HAR)"
  public let fileExtension = "har"
  public let isJSON = true

  public init() {}

  public var start: [UInt8] {
    Array(
      """
      {"log":{"version":"1.2","creator":{"name":"eventscope","version":"\(Program.version)"},"entries":[

      """.utf8)
  }
  public var separator: [UInt8] { Array(",\n".utf8) }
  public var end: [UInt8] { Array("]}}\n".utf8) }

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    let fields = message.fields.map { (name: $0.name, value: String(decoding: $0.value, as: UTF8.self)) }
    // A socket has no URL that readers of archives know.
    let url = message.url.hasPrefix("unix:") ? "http://localhost/" : message.url
    var json = JSONWriter()
    json.object { json in
      json.member("startedDateTime", RFC3339.text(nanoseconds: message.received.nanoseconds, digits: 6))
      json.member("time", 0)
      json.name("request")
      json.object { json in
        json.member("method", message.method)
        json.member("url", url)
        json.member("httpVersion", "HTTP/1.1")
        Self.writeEmptyArray("cookies", to: &json)
        json.name("headers")
        json.array { json in
          for (name, value) in message.fields { Self.writeHeader(name, value, to: &json) }
        }
        Self.writeQuery(of: url, to: &json)
        if !message.body.isEmpty { Self.writeBody(message.body, fields: fields, to: &json) }
        json.member("headersSize", -1)
        json.member("bodySize", message.body.count)
      }
      json.name("response")
      json.object { json in
        json.member("status", message.status ?? 0)
        json.member("statusText", "")
        json.member("httpVersion", "HTTP/1.1")
        Self.writeEmptyArray("cookies", to: &json)
        Self.writeEmptyArray("headers", to: &json)
        json.name("content")
        json.object { json in
          json.member("size", 0)
          json.member("mimeType", "x-unknown")
        }
        json.member("redirectURL", "")
        json.member("headersSize", -1)
        json.member("bodySize", -1)
      }
      json.name("cache")
      json.object { _ in }
      json.name("timings")
      json.object { json in
        for name in ["send", "wait", "receive"] { json.member(name, 0) }
      }
    }
    return json.bytes
  }

  private static func writeBody(
    _ body: [UInt8], fields: [(name: String, value: String)], to json: inout JSONWriter
  ) {
    json.name("postData")
    json.object { json in
      let type = fields.first { $0.name.lowercased() == "content-type" }?.value
      json.member("mimeType", type ?? "application/octet-stream")
      if UTF8Validation.isValid(body) {
        json.member("text", String(decoding: body, as: UTF8.self))
      } else {
        // HAR says this of responses only; readers take it here too.
        json.member("text", Base64.encode(body))
        json.member("encoding", "base64")
      }
    }
  }

  private static func writeQuery(of url: String, to json: inout JSONWriter) {
    json.name("queryString")
    json.array { json in
      guard let question = url.firstIndex(of: "?") else { return }
      for parameter in url[url.index(after: question)...].split(separator: "&") {
        let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        writePair(String(parts[0]), parts.count > 1 ? String(parts[1]) : "", to: &json)
      }
    }
  }

  /// A value that is no text stands there once more in Base64, in a member of our own, as archives allow it.
  private static func writeHeader(_ name: String, _ value: [UInt8], to json: inout JSONWriter) {
    json.object { json in
      json.member("name", name)
      json.member("value", String(decoding: value, as: UTF8.self))
      if !UTF8Validation.isValid(value) { json.member("_value_base64", Base64.encode(value)) }
    }
  }

  private static func writePair(_ name: String, _ value: String, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", name)
      json.member("value", value)
    }
  }

  private static func writeEmptyArray(_ name: String, to json: inout JSONWriter) {
    json.name(name)
    json.array { _ in }
  }
}
