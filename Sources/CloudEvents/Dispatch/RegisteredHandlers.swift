/// An ordered list of handlers with their conditions: what the registries share.
struct RegisteredHandlers<Event, Handler: Sendable>: Sendable {
  struct Entry: Sendable {
    var name: String
    var matches: @Sendable (Event) -> Bool
    var isLast: Bool
    var handler: Handler
  }

  private(set) var entries: [Entry] = []

  mutating func add(
    name: String?, matches: @escaping @Sendable (Event) -> Bool, isLast: Bool, handler: Handler
  ) {
    let name = name ?? "handler \(entries.count + 1)"
    entries.append(Entry(name: name, matches: matches, isLast: isLast, handler: handler))
  }
}
