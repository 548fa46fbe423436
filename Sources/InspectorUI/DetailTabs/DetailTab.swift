import CloudEvents
import InspectorCore

/// One tab of the detail: what it is called, and the lines that it makes of an entry.
///
/// A new one is a file beside this one and a line in `DetailTabs.swift`.
protocol DetailTab: Sendable {
  var title: String { get }
  /// Whether there is anything to see.
  func hasContent(_ entry: Entry) -> Bool
  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine]
}

/// A line of the detail: runs of text, which the canvas cleans when it draws them.
typealias DetailLine = [TextSpan]

/// What a tab needs to know besides the entry.
struct DetailContext: Sendable, Equatable {
  var now: WallTime
  var utcOffset: Int
  /// Whether secrets are shown as they came.
  var revealsSecrets: Bool
  /// The dispatch rules in force.
  var rules: RuleSet
  /// Columns that text is wrapped to.
  var width: Int

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
    var lines: [DetailLine] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > max(12, width) {
        lines.append([TextSpan(indent), TextSpan(line, role)])
        line = String(word)
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    lines.append([TextSpan(indent), TextSpan(line, role)])
    return lines
  }

  /// The violations, each with its glyph, its rule and its section.
  func lines(of violations: [Violation], in context: DetailContext) -> [DetailLine] {
    violations.flatMap { violation -> [DetailLine] in
      let role: StyleRole = violation.isError ? .eventInvalid : .eventWarning
      var lines = wrapped(violation.message, width: context.width - 4, indent: "   ", role: role)
      lines[0][0] = TextSpan(violation.isError ? " ✗ " : " ! ", role)
      let member = violation.index.map { "member \($0) · " } ?? ""
      lines.append([TextSpan("   \(member)\(violation.rule.id) · \(violation.rule.section)", .textDim)])
      return lines
    }
  }
}
