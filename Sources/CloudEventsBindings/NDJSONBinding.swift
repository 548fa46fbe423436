import CloudEvents

/// Events as lines of JSON: one event in the JSON format a line, ended by a line feed.
///
/// No specification of the CloudEvents project has it; it is what files, pipes and sockets of lines carry.
public struct NDJSONBinding: ProtocolBinding {
  /// The event formats; the one with the name `json` reads the lines.
  public var formats: EventFormats

  /// A binding whose lines are read by the format with the name `json`.
  public init(formats: EventFormats = .standard) {
    self.formats = formats
  }

  /// An event's line, with the line feed that ends it.
  public func encode(
    _ event: CloudEvent, mode: ContentMode = .structured, format: any EventFormat = JSONEventFormat()
  ) throws(MessageEncodingError) -> [UInt8] {
    guard mode == .structured, format.mediaType == JSONEventFormat().mediaType else {
      throw MessageEncodingError("A line carries one event in structured mode, in JSON.")
    }
    return JSONEventFormat().encodeLine(event) + [0x0a]
  }

  /// Several events' lines.
  public func encode(_ events: [CloudEvent]) -> [UInt8] {
    events.flatMap { JSONEventFormat().encodeLine($0) + [0x0a] }
  }

  /// The event of one line, with or without the line break that ends it.
  public func decode(_ line: [UInt8]) -> DecodedMessage {
    decodeStructured(Array(line[..<Self.end(of: line[...])]), as: formats.named("json") ?? JSONEventFormat())
  }

  /// The lines of a text with their numbers, from 1; empty ones are left out.
  public func lines(of text: [UInt8]) -> [(number: Int, message: DecodedMessage)] {
    var found: [(number: Int, message: DecodedMessage)] = []
    for (index, line) in text.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
      let content = line[..<Self.end(of: line)]
      if content.contains(where: { $0 > 0x20 }) { found.append((index + 1, decode(Array(content)))) }
    }
    return found
  }

  /// Where a line's content ends, before its line break.
  private static func end(of line: ArraySlice<UInt8>) -> Int {
    var end = line.endIndex
    if end > line.startIndex, line[end - 1] == 0x0a { end -= 1 }
    if end > line.startIndex, line[end - 1] == 0x0d { end -= 1 }
    return end
  }
}
