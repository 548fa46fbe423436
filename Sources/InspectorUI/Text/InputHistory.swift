/// What was typed into a field before, for Up and Down.
public struct InputHistory: Sendable, Hashable {
  /// The oldest first, each once.
  public private(set) var entries: [String]
  /// Which one is in the field; nil for what is being typed.
  private var place: Int?
  /// What was being typed when Up was first pressed.
  private var draft = ""

  /// How many are remembered.
  public static let maximum = 200

  public init(_ entries: [String] = []) { self.entries = entries.suffix(Self.maximum) }

  /// Remembers a text as the latest.
  mutating func add(_ text: String) {
    place = nil
    guard !text.isEmpty else { return }
    entries.removeAll { $0.utf8.elementsEqual(text.utf8) }
    entries.append(text)
    if entries.count > Self.maximum { entries.removeFirst() }
  }

  /// Begins at the latest again.
  mutating func rewind() { place = nil }

  /// The one before the text in the field; nil where there is none.
  mutating func older(than text: String) -> String? {
    if place == nil { draft = text }
    let next = (place ?? entries.count) - 1
    guard entries.indices.contains(next) else { return nil }
    place = next
    return entries[next]
  }

  /// The one after; at the end what was being typed; nil where nothing was gone back.
  mutating func newer() -> String? {
    guard let current = place else { return nil }
    place = current + 1 < entries.count ? current + 1 : nil
    return place.map { entries[$0] } ?? draft
  }
}
