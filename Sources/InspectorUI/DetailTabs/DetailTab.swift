import CloudEvents
import InspectorCore

/// One tab of the detail: what it is called, and the lines that it makes of an entry.
///
/// A new one is a file beside this one and a line in `DetailTabs.swift`.
protocol DetailTab: Sendable {
  var title: String { get }
  /// The same where there is little room.
  var shortTitle: String { get }
  /// Whether there is anything to see.
  func hasContent(_ entry: Entry) -> Bool
  /// What is shown of an entry.
  func content(of entry: Entry, in context: DetailContext) -> any DetailContent
  /// What is shown, where that is lines that can be made at once.
  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine]
}

extension DetailTab {
  var shortTitle: String { title }

  func content(of entry: Entry, in context: DetailContext) -> any DetailContent {
    LinesContent(lines: lines(of: entry, in: context))
  }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] { [] }

}

/// A line of the detail: runs of text, which the canvas cleans when it draws them.
typealias DetailLine = [TextSpan]

/// What a tab needs to know besides the entry.
struct DetailContext: Sendable {
  var now: WallTime
  var utcOffset: Int
  /// Whether secrets are shown as they came.
  var revealsSecrets: Bool
  /// Columns that text is wrapped to.
  var width: Int
  /// The dispatch rules in force.
  var rules = RuleSet()
  /// What makes data readable.
  var decoders = DataDecoders.standard
  /// Whether what is large is shown to its end.
  var showsWhole = false
  /// Which of the ways to look at it that a tab has, from 0.
  var form = 0
  /// The decoder that data is to be read with, by its name; nil for the one that fits.
  var decoder: String?
  /// What else is known of the events around it.
  var neighbours = Neighbours()
  /// Entries of these numbers are kept: what came before the entry can be looked at.
  var snapshot: StoreSnapshot?

  /// How many bytes are shown of what is larger than ``largest``, unless the whole is asked for.
  static let beginning = 64 << 10
  /// How large something may be to be shown whole without being asked for.
  static let largest = 1 << 20

  /// How many of so many bytes are shown.
  func limit(_ count: Int) -> Int { showsWhole || count <= Self.largest ? count : Self.beginning }

  /// The line under what was cut: how much more there is, and the key that shows it.
  func more(_ count: Int) -> [DetailLine] {
    let limit = limit(count)
    guard limit < count else { return [] }
    return [
      [],
      [
        TextSpan(
          " … \(Shown.size(count - limit)) more: \(moreKey) shows all \(Shown.size(count))", .messageWarn)
      ],
    ]
  }

  /// The key that shows the whole, and the one that goes on to another form.
  var moreKey = "A"
  var formKey = "v"

  /// How many lines a tab makes at most.
  static let maximumLines = 20_000
}

extension DetailTab {
  /// A heading over a group of lines.
  func heading(_ title: String, in context: DetailContext) -> [DetailLine] {
    let rule = String(repeating: "─", count: max(3, context.width - title.count - 6))
    return [[], [TextSpan(" ── ", .border), TextSpan(title, .textStrong), TextSpan(" " + rule, .border)]]
  }

  /// A text over as many lines as it needs, the later ones indented.
  func wrapped(_ text: String, width: Int, indent: String = "", role: StyleRole = .text) -> [DetailLine] {
    text.wrapped(to: max(12, width)).map { [TextSpan(indent), TextSpan($0, role)] }
  }

  /// The violations, each with its glyph, its rule and its section.
  func lines(of violations: [Violation], in context: DetailContext) -> [DetailLine] {
    violations.flatMap { violation -> [DetailLine] in
      let role: StyleRole = violation.isError ? .eventInvalid : .eventWarning
      var lines = wrapped(violation.message, width: context.width - 4, indent: "   ", role: role)
      lines[0][0] = TextSpan(violation.isError ? " ✗ " : " ! ", role)
      let member = violation.index.map { "member \($0 + 1) · " } ?? ""
      lines.append([TextSpan("   \(member)\(violation.rule.id) · \(violation.rule.section)", .textDim)])
      return lines
    }
  }
}
