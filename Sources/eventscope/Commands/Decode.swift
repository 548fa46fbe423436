import ArgumentParser
import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Finds the events in raw HTTP messages.
struct Decode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the events of raw HTTP/1.1 messages.",
    discussion: """
      Examples:
        eventscope decode capture.http
        eventscope decode --output record < capture.http
        eventscope decode --content-type application/cloudevents+protobuf event.bin

      Requests and responses are read, several in a row. With --content-type the input is one \
      bare body. What is wrong goes to stderr, a sentence for each violation. Ends with 65 where \
      any event is invalid. A response without an event, such as 202 Accepted, is passed over with a note.
      """)

  @Argument(help: "The messages; stdin without it.", completion: .file())
  var file: String?

  @Option(help: ArgumentHelp("Read a bare body of this type, and no head.", valueName: "type"))
  var contentType: String?

  @Option(help: "What to print: event, or record (delivery records, the invalid ones too).")
  var output = DecodeOutput.event

  @Flag(help: "Show Authorization, Cookie, *token*, *secret* and *api-key* headers as they came.")
  var keepSecrets = false

  func run() async throws {
    let type = try contentType.map { text throws(Failure) in try ContentTypeArgument.parse(text) }
    let input = InputFile(file)
    let bytes = try input.read()
    var printer = DecodePrinter(name: input.name, output: output, keepSecrets: keepSecrets)
    if let type {
      printer.put(bytes, type: type)
    } else {
      var reader = HTTPMessageReader(bytes)
      do {
        while let message = try reader.next() { printer.put(message) }
      } catch {
        printer.put(broken: reader.rest, reason: "The message cannot be read: \(error).")
        throw Failure(.data, "\(input.name) is no HTTP message: \(error).")
      }
      if printer.count > 0, printer.count == printer.responses {
        throw Failure(.data, "\(input.name) has no event.")
      }
      if printer.count == 0 { throw Failure(.data, "\(input.name) has no HTTP message.") }
    }
    if !printer.isAllValid { throw Failure(.data) }
  }
}
