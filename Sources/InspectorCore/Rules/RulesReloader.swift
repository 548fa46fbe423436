/// Looks whether a rules file has changed, and reads it again then. Who owns it asks now and then.
///
/// A file that cannot be used is told once; the rules that were in force are to stay.
public struct RulesReloader: Sendable {
  /// What has happened to the file.
  public enum Change: Sendable {
    /// Other rules stand in it.
    case loaded(RuleSet)
    /// It cannot be used as it is now.
    case failed(RulesError)
  }

  private let path: String
  private let highlights: [String]?
  /// The rules that were read last and right.
  private var current: RuleSet
  /// The text that was read last, whether it was right or not; `nil` where it could not be read.
  private var text: String?
  private var stamp: RulesText.Stamp?
  /// How often in a row the file was not there.
  private var missing = 0

  /// - Parameters:
  ///   - current: the rules that were read from the file and are in force.
  ///   - highlights: the names that `highlight` may have; with `nil` each one is taken.
  public init(path: String, current: RuleSet, highlights: [String]? = nil) {
    self.path = path
    self.highlights = highlights
    self.current = current
    text = current.text
  }

  /// What has changed since the last time; `nil` where nothing has.
  public mutating func poll() -> Change? {
    guard let found = RulesText.Stamp(of: path) else {
      // An editor that puts another file in its place takes it away for a moment.
      missing += 1
      guard missing == 2 else { return nil }
      stamp = nil
      text = nil
      return .failed(RulesError([ConfigurationProblem(file: path, message: "the file is gone")]))
    }
    missing = 0
    guard found != stamp else { return nil }
    stamp = found
    do {
      let read = try RulesText.read(path)
      if let text, text.utf8.elementsEqual(read.utf8) { return nil }
      text = read
      current = try RuleSet(text: read, file: path, highlights: highlights, replacing: current)
      return .loaded(current)
    } catch {
      return .failed(error)
    }
  }
}
