import ArgumentParser
import InspectorCore

/// Makes a recording or a file of events into another form.
struct Convert: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a recording or a file of events into another form.",
    discussion: """
      Examples:
        eventscope convert recording.ndjson --to ndjson > events.ndjson
        eventscope convert events.ndjson --to http-binary --target http://localhost:9000/in
        eventscope convert recording.ndjson --to har > recording.har
        eventscope convert batch.xml --content-type application/cloudevents-batch+xml --to ndjson
        eventscope filter 'id:17' events.ndjson | eventscope convert --to curl

      The input is NDJSON of events or delivery records, one of them, or a JSON array of events. \
      Forms: ndjson, batch (a JSON array), records, http-binary and http-structured (raw \
      requests), yaml (a document each), har (HAR 1.2), json (laid out for people), curl and httpie (a \
      shell command each), go, python and javascript (a program that sends them).

      Records without a valid event are in records and har only; elsewhere they are left out, \
      which is told on stderr. An event on its own that is invalid, and a line that is neither, \
      are told too, and end it with 65 after the rest.
      """)

  @Argument(help: "The events or records; stdin without it.", completion: .file())
  var file: String?

  @Option(help: ArgumentHelp("The form to write.", valueName: "form"), completion: .list(ConvertForm.names))
  var to: ConvertForm

  @Option(help: ArgumentHelp("The input is a bare body of this type.", valueName: "type"))
  var contentType: String?

  @Option(help: "The event format of structured requests: \(EventFormatOption.names).")
  var format = "json"

  @Option(help: ArgumentHelp("Where requests go to.", valueName: "url"))
  var target = "http://localhost:8080/"

  @Flag(help: "Write the secrets in headers, targets and --target as they are.")
  var keepSecrets = false

  func run() async throws {
    let output = BufferedOutput()
    var converter = RecordingConverter(
      form: to, format: try EventFormatOption.named(format), to: try SendTarget(target),
      keepSecrets: keepSecrets, output: output)
    let input = try RecordingInput(file, contentType: contentType, output: output)
    var isWrong = false
    try input.forEach { (item: RecordingItem) throws(Failure) in
      guard let entry = item.entry(isWrong: &isWrong) else { return true }
      if !entry.isRecord, !entry.isValid {
        isWrong = true
        for violation in entry.violations where violation.isError {
          StandardError.say("\(item.place): \(violation.message)")
        }
        if to != .records { return true }
      }
      try converter.put(entry, of: item)
      return true
    }
    converter.end()
    if converter.leftOut > 0 {
      let what = converter.leftOut == 1 ? "1 record" : "\(converter.leftOut) records"
      StandardError.say("warning: \(what) without a valid event left out.")
    }
    if isWrong { throw Failure(.data) }
  }
}
