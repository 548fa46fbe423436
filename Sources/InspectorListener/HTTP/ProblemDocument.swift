import InspectorCore
import NIOHTTP1

/// What stands in the body of a refusal: a problem document (RFC 9457) with the violation it is about.
enum ProblemDocument {
  static let mediaType = "application/problem+json"

  static func body(_ refusal: Delivery.Refusal) -> [UInt8] {
    let title = HTTPResponseStatus(statusCode: refusal.status).reasonPhrase
    return Array(
      """
      {"type":"about:blank","title":\(quoted(title)),"status":\(refusal.status),\
      "detail":\(quoted(refusal.reason)),"violations":\(violations(refusal))}

      """.utf8)
  }

  /// The violations of a refusal, one JSON array.
  static func violations(_ refusal: Delivery.Refusal) -> String {
    """
    [{"severity":"error","rule":\(quoted(refusal.rule)),"message":\(quoted(refusal.reason)),\
    "section":\(quoted(refusal.section))}]
    """
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
