/// Answers something else than 202: a status, a delay, a body. The first rule that answers wins.
struct RespondAction: RuleAction {
  static let key = "respond"
  static let help =
    "what is answered over HTTP instead of 202; the first rule that answers wins. A preset or a table: "
    + AnswerPreset.allCases.map(\.rawValue).joined(separator: ", ")
  static let example =
    #"respond = { status = 429, after = "2s", retry-after = 5, body = "", probability = 0.1, seed = 7 }"#

  /// The keys of its table.
  private static let keys = [
    "preset", "status", "after", "retry-after", "body", "headers", "probability", "seed",
  ]

  private let answer: Answer
  private let chance: Chance?

  init?(_ value: RuleValue) {
    if value.isText {
      guard let preset: AnswerPreset = value.word() else { return nil }
      answer = preset.answer
      chance = Self.chance(preset.probability, seed: nil)
      return
    }
    let right = #"a table such as { status = 429 }, or a preset such as "flaky""#
    guard let table = value.table(of: Self.keys, as: right) else { return nil }
    let wrongBefore = value.reader.problems.count
    let preset: AnswerPreset? = table["preset"].flatMap { $0.word() }
    var answer = preset?.answer ?? .accepted
    if let status = table["status"]?.integer(in: 200...599, as: "a status from 200 to 599") {
      answer.status = status
    }
    if let after = table["after"] {
      let delay = after.duration(upTo: 600, as: #"a time up to 10 minutes, such as "2s" or "500ms""#)
      answer.delay = delay == .zero ? nil : delay
    }
    if let seconds = table["retry-after"]?.integer(in: 0...86_400, as: "seconds from 0 to 86400") {
      answer.headers.removeAll { $0.name == "Retry-After" }
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
    let probability =
      table["probability"].map { $0.number(in: 0...1, as: "a number from 0 to 1") } ?? preset?.probability
    let seed = table["seed"]?.integer(in: 0...Int.max, as: "an integer from 0")
    if probability == nil { table["seed"]?.refuse("seed means nothing without probability") }
    guard value.reader.problems.count == wrongBefore else { return nil }
    self.answer = answer
    chance = Self.chance(probability, seed: seed)
  }

  var isConstant: Bool { chance == nil }

  func act(on event: RuledEvent) -> Bool {
    guard event.verdict.answer == nil, chance?.occurs() ?? true else { return false }
    event.verdict.answer = answer
    return true
  }

  private static func chance(_ probability: Double?, seed: Int?) -> Chance? {
    probability.map { Chance($0, seed: seed.map { UInt64($0) } ?? .random(in: .min ... .max)) }
  }
}
