import CloudEvents
import Testing

private struct Failure: Error, CustomStringConvertible {
  var description: String { "no" }
}

@Suite struct HandlerRegistryTests {
  let event = CloudEvent(id: "1", source: "/s", type: "com.example.order.created")

  @Test func `handlers are called in the order of registration`() {
    var handlers = HandlerRegistry<CloudEvent, Int>()
    for number in 1...5 { handlers.on(.all([])) { _ in number } }
    #expect(handlers.dispatch(event).outcomes.map(\.outcome) == [1, 2, 3, 4, 5])
  }

  @Test func `a handler that throws does not stop the others`() {
    var handlers = HandlerRegistry<CloudEvent, String>()
    handlers.on("com.example.order.created", name: "first") { $0.id }
    handlers.on("com.example.order.created") { _ in throw Failure() }
    handlers.on("com.example.order.created") { $0.type }
    let report = handlers.dispatch(event)
    #expect(report.outcomes.map(\.handler) == ["first", "handler 3"])
    #expect(report.failures.map(\.description) == ["handler 2 failed: no"])
    #expect(report.count == 3)
  }

  @Test func `only those that asked for an event get it`() {
    var handlers = HandlerRegistry<CloudEvent, String>()
    handlers.on("a", "com.example.order.created") { _ in "types" }
    handlers.on("other") { _ in "other" }
    handlers.on(.prefix(.type, "com.example.")) { _ in "prefix" }
    handlers.on(where: { $0.id == "1" }, perform: { _ in "condition" })
    #expect(handlers.dispatch(event).outcomes.map(\.outcome) == ["types", "prefix", "condition"])
    #expect(handlers.dispatch(CloudEvent(id: "2", source: "/", type: "x")).count == 0)
  }

  @Test func `after one that is the last for its events no other is asked`() async {
    var handlers = HandlerRegistry<CloudEvent, Int>()
    handlers.on(where: { $0.id == "2" }, isLast: true, perform: { _ in 0 })
    handlers.on(.all([])) { _ in 1 }
    handlers.on(where: { $0.id == "1" }, isLast: true, perform: { _ in throw Failure() })
    handlers.on(.all([])) { _ in 3 }
    let report = handlers.dispatch(event)
    #expect(report.outcomes.map(\.outcome) == [1])
    #expect(report.failures.map(\.handler) == ["handler 3"])
    #expect(handlers.dispatch(CloudEvent(id: "2", source: "/", type: "x")).outcomes.map(\.outcome) == [0])

    var waiting = AsyncHandlerRegistry<CloudEvent, Int>()
    waiting.on(where: { _ in true }, isLast: true, perform: { _ in 1 })
    waiting.on(.all([])) { _ in 2 }
    #expect(await waiting.dispatch(event).outcomes.map(\.outcome) == [1])
  }

  @Test func `registries do not know of each other, and a copy is its own`() {
    var first = HandlerRegistry<CloudEvent, Int>()
    first.on(.all([])) { _ in 1 }
    var second = first
    second.on(.all([])) { _ in 2 }
    #expect(first.dispatch(event).count == 1)
    #expect(second.dispatch(event).count == 2)
  }

  @Test func `asynchronous handlers run one after the other`() async {
    var handlers = AsyncHandlerRegistry<CloudEvent, Int>()
    handlers.on(.all([])) { _ in
      await Task.yield()
      return 1
    }
    handlers.on("com.example.order.created", name: "bad") { _ in throw Failure() }
    handlers.on("none") { _ in 3 }
    handlers.on(where: { _ in true }, perform: { _ in 4 })
    let report = await handlers.dispatch(event)
    #expect(report.outcomes.map(\.outcome) == [1, 4])
    #expect(report.failures.map(\.handler) == ["bad"])
  }

  private struct Order: Decodable, Sendable {
    var total: Double
  }

  @Test func `a handler gets the data as a value, and fails where it is none`() async {
    var handlers = HandlerRegistry<CloudEvent, Double>()
    handlers.on("com.example.order.created", "other", data: Order.self) { event, order in order.total }
    var event = event
    event.data = .json(Array(#"{"total":1.5}"#.utf8))
    #expect(handlers.dispatch(event).outcomes.map(\.outcome) == [1.5])
    event.data = .json(Array(#"{"sum":1.5}"#.utf8))
    #expect(handlers.dispatch(event).failures.count == 1)
    event.data = nil
    #expect(
      handlers.dispatch(event).failures.map(\.description) == ["handler 1 failed: The event has no data."])

    var waiting = AsyncHandlerRegistry<CloudEvent, String>()
    waiting.on("com.example.order.created", data: String.self, name: "text", isLast: true) { event, text in
      await Task.yield()
      return text
    }
    waiting.on(.all([])) { _ in "never" }
    event.datacontenttype = "text/plain"
    event.data = .text(Array("é".utf8))
    #expect(await waiting.dispatch(event).outcomes.map(\.outcome) == ["é"])
  }

  @Test func `any value can be dispatched, not only events`() {
    var handlers = HandlerRegistry<Int, Int>()
    handlers.on(where: { $0 > 1 }, perform: { $0 * 2 })
    #expect(handlers.dispatch(3).outcomes.map(\.outcome) == [6])
    #expect(handlers.dispatch(1).count == 0)
  }
}

@Suite struct EventFilterTests {
  @Test(arguments: [
    (EventFilter.exact(.type, "com.example.a"), true), (.exact(.type, "com.example"), false),
    (.exact(.subject, ""), false),
    (.prefix(.type, "com."), true), (.prefix(.type, "org."), false), (.suffix(.type, ".a"), true),
    (.suffix(.source, "/é"), false), (.suffix(AttributeName(unchecked: "name"), "é"), true),
    (.exact(AttributeName(unchecked: "name"), "caf\u{65}\u{301}"), false),
    (.exact(AttributeName(unchecked: "n"), "5"), true),
    (.all([]), true), (.any([]), false), (.all([.prefix(.type, "com"), .not(.exact(.id, "2"))]), true),
    (.any([.exact(.id, "2"), .exact(.id, "1")]), true), (.not(.any([.exact(.id, "1")])), false),
    (.types(["x", "com.example.a"]), true),
    (.matching { $0.data == nil }, true),
  ])
  func `a filter holds or not`(filter: EventFilter, holds: Bool) {
    var event = CloudEvent(id: "1", source: "/s", type: "com.example.a")
    event[AttributeName(unchecked: "name")] = .string("café")
    event[AttributeName(unchecked: "n")] = .integer(5)
    #expect(filter.matches(event) == holds)
  }
}
