import CloudEvents
import Foundation
import InspectorCore

/// A million stored events: keeping, filtering, searching and counting them.
enum StoredSuite: Suite {
  static let name = "stored"

  private static let count = 1_000_000

  static func run(_ bench: Bench) async throws -> Table {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(getpid()).http").path
    defer { unlink(file) }
    let before = residentBytes()
    let store = EventStore(limits: .init(entries: count, bytes: 4 << 30))
    let inspector = Inspector(store: store)
    var (wire, longest) = (0, 0.0)
    guard let output = fopen(file, "w") else { throw Failure("\(file) cannot be written") }
    var kept = 0.0
    for number in 0..<count {
      let bytes = request(number)
      let head = bytes.count - bodySize
      wire += bytes.count
      bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, output) }
      let delivery = Delivery(
        transport: .http, peer: "127.0.0.1:51234", received: WallTime(nanoseconds: Int64(number) * 1_000_000),
        bytes: bytes, headLength: head)
      let time = seconds { use(inspector.receive(delivery)) }
      kept += time
      longest = max(longest, time)
    }
    guard fclose(output) == 0 else { throw Failure("\(file) cannot be written whole") }
    let snapshot = store.snapshot()
    guard snapshot.count == count else { throw Failure("only \(snapshot.count) events are kept") }

    var table = Table(
      "\(count.grouped) stored events",
      method: """
        Binary-mode requests, \(wire.asSize) in all, in the memory of the program; ripgrep searches the same bytes in \
        a file in the page cache. \(bench.rounds) rounds in turns, medians.
        """)
    table.add("decode, check and keep one", (kept / Double(count)).asTime)
    table.add("the longest of them", longest.asTime)
    let resident = residentBytes() - before
    let each = Double(resident) / Double(count)
    let wireEach = Double(wire) / Double(count)
    table.add(
      "memory an event", "\(Int(each)) B",
      beside: "\(Int(wireEach)) B on the wire; the bound is 1.15 of it and 96 B",
      ratio: each / (wireEach * 1.15 + 96), goal: .atMost(1))

    func filter(_ text: String) throws -> () throws -> Double {
      let condition = try EventCondition(text)
      return {
        let (time, found) = scan(condition, of: snapshot, until: { _ in false })
        guard found == count / 100 else { throw Failure("\(text) found \(found) events") }
        return time
      }
    }
    func firstResults(_ text: String) throws -> () throws -> Double {
      let condition = try EventCondition(text)
      return {
        scan(condition, of: snapshot, until: { $0 > 0 }).time
      }
    }
    var works: [() throws -> Double] = [
      try filter("type:com.example.rare.*"), try filter("needle"),
      try filter("cesql: type LIKE 'com.example.rare.%'"),
      try firstResults("cesql: type LIKE 'com.example.rare.%'"), try filter("data.note:needle"),
      try firstResults("data.note:needle"),
      { seconds { use(snapshot.typeFacets) } },
    ]
    let ripgrep = installed("rg")
    if let ripgrep {
      works.append { try Command(ripgrep, ["-a", "-c", "ce-type: com.example.rare.", file]).time() }
      works.append { try Command(ripgrep, ["-a", "-c", "-i", "-F", "needle", file]).time() }
    }
    let times = try bench.medians(of: works)
    if ripgrep != nil {
      table.add(
        "filter by type", times[0].asTime, beside: "rg \(times[7].asTime)", ratio: times[7] / times[0],
        goal: .atLeast(15))
      table.add(
        "full text", times[1].asTime, beside: "rg -i \(times[8].asTime)", ratio: times[8] / times[1],
        goal: .atLeast(1))
    } else {
      table.add("filter by type", times[0].asTime)
      table.add("full text", times[1].asTime)
    }
    func milliseconds(_ what: String, _ time: Double, atMost bound: Double) {
      table.add(
        what, time.asTime, beside: "bound \((bound / 1000).asTime)", ratio: time * 1000 / bound,
        goal: .atMost(1))
    }
    table.add("filter by a CESQL expression", times[2].asTime)
    milliseconds("first results of a CESQL expression", times[3], atMost: 100)
    table.add("filter by a member of the data", times[4].asTime)
    milliseconds("first results of a member of the data", times[5], atMost: 100)
    table.add("types with their counts", times[6].asTime)
    return table
  }

  /// Looks through all entries, or until enough are found: the time, and how many are found.
  private static func scan(
    _ condition: EventCondition, of snapshot: StoreSnapshot, until isEnough: (Int) -> Bool
  ) -> (time: Double, found: Int) {
    var scanner = EntryScanner(condition)
    var found: [UInt64] = []
    var next = snapshot.first
    let time = seconds {
      while next < snapshot.next, !isEnough(found.count) {
        next = scanner.scan(next..<snapshot.next, of: snapshot, now: .now(), into: &found)
      }
    }
    return (time, found.count)
  }

  private static let bodySize = 512

  private static func request(_ number: Int) -> [UInt8] {
    let isRare = number % 100 == 7
    let type = isRare ? "com.example.rare.thing" : "com.example.order.\(number % 40)"
    var body = #"{"order":\#(number),"note":""# + (isRare ? "needle" : "nothing") + #"","text":""#
    body += String(repeating: "lorem ipsum dolor ", count: 30)
    body = String(body.prefix(bodySize - 2)) + "\"}"
    let head = """
      POST / HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: example/1.0\r\nce-specversion: 1.0\r
      ce-id: \(number)\r\nce-source: /orders/\(number % 20)\r\nce-type: \(type)\r
      ce-time: 2026-11-23T08:31:40.123456Z\r\nce-subject: order/\(number)\r
      Content-Type: application/json\r\nContent-Length: \(bodySize)\r\n\r\n
      """
    return Array((head + body).utf8)
  }
}
