import CESQL

/// What a filter's text is worth while somebody types it.
public struct FilterReading: Sendable {
  public enum Verdict: Sendable, Hashable {
    case empty
    /// It could still become right by typing on.
    case incomplete
    case invalid
    /// It is right CESQL and gives no Boolean, so that no event would pass.
    case notBoolean
    case valid
  }

  /// What is wrong with a text.
  public struct Problem: Sendable, Hashable {
    /// What is wrong and what would be right, without the place.
    public var message: String
    /// The character at which it is wrong, from 1.
    public var column: Int
  }

  public let language: FilterLanguage
  public let verdict: Verdict
  /// Where the text is neither empty nor valid.
  public let problem: Problem?
  /// What is asked of events, where the text is valid.
  public let condition: EventCondition?

  public init(_ text: String) {
    language = FilterLanguage.of(text)
    let expression = language.expression(in: text)
    guard expression.contains(where: { !$0.isWhitespace }) else {
      (verdict, problem, condition) = (.empty, nil, nil)
      return
    }
    switch language {
    case .query:
      do throws(QueryError) {
        let parsed = try EventCondition(text)
        (verdict, problem, condition) = (.valid, nil, parsed.isEmpty ? nil : parsed)
      } catch {
        verdict = error.isIncomplete ? .incomplete : .invalid
        problem = Problem(message: error.message, column: error.offset + 1)
        condition = nil
      }
    case .cesql:
      let skipped = text.count - expression.count
      do throws(CESQLParseError) {
        let parsed = try CESQLExpression(String(expression))
        if let kind = parsed.resultKind, kind != .boolean {
          verdict = .notBoolean
          problem = Problem(message: Self.compare(kind), column: skipped + 1)
          condition = nil
        } else {
          (verdict, problem, condition) = (.valid, nil, .cesql(parsed))
        }
      } catch {
        let isIncomplete = error.found == "the end" || error.found == "a string without its end"
        condition = nil
        if FilterWord.words(of: String(expression)).contains(where: {
          !$0.isQuoted && $0.text.hasPrefix("data.")
        }) {
          verdict = .invalid
          problem = Problem(
            message: "CESQL sees attributes and no data; a query does, as in data.total:>100",
            column: skipped + error.column)
        } else {
          verdict = isIncomplete ? .incomplete : .invalid
          problem = Problem(message: error.message, column: skipped + error.column)
        }
      }
    }
  }

  private static func compare(_ kind: CESQLValue.Kind) -> String {
    switch kind {
    case .string: "gives a String; compare it, as in type = 'com.example.a'"
    case .integer: "gives an Integer; compare it, as in sequence > 10"
    case .boolean: ""
    }
  }
}
