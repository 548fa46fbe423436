import CESQL

/// A CESQL expression that was typed as an argument.
enum CESQLArgument {
  static func parse(_ text: String) throws(Failure) -> CESQLExpression {
    do {
      return try CESQLExpression(text)
    } catch {
      throw Failure(
        .data, "the expression is wrong: line \(error.line), column \(error.column): \(error.message).")
    }
  }
}
