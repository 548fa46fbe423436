import CloudEvents
import CloudEventsHTTP

/// A delivery with what it turned out to be, on its way into the store.
public struct AppendedDelivery: Sendable {
  /// One entry of it.
  public struct Entry: Sendable {
    /// Which of the delivery's events it is, from 0; `nil` where none could be found.
    public var event: Int?
    public var isValid: Bool
    public var hasWarning: Bool
    /// Which member of a batch, from 0; `nil` outside of batches.
    public var batchIndex: Int?
    /// What the rules made of it.
    public var outcome: EntryOutcome
    /// The number of its delivery record; 0 where it has none.
    public var sequence: UInt64

    public init(
      event: Int?, isValid: Bool, hasWarning: Bool = false, batchIndex: Int? = nil,
      outcome: EntryOutcome = EntryOutcome(), sequence: UInt64 = 0
    ) {
      self.event = event
      self.isValid = isValid
      self.hasWarning = hasWarning
      self.batchIndex = batchIndex
      self.outcome = outcome
      self.sequence = sequence
    }
  }

  public var delivery: Delivery
  public var mode: ContentMode?
  /// What was decoded, which entries point to: an event is too large to be copied from hand to hand.
  public var events: [DecodedEvent]
  public var entries: [Entry]
  /// How many members the batch has that the entries are from.
  public var batchCount: Int
  /// The HTTP status that was answered.
  public var status: Int
  /// Whether it is being sent from here; what comes back is told by ``EventStore/note(answer:isDelivered:to:)``.
  public var isSent: Bool

  public init(
    delivery: Delivery, mode: ContentMode?, events: [DecodedEvent], entries: [Entry], batchCount: Int = 0,
    status: Int,
    isSent: Bool = false
  ) {
    self.delivery = delivery
    self.mode = mode
    self.events = events
    self.entries = entries
    self.batchCount = batchCount
    self.status = status
    self.isSent = isSent
  }
}

/// What the rules made of an entry: for the list and the detail, not for the sender.
public struct EntryOutcome: Sendable, Hashable {
  /// The names of the rules that acted, first to last.
  public var rules: [String] {
    get { acts?.rules ?? [] }
    set { self = EntryOutcome(rules: newValue, tags: tags, highlight: highlight) }
  }
  public var tags: [String] {
    get { acts?.tags ?? [] }
    set { self = EntryOutcome(rules: rules, tags: newValue, highlight: highlight) }
  }
  /// A theme role for the row.
  public var highlight: String? {
    get { acts?.highlight }
    set { self = EntryOutcome(rules: rules, tags: tags, highlight: newValue) }
  }

  /// Nil where no rule acted. One reference, as it is copied for each event that arrives.
  private let acts: Acts?

  private final class Acts: Sendable, Hashable {
    let rules: [String]
    let tags: [String]
    let highlight: String?

    init(_ rules: [String], _ tags: [String], _ highlight: String?) {
      (self.rules, self.tags, self.highlight) = (rules, tags, highlight)
    }

    static func == (one: Acts, other: Acts) -> Bool {
      one === other
        || (one.rules, one.tags, one.highlight) == (other.rules, other.tags, other.highlight)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(rules)
      hasher.combine(tags)
      hasher.combine(highlight)
    }
  }

  public init(rules: [String] = [], tags: [String] = [], highlight: String? = nil) {
    let isEmpty = rules.isEmpty && tags.isEmpty && highlight == nil
    acts = isEmpty ? nil : Acts(rules, tags, highlight)
  }

  public var isEmpty: Bool { acts == nil }
}
