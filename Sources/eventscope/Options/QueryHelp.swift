import InspectorCore

/// What a query can ask, for help texts.
enum QueryHelp {
  /// One line for each field.
  static let fields: String = {
    let width = QueryField.all.map(\.example.count).max() ?? 0
    return QueryField.all.map { field in
      field.example + String(repeating: " ", count: width - field.example.count + 2) + field.help
    }.joined(separator: "\n")
  }()
}
