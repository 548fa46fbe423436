import CloudEvents
import InspectorCore

/// What a receiver did with the requests of `check`.
struct ReceiverReport {
  struct Answer {
    var request: ReceiverCase
    var status: Int
    var isMet: Bool { request.isMet(by: status) }
  }

  var url: String
  var answers: [Answer] = []

  /// Whether it does all that it must.
  var isGood: Bool { !wrong.contains { $0.request.severity == .error } }

  private var wrong: [Answer] { answers.filter { !$0.isMet } }
  private var wronglyTaken: [Answer] { wrong.filter { $0.request.wanted == .refuse } }
  private var wronglyRefused: [Answer] { wrong.filter { $0.request.wanted == .accept } }

  /// One line for each request that was not answered as it should be, by the section that asks for it, and a summary.
  /// All that came from outside is a number.
  var text: String {
    var lines: [String] = []
    for (heading, group) in [
      ("Taken, and should have been refused:", wronglyTaken),
      ("Refused, and should have been taken:", wronglyRefused),
    ] where !group.isEmpty {
      lines.append(heading)
      for (section, answers) in Self.bySection(group) {
        lines.append("  \(section)")
        for answer in answers {
          let weight = answer.request.severity == .warning ? " (a warning: not every receiver must)" : ""
          lines.append(
            "    \(answer.request.name): \(answer.request.title): answered \(answer.status)\(weight)")
        }
      }
    }
    let warnings = wrong.filter { $0.request.severity == .warning }.count
    lines.append(
      "\(answers.count) requests, \(answers.count - wrong.count) answered as they should be, "
        + "\(wrong.count - warnings) errors, \(warnings) warnings")
    return lines.joined(separator: "\n")
  }

  private static func bySection(_ answers: [Answer]) -> [(section: String, answers: [Answer])] {
    var groups: [(section: String, answers: [Answer])] = []
    for answer in answers {
      if let index = groups.firstIndex(where: { $0.section == answer.request.section }) {
        groups[index].answers.append(answer)
      } else {
        groups.append((answer.request.section, [answer]))
      }
    }
    return groups
  }

  /// The same as one JSON object.
  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("url", url)
      json.member("ok", isGood)
      for (name, group) in [("wronglyAccepted", wronglyTaken), ("wronglyRefused", wronglyRefused)] {
        json.name(name)
        json.array { json in
          for answer in group { json.string(answer.request.name) }
        }
      }
      json.name("cases")
      json.array { json in
        for answer in answers {
          json.object { json in
            json.member("name", answer.request.name)
            json.member("title", answer.request.title)
            json.member("section", answer.request.section)
            json.member("severity", answer.request.severity.rawValue)
            json.member("wanted", answer.request.wanted.rawValue)
            json.member("status", answer.status)
            json.member("ok", answer.isMet)
          }
        }
      }
    }
    return json.bytes
  }
}
