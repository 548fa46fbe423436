/// Appends the event to a file, as a line of JSON.
struct WriteAction: RuleAction {
  static let key = "write"
  static let help = "a file that the event is appended to as a line of JSON; or { to, as = event|record }"
  static let example = #"write = "orders.ndjson""#

  private let file: RuleFile

  init?(_ value: RuleValue) {
    let right = #"a file's path such as "orders.ndjson", or { to = "all.ndjson", as = "record" }"#
    guard value.isTable else {
      guard let path = value.text(as: right).flatMap({ value.path($0) }) else { return nil }
      file = RuleFile(path: path)
      return
    }
    guard let table = value.table(of: ["to", "as"], as: right) else { return nil }
    guard let to = table["to"] else {
      value.refuse(#"to, the file's path, is missing, as in { to = "all.ndjson", as = "record" }"#)
      return nil
    }
    let form: RuleFile.Form? = table["as"].map { $0.word() } ?? .event
    guard let path = to.text(as: "a file's path").flatMap({ to.path($0) }), let form else { return nil }
    file = RuleFile(path: path, form: form)
  }

  func act(on event: RuledEvent) -> Bool { event.ask(for: .write(file)) }
}
