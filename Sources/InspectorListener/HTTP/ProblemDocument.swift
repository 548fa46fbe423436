import CloudEvents
import InspectorCore
import NIOHTTP1

/// What stands in the body of a refusal: a problem document (RFC 9457) with the violation it is about.
enum ProblemDocument {
  static func body(_ refusal: Delivery.Refusal) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("type", "about:blank")
      json.member("title", HTTPResponseStatus(statusCode: refusal.status).reasonPhrase)
      json.member("status", refusal.status)
      json.member("detail", refusal.reason)
      json.name("violations")
      json.raw(violations(refusal))
    }
    return json.bytes
  }

  /// The violations of a refusal, one JSON array.
  static func violations(_ refusal: Delivery.Refusal) -> [UInt8] {
    var json = JSONWriter()
    json.array { json in
      json.object { json in
        json.member("severity", "error")
        json.member("rule", refusal.rule)
        json.member("message", refusal.reason)
        json.member("section", refusal.section)
      }
    }
    return json.bytes
  }
}
