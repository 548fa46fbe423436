import CloudEvents
import InspectorCore

/// A program that a rule asks for, with what it is given.
struct RuleProgram: Sendable {
  /// The program, as a path or a name to be found on the PATH, and its arguments.
  var arguments: [String]
  /// What it reads: the delivery record, one line.
  var input: [UInt8]
  /// What is set beside the environment that there is; `nil` unsets a variable.
  var environment: [String: String?]
  var activity: RuleActivity

  /// A value that is longer is left out: the system bounds what a program can be started with.
  private static let longestValue = 32 << 10

  /// Those that are unset where the event has none, so that nobody reads what was there before.
  private static let attributes: [AttributeName] = [
    .specversion, .id, .source, .type, .subject, .time, .datacontenttype, .dataschema,
  ]

  /// `CE_ID`, `CE_SOURCE`, `CE_TYPE` and so on: the attributes in their canonical form.
  static func environment(of received: ReceivedDelivery, entry: Int) -> [String: String?] {
    var variables: [String: String?] = [:]
    for name in attributes { variables[variable("\(name)")] = .some(nil) }
    for (name, value) in received.event(entry)?.attributes ?? [] {
      let text = value.canonicalString
      guard text.utf8.count <= longestValue, !text.utf8.contains(0) else { continue }
      variables[variable("\(name)")] = text
    }
    return variables
  }

  private static func variable(_ name: String) -> String { "CE_" + name.uppercased() }
}
