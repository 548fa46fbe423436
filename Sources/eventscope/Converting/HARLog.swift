import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// An HTTP archive (HAR 1.2): an entry for each request, its secrets masked.
struct HARLog {
  /// What stands before the first entry.
  static let start = Array(
    """
    {"log":{"version":"1.2","creator":{"name":"eventscope",\
    "version":"\(EventscopeCommand.configuration.version)"},\
    "entries":[
    """.utf8)
  /// What stands after the last one.
  static let end = Array("]}}\n".utf8)

  /// The batch whose body has been written: its other members are in it.
  private var batch: (peer: String, received: WallTime)?

  /// The request that a record tells of; `nil` where it stands in the one before, as a batch's further members
  /// do.
  mutating func entry(for record: RecordedEntry) -> [UInt8]? {
    guard record.isRecord, let method = record.method, let target = record.target else { return nil }
    let delivery = record.received.delivery
    if record.batch != nil {
      if record.body == nil, let batch, batch == (delivery.peer, delivery.received) { return nil }
      batch = (delivery.peer, delivery.received)
    }
    let host = record.headers.first { $0.name.lowercased() == "host" }?.value ?? "localhost"
    let scheme = delivery.transport == .https ? "https" : "http"
    return Self.entry(
      at: delivery.received, method: method, url: "\(scheme)://\(host)\(Secrets.maskingTarget(target))",
      fields: record.headers.map { ($0.name, Secrets.maskedHeader(name: $0.name, value: $0.value)) },
      body: record.body ?? [], status: record.status)
  }

  /// A request for a message that nobody sent yet.
  static func entry(for message: HTTPMessage, url: String, at time: WallTime) -> [UInt8] {
    entry(at: time, method: "POST", url: url, fields: message.fields, body: message.body, status: nil)
  }

  private static func entry(
    at time: WallTime, method: String, url: String, fields: [(name: String, value: String)], body: [UInt8],
    status: Int?
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("startedDateTime", RFC3339.text(nanoseconds: time.nanoseconds, digits: 6))
      json.member("time", 0)
      json.name("request")
      json.object { json in
        json.member("method", method)
        json.member("url", url)
        json.member("httpVersion", "HTTP/1.1")
        writeEmptyArray("cookies", to: &json)
        json.name("headers")
        json.array { json in
          for (name, value) in fields { writePair(name, value, to: &json) }
        }
        writeQuery(of: url, to: &json)
        if !body.isEmpty { writeBody(body, fields: fields, to: &json) }
        json.member("headersSize", -1)
        json.member("bodySize", body.count)
      }
      json.name("response")
      json.object { json in
        json.member("status", status ?? 0)
        json.member("statusText", "")
        json.member("httpVersion", "HTTP/1.1")
        writeEmptyArray("cookies", to: &json)
        writeEmptyArray("headers", to: &json)
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
