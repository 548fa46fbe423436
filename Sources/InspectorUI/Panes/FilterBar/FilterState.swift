import InspectorCore

/// The filter: what is typed, and what is in force.
public struct FilterState: Sendable, Equatable {
  public var field = TextField()
  public var isEditing = false
  /// What was in force before editing began.
  var before = ""
  /// The text that is in force; the last one that was right.
  public var applied = ""
  /// Whether what is applied hides anything.
  public var isOn = true
  public var problem: QueryError?
  /// What Tab has offered for the word at the cursor, and which one is in the field.
  var completions: [String] = []
  var completion = 0

  /// The state in words, with its glyph: readable without colour.
  var status: (glyph: String, role: StyleRole) {
    if field.text.isEmpty { return (" ", .filterEmpty) }
    guard let problem else { return (isOn ? "✓" : "~", isOn ? .filterValid : .filterIncomplete) }
    return problem.isIncomplete ? ("…", .filterIncomplete) : ("✗", .filterInvalid)
  }
}
