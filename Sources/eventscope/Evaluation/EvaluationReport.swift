import CESQL
import CloudEvents

/// What `eval` prints: an expression's value, its type and the errors, on one line of JSON.
struct EvaluationReport {
  /// The line.
  let line: [UInt8]

  /// - Parameter violations: what is wrong with the event, which is evaluated all the same.
  init(_ result: CESQLResult, steps: [CESQLExplanation.Step]? = nil, violations: [Violation] = []) {
    line = Self.object { json in
      Self.write(result.value, result.errors[...], to: &json)
      if let first = result.errors.first { json.member("message", Self.sentence(first.message)) }
      if let steps { Self.write(steps, to: &json) }
      guard !violations.isEmpty else { return }
      json.name("violations")
      json.array { json in for violation in violations { violation.write(to: &json) } }
    }
  }

  /// A text that is no expression: the value is false, as for every expression whose type nobody can know.
  init(_ error: CESQLParseError) {
    line = Self.object { json in
      Self.write(error: .parse, to: &json)
      json.member("line", error.line)
      json.member("column", error.column)
      json.member("message", Self.sentence(error.message))
    }
  }

  /// A line of a batch that cannot be evaluated.
  init(unreadable message: String) {
    line = Self.object { json in
      Self.write(error: .generic, to: &json)
      json.member("message", message)
    }
  }

  /// A message with a capital letter and a full stop.
  static func sentence(_ message: String) -> String {
    message.prefix(1).uppercased() + message.dropFirst() + "."
  }

  private static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(body)
    return json.bytes
  }

  private static func write(_ steps: [CESQLExplanation.Step], to json: inout JSONWriter) {
    json.name("steps")
    json.array { json in
      for step in steps {
        json.object { json in
          json.member("expression", String(step.text))
          json.member("line", step.line)
          json.member("column", step.column)
          json.member("depth", step.depth)
          write(step.value, step.errors, to: &json)
        }
      }
    }
  }

  private static func write(
    _ value: CESQLValue?, _ errors: ArraySlice<CESQLError>, to json: inout JSONWriter
  ) {
    json.name("value")
    switch value {
    case .boolean(let value)?: json.boolean(value)
    case .integer(let value)?: json.integer(value)
    case .string(let value)?: json.string(value)
    case nil: json.null()
    }
    json.member("type", value?.kind.rawValue)
    json.name("errors")
    json.array { json in for error in errors { json.string(error.kind.rawValue) } }
  }

  private static func write(error kind: CESQLError.Kind, to json: inout JSONWriter) {
    json.member("value", false)
    json.member("type", CESQLValue.Kind.boolean.rawValue)
    json.name("errors")
    json.array { json in json.string(kind.rawValue) }
  }
}
