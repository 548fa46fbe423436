/// A group of figures that are measured together.
protocol Suite {
  /// As it is asked for on the command line.
  static var name: String { get }
  static func run(_ bench: Bench) async throws -> Table
}

struct Failure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = description
  }
}
