/// A function that expressions can call.
struct BuiltInFunction: Sendable {
  /// In upper case.
  var name: String
  /// The types that the first arguments are cast to; `nil` takes a value of any type as it is.
  var parameters: [CESQLValue.Kind?]
  /// The type of any more arguments; `nil` where there are none.
  var rest: CESQLValue.Kind?
  var result: CESQLValue.Kind
  /// The value, which has the result's type whatever happens.
  var body: @Sendable (_ arguments: [CESQLValue], _ errors: inout [CESQLError]) -> CESQLValue

  init(
    _ name: String, _ parameters: [CESQLValue.Kind?], rest: CESQLValue.Kind? = nil, _ result: CESQLValue.Kind,
    _ body: @escaping @Sendable (_ arguments: [CESQLValue], _ errors: inout [CESQLError]) -> CESQLValue
  ) {
    self.name = name
    self.parameters = parameters
    self.rest = rest
    self.result = result
    self.body = body
  }

  /// Whether it can be called with so many arguments.
  func takes(_ count: Int) -> Bool {
    rest == nil ? count == parameters.count : count >= parameters.count
  }

  /// The type that an argument is cast to; `nil` for any.
  func kind(ofArgument index: Int) -> CESQLValue.Kind? {
    index < parameters.count ? parameters[index] : rest
  }
}

extension CESQLValue {
  /// The text of an argument that has been cast to a string.
  var text: String { if case .string(let text) = self { text } else { "" } }
  /// The number of an argument that has been cast to an integer.
  var number: Int32 { if case .integer(let number) = self { number } else { 0 } }
  /// The truth of an operand that has been cast to a Boolean.
  var truth: Bool { self == .boolean(true) }
}
