import ArgumentParser

/// What commands print that answer a question about a file.
enum ReportOutput: String, ExpressibleByArgument, CaseIterable {
  /// For people.
  case text
  /// For programs.
  case json
}
