import ArgumentParser
import CloudEvents
import InspectorCore

/// Checks events and delivery records.
struct Validate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check events: a line for each rule that one breaks.",
    discussion: """
      Examples:
        eventscope validate events.ndjson
        curl -s https://example.com/event.json | eventscope validate
        eventscope validate recording.ndjson --output json
        eventscope validate event.xml --content-type application/cloudevents+xml
        eventscope validate --rules

      The input is NDJSON of events or delivery records, one JSON event, or a JSON array of \
      events. Of a record, what it says and what can be seen in its event are printed.

      A line reads FILE:LINE: severity rule attribute: message (section). Ends with 65 where an \
      error was found; warnings alone are no error. A last record that is cut, as after a crash, \
      is skipped with a warning.
      """)

  @Argument(help: "The events; stdin without it.", completion: .file())
  var file: String?

  @Option(help: ArgumentHelp("The input is a bare body of this type.", valueName: "type"))
  var contentType: String?

  @Option(help: "What to print: text, or json (an object for each violation).")
  var output = ReportOutput.text

  @Flag(help: "List the rules, and check nothing.")
  var rules = false

  func run() async throws {
    if rules { return ValidationPrinter(output: output).putRules() }
    var printer = ValidationPrinter(output: output)
    try RecordingInput(file, contentType: contentType).forEach { (item: RecordingItem) throws(Failure) in
      printer.put(item)
      return true
    }
    if printer.count == 0 { StandardError.say("\(InputFile(file).name) has no event.") }
    if !printer.isAllValid { throw Failure(.data) }
  }
}
