import InspectorCore

/// A query that was typed as an argument.
enum QueryArgument {
  static func parse(_ text: String) throws(Failure) -> Query {
    do {
      return try Query(text)
    } catch {
      throw Failure(
        .data, "the query is wrong: column \(error.offset + 1): \(error.message); expected \(error.expected)."
      )
    }
  }
}
