import InspectorCore

/// A file with a filter of the Subscriptions API, as an option names it.
struct DialectFile {
  private let input: InputFile

  init(_ path: String) { input = InputFile(path) }

  func load() throws(Failure) -> SubscriptionFilter {
    let bytes = try input.read()
    do {
      return try SubscriptionFilter(json: bytes)
    } catch {
      throw Failure(.data, "\(input.name):\(error.line):\(error.column): \(error.message).")
    }
  }
}
