import ArgumentParser
import CloudEvents

extension ContentMode: ExpressibleByArgument {}

extension ListenOutput: ExpressibleByArgument {}

/// What `decode` prints.
enum DecodeOutput: String, ExpressibleByArgument, CaseIterable {
  case event
  case record
}

/// What `send` prints for each answer.
enum SendOutput: String, ExpressibleByArgument, CaseIterable {
  /// The status line and the body.
  case answer
  /// A line of JSON.
  case record
  case none
}
