import Synchronization

/// Answers something else than 202: a status, a delay, a body. The first rule that answers wins.
struct RespondAction: RuleAction {
  static let key = "respond"
  static let help = "what is answered over HTTP instead of 202; the first rule that answers wins"
  static let example =
    #"respond = { status = 429, after = "2s", retry-after = 5, body = "", probability = 0.1, seed = 7 }"#

  /// The keys of its table.
  private static let keys = [
    "status", "after", "retry-after", "body", "headers", "probability", "seed",
  ]
  /// A sender does not wait longer than this for an answer.
  private static let longestDelay: Int64 = 600_000_000_000

  private let answer: Answer
  private let chance: Chance?

  init?(_ value: RuleValue) {
    guard let table = value.table(of: Self.keys, as: "a table such as { status = 429 }") else { return nil }
    let wrongBefore = value.reader.problems.count
    var answer = Answer(
      status: table["status"]?.integer(in: 200...599, as: "a status from 200 to 599") ?? 202)
    answer.delay = table["after"].flatMap(Self.delay)
    if let seconds = table["retry-after"]?.integer(in: 0...86_400, as: "seconds from 0 to 86400") {
      answer.headers.append(("Retry-After", String(seconds)))
    }
    for header in table["headers"]?.members(as: #"a table such as { X-Reason = "test" }"#) ?? [] {
      if let text = HeaderRule.checked(header) { answer.headers.append((header.name, text)) }
    }
    if let body = table["body"], let text = body.text(as: "a text", mayBeEmpty: true), !text.isEmpty {
      if [204, 205, 304].contains(answer.status) {
        body.refuse("an answer with \(answer.status) has no body")
      }
      answer.body = Array(text.utf8)
      if !answer.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
        answer.headers.append(("Content-Type", "text/plain; charset=utf-8"))
      }
    }
    let probability = table["probability"]?.number(in: 0...1, as: "a number from 0 to 1")
    let seed = table["seed"]?.integer(in: 0...Int.max, as: "an integer from 0")
    if table["probability"] == nil { table["seed"]?.refuse("seed means nothing without probability") }
    guard value.reader.problems.count == wrongBefore else { return nil }
    self.answer = answer
    chance = probability.map { Chance($0, seed: seed.map { UInt64($0) } ?? .random(in: .min ... .max)) }
  }

  func act(on event: RuledEvent) -> Bool {
    guard event.verdict.answer == nil, chance?.occurs() ?? true else { return false }
    event.verdict.answer = answer
    return true
  }

  private static func delay(_ value: RuleValue) -> Duration? {
    let right = #"a time up to 10 minutes, such as "2s" or "500ms""#
    guard let text = value.text(as: right) else { return nil }
    guard let nanoseconds = QueryUnits.duration(text), nanoseconds <= longestDelay else {
      value.refuse("\(text) is not \(right)")
      return nil
    }
    return nanoseconds == 0 ? nil : .nanoseconds(nanoseconds)
  }
}

/// What header fields a rule may add to an answer.
private enum HeaderRule {
  /// Those that the transport writes itself.
  static let reserved = ["content-length", "transfer-encoding", "connection", "date"]

  /// The header's value where name and value can stand in a head.
  static func checked(_ header: RuleValue) -> String? {
    guard let text = header.text(as: "a text", mayBeEmpty: true) else { return nil }
    let isName = !header.name.isEmpty && header.name.utf8.allSatisfy { isToken($0) }
    guard isName, !reserved.contains(header.name.lowercased()) else {
      let reason = isName ? "is written by eventscope itself" : "is no name of a header"
      header.refuse("\(header.name) \(reason); write such as X-Reason", atKey: true)
      return nil
    }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x09 }) else {
      header.refuse("a header's value is ASCII without control characters")
      return nil
    }
    return text
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

/// Something that happens now and then, in an order that a seed repeats.
private final class Chance: Sendable {
  private let probability: Double
  private let numbers: Mutex<SeededNumbers>

  init(_ probability: Double, seed: UInt64) {
    self.probability = probability
    numbers = Mutex(SeededNumbers(seed: seed))
  }

  func occurs() -> Bool {
    numbers.withLock { Double.random(in: 0..<1, using: &$0) } < probability
  }
}

/// Random numbers that a seed repeats (SplitMix64).
struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
