import CloudEvents

/// What went wrong while an expression was evaluated (CESQL 1.0, section 3.3). It still has a value.
public struct CESQLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of errors by the names that the conformance kit gives them.
  public enum Kind: String, Sendable, CaseIterable {
    case parse, math, cast, missingAttribute, missingFunction, functionEvaluation, generic
  }

  /// What happened; the sentence is made when somebody reads it.
  enum Reason: Sendable, Hashable {
    case missingAttribute(AttributeName)
    case missingFunction(String, arguments: Int)
    case noCast(CESQLValue, to: CESQLValue.Kind)
    case divisionByZero
    case overflow
    case negativeLength(Int32)
    case noSuchPosition(Int32, length: Int)
    case tooLong
  }

  let reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  /// What kind of error it is, by the name that CESQL 1.0 gives it.
  public var kind: Kind {
    switch reason {
    case .missingAttribute: .missingAttribute
    case .missingFunction: .missingFunction
    case .noCast: .cast
    case .divisionByZero, .overflow: .math
    case .negativeLength, .noSuchPosition: .functionEvaluation
    case .tooLong: .generic
    }
  }

  /// What happened, in a sentence without its full stop.
  public var message: String {
    switch reason {
    case .missingAttribute(let name): "the event has no attribute \(name)"
    case .missingFunction(let name, let count):
      "there is no function \(name) of \(count) argument\(count == 1 ? "" : "s")"
    case .noCast(let value, let kind): "\(CESQLError.shortened(value)) is no \(kind.rawValue)"
    case .divisionByZero: "a division by zero"
    case .overflow: "the result does not fit in 32 bits"
    case .negativeLength(let length): "the length \(length) is negative"
    case .noSuchPosition(let position, let length):
      "there is no character \(position) in a string of \(length)"
    case .tooLong: "the string would be longer than \(BuiltInFunctions.maximumLength >> 20) MiB"
    }
  }

  /// One sentence.
  public var description: String { message }

  private static func shortened(_ value: CESQLValue) -> CESQLValue {
    guard case .string(let text) = value, text.utf8.count > 80 else { return value }
    return .string(text.prefix(40) + "…")
  }
}

/// What an expression is for an event: always a value, and the errors on the way to it.
public struct CESQLResult: Sendable, Hashable {
  /// The value; where there are errors, the default of its type.
  public var value: CESQLValue
  /// In the order in which they arose.
  public var errors: [CESQLError]

  /// A result by its parts.
  public init(value: CESQLValue, errors: [CESQLError]) {
    self.value = value
    self.errors = errors
  }

  /// Whether a filter lets the event pass: the Boolean true, and no error (section 1.2).
  public var isMatch: Bool { value == .boolean(true) && errors.isEmpty }
}
