import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Messages that are sent one after the other: the same form many times, or a scenario of several.
public struct SendSeries: Sendable, Equatable {
  /// One of them, and how long it waits after the one before.
  struct Step: Sendable, Equatable {
    var form: ComposerState
    var gap: Duration
  }

  public let id: Int
  public let address: Address
  private let steps: [Step]
  private let seed: UInt64
  /// How many messages there are.
  public let count: Int

  init(id: Int, address: Address, steps: [Step], count: Int, seed: UInt64) {
    self.id = id
    self.address = address
    self.steps = steps
    self.count = count
    self.seed = seed
  }

  /// How long to wait before a message, from the beginning of the one before.
  public func gap(before index: Int) -> Duration { index == 0 ? .zero : steps[index % steps.count].gap }

  /// A message, with its placeholders filled in.
  ///
  /// - Parameter formats: the event formats that are known here.
  /// - Throws: where it cannot be written at all.
  public func request(
    _ index: Int, now: WallTime, formats: EventFormats
  ) throws(MessageEncodingError) -> SendRequest {
    var form = steps[index % steps.count].form
    var random = RandomNumbers(seed: seed &+ UInt64(index))
    form.uuid = random.uuid()
    form.sequence += index
    let message = try form.message(now: now, formats: formats)
    return SendRequest(
      id: 0, address: address, method: "POST", fields: message.fields.map { HeaderLine($0.name, $0.value) },
      body: message.body, label: form.event(now: now).type)
  }

  /// What came of a message.
  ///
  /// - Parameter label: what was sent; `nil` where it could not be written.
  public func answer(
    _ outcome: SendOutcome, to index: Int, label: String?, at time: WallTime
  ) -> SeriesAnswer {
    let form = steps[index % steps.count].form
    return SeriesAnswer(
      time: time, label: label ?? form.event(now: time).type, target: address.description,
      draft: ComposerDraft(form), outcome: outcome)
  }

  /// `100`, `100 at 20/s`, `100 every 500ms`.
  static func parse(_ text: String) -> (count: Int, gap: Duration)? {
    let words = text.lowercased().split { $0 == " " || $0 == "," }
    guard let first = words.first, let count = Int(first), (1...1_000_000).contains(count) else { return nil }
    guard words.count > 1 else { return (count, .zero) }
    guard let last = words.last, words.count <= 3 else { return nil }
    if last.hasSuffix("/s"), let rate = Double(last.dropLast(2)), rate > 0, rate <= 100_000 {
      return (count, .seconds(1 / rate))
    }
    return gap(String(last)).map { (count, $0) }
  }

  /// The text that stands for a gap, as ``gap(_:)`` reads it.
  static func text(of gap: Duration) -> String {
    let milliseconds = Int(gap / .milliseconds(1))
    if milliseconds % 60_000 == 0, milliseconds > 0 { return "\(milliseconds / 60_000)m" }
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }

  /// `500ms`, `2s`, `1m`.
  static func gap(_ text: String) -> Duration? {
    let units: [(name: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60)]
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let value = Double(text.dropLast(unit.name.count)), value >= 0, value * unit.seconds <= 86_400
    else { return nil }
    return .seconds(value * unit.seconds)
  }
}

/// What came of one message of a series.
public struct SeriesAnswer: Sendable, Equatable {
  /// When it was sent.
  var time: WallTime
  /// What was sent, such as the event's type, and where to.
  var label: String
  var target: String
  /// The form as it was.
  var draft: ComposerDraft
  var outcome: SendOutcome
}

/// How far a series has come.
public struct SeriesProgress: Sendable, Equatable {
  public var id: Int
  public var sent: Int
  public var failed: Int
  public var count: Int
  /// Why the last one that failed did so.
  public var problem: String?
  public var isOver: Bool
  /// What came back since somebody was last told, the oldest first: the last of it, where that is much.
  public private(set) var answers: [SeriesAnswer] = []

  public init(id: Int, count: Int) {
    self.id = id
    self.count = count
    (sent, failed, isOver) = (0, 0, false)
  }

  /// Counts what came of a message.
  public mutating func note(_ answer: SeriesAnswer) {
    if let problem = answer.outcome.problem {
      failed += 1
      self.problem = problem
    } else {
      sent += 1
    }
    answers.append(answer)
    if answers.count > ComposerState.historyCapacity { answers.removeFirst() }
  }

  /// The same for who was told of the answers so far.
  public var withoutAnswers: SeriesProgress {
    var copy = self
    copy.answers = []
    return copy
  }
}
