import ArgumentParser
import CloudEvents
import InspectorCore

/// Compares two events.
struct Diff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two events: the attributes, then the data.",
    discussion: """
      Examples:
        eventscope diff expected.json actual.json
        eventscope diff recording.ndjson:3 recording.ndjson:7
        eventscope diff expected.json recording.ndjson:3 --output json

      Each is a file with one event or delivery record, or FILE:LINE. Equal instants are equal \
      times, the order of attributes and of members means nothing, JSON data is the same whether \
      it came as data or data_base64, and 1 and 1.0 differ. Ends with 0 where nothing differs, \
      with 1 where something does, with 65 where one of them is no valid event, which is compared all the same.
      """)

  @Argument(help: "An event: FILE or FILE:LINE; - is stdin.", completion: .file())
  var first: String

  @Argument(help: "The other one.", completion: .file())
  var second: String

  @Option(help: "What to print: text (- the first, + the second), or json (one object).")
  var output = ReportOutput.text

  func run() async throws {
    guard first != "-" || second != "-" else {
      throw Failure(.usage, "only one of the two events can be read from stdin.")
    }
    let places = [try EventPlace(first).find(), try EventPlace(second).find()]
    let differences = EventComparison(first: places[0].event, second: places[1].event).differences
    switch output {
    case .json: StandardOutput.writeJSON(json(differences))
    case .text: for difference in differences { show(difference) }
    }
    if !places.allSatisfy(\.isValid) { throw Failure(.data) }
    if !differences.isEmpty { throw Failure(.no) }
  }

  private func show(_ difference: EventDifference) {
    let place =
      switch difference.place {
      case .attribute(let name): name
      case .data(let pointer): "data\(pointer)"
      }
    for (mark, value, isBase64) in [
      ("-", difference.first, difference.isFirstBase64), ("+", difference.second, difference.isSecondBase64),
    ] {
      guard let value else { continue }
      let line = "\(mark) \(isBase64 ? "data_base64" : place): \(String(decoding: value, as: UTF8.self))"
      StandardOutput.writeLine(TextCleaner.clean(line))
    }
  }

  private func json(_ differences: [EventDifference]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("same", differences.isEmpty)
      json.name("differences")
      json.array { json in
        for difference in differences {
          json.object { json in
            switch difference.place {
            case .attribute(let name): json.member("attribute", name)
            case .data(let pointer): json.member("data", pointer)
            }
            if let first = difference.first {
              json.name("first")
              json.raw(first)
            }
            if let second = difference.second {
              json.name("second")
              json.raw(second)
            }
            if difference.isFirstBase64 { json.member("first_is_base64", true) }
            if difference.isSecondBase64 { json.member("second_is_base64", true) }
          }
        }
      }
    }
    return json.bytes
  }
}
