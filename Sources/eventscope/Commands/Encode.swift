import ArgumentParser
import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Writes events as HTTP messages.
struct Encode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write events as raw HTTP/1.1 messages.",
    discussion: """
      Examples:
        eventscope encode events.ndjson --mode structured
        eventscope encode events.ndjson --format protobuf --body-only > event.bin
        eventscope encode event.json --target http://localhost:9000/events
        eventscope encode events.ndjson --mode batched --body-only > batch.json

      The input is NDJSON, one JSON event, or a JSON array of events. Binary and structured mode \
      write a message for each event, batched mode one for all. Nothing is written where any \
      event is invalid, which ends with 65.
      """)

  @Argument(help: "The events; stdin without it.", completion: .file())
  var file: String?

  @Option(help: "binary, structured or batched (default: binary; with --format structured).")
  var mode: ContentMode?

  @Option(
    help: "The event format of structured and batched mode: \(EventFormatOption.names) (default: json).")
  var format: String?

  @Option(help: ArgumentHelp("Where the requests go to.", valueName: "url"))
  var target = "http://localhost:8080/"

  @Flag(
    help: "Write just the body bytes, of several events with a line break between them where they are text.")
  var bodyOnly = false

  func run() async throws {
    let mode = mode ?? (format == nil ? .binary : .structured)
    let format = try EventFormatOption.named(format ?? "json")
    let destination = try SendTarget(target)
    let input = InputFile(file)
    let items = EventReader.items(in: try input.read(), name: input.name)
    for item in items { StandardError.say(item.violations, at: item.place) }
    if items.contains(where: \.violations.containsError) { throw Failure(.data) }
    let events = items.map(\.event)
    let groups = mode == .batched ? [events] : events.map { [$0] }
    var messages: [HTTPMessage] = []
    for (index, group) in groups.enumerated() {
      do {
        messages.append(try HTTPBinding().encode(group, mode: mode, format: format))
      } catch {
        throw Failure(.data, "\(items[index].place): \(error)")
      }
    }
    if bodyOnly { return try writeBodies(messages.map(\.body), isText: mode == .binary || format.isText) }
    for message in messages {
      StandardOutput.writeForeign(
        message.requestBytes(target: destination.target, host: destination.host))
    }
  }

  /// Writes bodies with a line break between them, where that can tell them apart.
  private func writeBodies(_ bodies: [[UInt8]], isText: Bool) throws(Failure) {
    guard bodies.count < 2 || isText && bodies.allSatisfy({ UTF8Validation.isValid($0) }) else {
      throw Failure(
        .usage,
        "--body-only cannot part \(bodies.count) bodies that are not text; give it one event, or leave it out."
      )
    }
    StandardOutput.writeForeign(Array(bodies.joined(separator: [0x0a])))
  }
}

extension EventFormat {
  /// Whether what it writes is text, with line breaks that mean nothing.
  fileprivate var isText: Bool { mediaType.hasSuffix("+json") || mediaType.hasSuffix("+xml") }
}
