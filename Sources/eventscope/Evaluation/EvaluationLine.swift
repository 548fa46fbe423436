import CESQL
import CloudEvents

/// One line of `eval --batch`: `{"expression":…,"event":{…}}`. Whatever stands there, it has a report.
enum EvaluationLine {
  /// What the line gives. A line without an event, or with an empty one, is evaluated for one without
  /// attributes.
  static func report(for line: [UInt8]) -> EvaluationReport {
    line.withUnsafeBytes { bytes in
      do throws(JSONError) {
        return try report(for: members(of: bytes), in: bytes)
      } catch {
        return EvaluationReport(
          unreadable: "The line is not JSON: column \(error.position(in: bytes).column): \(error).")
      }
    }
  }

  /// Where the members that count stand; of several with one name, the last.
  private struct Members {
    var expression: JSONToken?
    var event: JSONToken?
    var isObject = true
  }

  private static func members(of bytes: UnsafeRawBufferPointer) throws(JSONError) -> Members {
    var members = Members()
    guard try JSONScanner.scan(bytes).kind == .object else {
      members.isObject = false
      return members
    }
    var scanner = JSONScanner(bytes)
    try scanner.members { name, scanner throws(JSONError) in
      let value = try scanner.value()
      switch JSONString.lossyText(bytes[name.contents]) {
      case "expression": members.expression = value
      case "event": members.event = value
      default: break
      }
    }
    return members
  }

  /// The expression: a string's text. Where tests are written in YAML, `true` and `-10` become a JSON boolean and a
  /// number, which stand for themselves.
  private static func text(_ token: JSONToken, in bytes: UnsafeRawBufferPointer) -> String? {
    switch token.kind {
    case .string: JSONString.lossyText(bytes[token.contents])
    case .true, .false, .number: String(decoding: bytes[token.range], as: UTF8.self)
    case .object, .array, .null: nil
    }
  }

  private static func report(for members: Members, in bytes: UnsafeRawBufferPointer) -> EvaluationReport {
    guard members.isObject, let token = members.expression, let expression = text(token, in: bytes) else {
      return EvaluationReport(
        unreadable: #"A line is an object with "expression", a string, and "event", an object."#)
    }
    let parsed: CESQLExpression
    do {
      parsed = try CESQLExpression(expression)
    } catch {
      return EvaluationReport(error)
    }
    guard let event = members.event, event.kind != .null else {
      return EvaluationReport(parsed.evaluate(CloudEvent()))
    }
    guard event.kind == .object else {
      return EvaluationReport(unreadable: #""event" is no JSON object."#)
    }
    let json = bytes[event.range]
    if JSONString.isEmptyObject(json) { return EvaluationReport(parsed.evaluate(CloudEvent())) }
    let decoded = JSONEventFormat().decode(json)
    return EvaluationReport(
      parsed.evaluate(decoded.event(in: json)), violations: decoded.violations.filter(\.isError))
  }
}

extension JSONString {
  /// Whether scanned JSON text is an object without members.
  fileprivate static func isEmptyObject(_ json: UnsafeRawBufferPointer) -> Bool {
    !json.contains(UInt8(ascii: "\""))
  }
}
