/// How many colours the terminal is trusted with.
public enum ColorDepth: String, Sendable, Hashable, CaseIterable {
  /// Attributes only.
  case mono
  /// The terminal's palette: 16, or 8 with bold for the bright ones.
  case sixteen = "16"
  case indexed = "256"
  /// Any RGB colour.
  case direct

  /// What `--color` takes.
  public static let flags = ["auto", "always", "never", "16", "256", "direct"]

  /// What the environment says about colours.
  public struct Evidence: Sendable, Hashable {
    /// `--color`, one of ``ColorDepth/flags``; nil is `auto`.
    public var flag: String?
    /// The values of the variables of these names; nil where one is not set.
    public var noColor: String?
    public var colorTerm: String?
    /// terminfo's `colors` for TERM.
    public var colors: Int
    /// Whether terminfo knows `setaf` for TERM.
    public var setsForeground: Bool
    /// Whether terminfo has a `-direct` entry for TERM.
    public var hasDirectEntry: Bool

    public init(
      flag: String? = nil, noColor: String? = nil, colorTerm: String? = nil, colors: Int,
      setsForeground: Bool, hasDirectEntry: Bool
    ) {
      self.flag = flag
      self.noColor = noColor
      self.colorTerm = colorTerm
      self.colors = colors
      self.setsForeground = setsForeground
      self.hasDirectEntry = hasDirectEntry
    }
  }

  /// The depth to use: a flag wins over NO_COLOR, that over what the terminal can do. A flag cannot give a
  /// terminal what terminfo has no sequence for.
  public init(for evidence: Evidence) {
    let flag = evidence.flag ?? "auto"
    let refused = evidence.noColor?.isEmpty == false && flag == "auto"
    guard flag != "never", !refused, evidence.setsForeground else {
      self = .mono
      return
    }
    let asksForDirect =
      flag == "direct"
      || (flag != "16" && flag != "256" && ["truecolor", "24bit"].contains(evidence.colorTerm))
    if evidence.hasDirectEntry && asksForDirect || evidence.colors > 256 {
      self = flag == "16" ? .sixteen : flag == "256" ? .indexed : .direct
    } else if flag == "16" {
      self = .sixteen
    } else {
      self = evidence.colors >= 256 ? .indexed : evidence.colors >= 8 ? .sixteen : .mono
    }
  }

  /// The terminfo entries to try for RGB, best first: `xterm-256color` is tried as `xterm-direct`.
  public static func directEntries(for term: String) -> [String] {
    if term.hasSuffix("-direct") { return [term] }
    var base = Substring(term)
    for suffix in ["-256color", "-88color", "-16color", "-color"] where base.hasSuffix(suffix) {
      base = base.dropLast(suffix.count)
    }
    return ["\(base)-direct"]
  }
}
