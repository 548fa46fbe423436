import InspectorCore

/// The filter: what is typed, what it is worth, and what is in force.
public struct FilterState: Sendable {
  public internal(set) var field = TextField()
  public internal(set) var isEditing = false
  /// What was in force before editing began.
  var before = ""
  /// What was typed and left with Esc: it comes back when the filter is edited again.
  var unfinished: String?
  /// The text that is in force; the last one that was right.
  public internal(set) var applied = ""
  /// Whether what is applied hides anything.
  public internal(set) var isOn = true
  /// What the text in the field is worth.
  public internal(set) var reading = FilterReading("")
  /// When the text was last changed, as long as it is right and not in force yet.
  var changed: WallTime?
  /// How long somebody has stopped typing before what is right comes into force, in nanoseconds.
  static let pause: Int64 = 120_000_000
  /// The filter whose errors are in the log, and how many different ones are.
  var logged = (filter: "", count: 0)
  /// What was kept before, the oldest first.
  var history = InputHistory()
  /// What Tab has offered for the word at the cursor, and which one is in the field.
  var completions: [String] = []
  var completion = 0

  /// The state's glyph, so that it can be read without colour.
  var glyph: String {
    switch reading.verdict {
    case .empty: " "
    case .incomplete: "…"
    case .invalid: "✗"
    case .notBoolean: "≠"
    case .valid: isOn ? "✓" : "~"
    }
  }

  /// The state in a word.
  var word: String {
    switch reading.verdict {
    case .empty: ""
    case .incomplete: "incomplete"
    case .invalid: "invalid"
    case .notBoolean: "not Boolean"
    case .valid: isOn ? "valid" : "off"
    }
  }

  var role: StyleRole {
    switch reading.verdict {
    case .empty: .filterEmpty
    case .incomplete: .filterIncomplete
    case .invalid: .filterInvalid
    case .notBoolean: .filterNotBoolean
    case .valid: isOn ? .filterValid : .filterIncomplete
    }
  }

  /// Whether the text in the field is not the one that is in force.
  var showsPrevious: Bool { reading.problem != nil || field.isProposal }
}

/// A filter that is kept under a name.
public struct SavedFilter: Sendable, Hashable {
  public var name: String
  /// A query, or a CESQL expression.
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
