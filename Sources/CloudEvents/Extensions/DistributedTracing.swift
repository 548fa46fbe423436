/// The Distributed Tracing extension (cloudevents/extensions/distributed-tracing.md) and W3C Trace Context.
extension KnownExtension {
  static let distributedTracing = KnownExtension(
    "Distributed Tracing",
    ConformanceRule(
      "extension.distributed-tracing", .warning,
      "Distributed Tracing extension; W3C Trace Context, 3.2 and 3.3",
      "traceparent is like 00-<32 hex digits>-<16 hex digits>-01, and tracestate a list of key=value beside it."
    ),
    [
      Attribute(
        .traceparent, .string, isRequired: true,
        fault: {
          TraceParent($0) == nil ? "is no trace context; it should be like \(TraceParent.example)" : nil
        },
        explain: { TraceParent($0.text)?.explanation }),
      Attribute(
        .tracestate, .string,
        fault: {
          TraceState($0) == nil ? "is no list of key=value entries, each key once and 32 at most" : nil
        },
        explain: { explanation in
          TraceState(explanation.text).map { state in
            let keys = state.entries.map(\.key)
            return keys.isEmpty ? "no entries" : "from \(keys.joined(separator: ", "))"
          }
        }),
    ])
}

/// A place in a trace (W3C Trace Context, section 3.2).
public struct TraceParent: Sendable, Hashable, CustomStringConvertible {
  /// The version, 00 so far.
  public let version: UInt8
  /// 32 hexadecimal digits, not all of them 0.
  public let traceID: String
  /// 16 hexadecimal digits, not all of them 0: the span that caused the event.
  public let parentID: String
  /// The flags: bit 0 says that the trace is recorded.
  public let flags: UInt8
  /// The text as it was written.
  public let description: String

  static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  /// Reads a `traceparent`; `nil` where it is none. A later version may have more behind its flags.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> String? {
      let part = bytes[range]
      guard part.allSatisfy({ $0.isASCIIDigit || (0x61...0x66).contains($0) }) else { return nil }
      return String(decoding: part, as: UTF8.self)
    }
    let dash = UInt8(ascii: "-")
    guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
      let version = digits(0..<2).flatMap({ UInt8($0, radix: 16) }), version != 0xff,
      bytes.count == 55 || version > 0 && bytes[55] == dash,
      let trace = digits(3..<35), trace.contains(where: { $0 != "0" }),
      let parent = digits(36..<52), parent.contains(where: { $0 != "0" }),
      let flags = digits(53..<55).flatMap({ UInt8($0, radix: 16) })
    else { return nil }
    self.version = version
    traceID = trace
    parentID = parent
    self.flags = flags
    description = text
  }

  /// Whether the sender records the trace.
  public var isSampled: Bool { flags & 1 == 1 }

  var explanation: String {
    "trace \(traceID), span \(parentID), \(isSampled ? "sampled" : "not sampled")"
  }
}

/// What vendors add to a place in a trace (W3C Trace Context, section 3.3).
public struct TraceState: Sendable, Hashable, CustomStringConvertible {
  /// One vendor's part.
  public struct Entry: Sendable, Hashable {
    /// Such as `congo` or `tenant@vendor`.
    public var key: String
    /// Up to 256 printable characters without comma and equals sign.
    public var value: String
  }

  /// The entries, the latest first; 32 at most.
  public let entries: [Entry]
  /// The text as it was written.
  public let description: String

  /// Reads a `tracestate`; `nil` where it is none.
  public init?(_ text: String) {
    var entries: [Entry] = []
    for member in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: true) {
      let member = member.drop { $0 == 0x20 || $0 == 0x09 }
      let trimmed = member.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
      guard !trimmed.isEmpty else { continue }
      let entry = Array(trimmed)
      guard let equals = entry.firstIndex(of: UInt8(ascii: "=")), Self.isKey(entry[..<equals]),
        Self.isValue(entry[(equals + 1)...])
      else { return nil }
      let key = String(decoding: entry[..<equals], as: UTF8.self)
      guard entries.count < 32, !entries.contains(where: { $0.key == key }) else { return nil }
      entries.append(Entry(key: key, value: String(decoding: entry[(equals + 1)...], as: UTF8.self)))
    }
    self.entries = entries
    description = text
  }

  private static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
    let parts = key.split(separator: UInt8(ascii: "@"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = key.first, (0x61...0x7a).contains(first) || first.isASCIIDigit, key.count <= 256,
      parts.allSatisfy({ !$0.isEmpty })
    else { return false }
    return parts.joined().allSatisfy { byte in
      (0x61...0x7a).contains(byte) || byte.isASCIIDigit || "_-*/".utf8.contains(byte)
    }
  }

  private static func isValue(_ value: ArraySlice<UInt8>) -> Bool {
    guard let last = value.last, last != 0x20, value.count <= 256 else { return false }
    return value.allSatisfy { (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "=") }
  }
}

extension AttributeName {
  /// `traceparent`, a String (Distributed Tracing extension).
  public static var traceparent: AttributeName { AttributeName(unchecked: "traceparent") }
  /// `tracestate`, a String (Distributed Tracing extension).
  public static var tracestate: AttributeName { AttributeName(unchecked: "tracestate") }
}

extension CloudEvent {
  /// `traceparent`, taken apart; `nil` where it is not set or is none (Distributed Tracing extension).
  public var traceparent: TraceParent? {
    get { text(.traceparent).flatMap { TraceParent($0) } }
    set { setText(.traceparent, newValue?.description) }
  }
  /// `tracestate`, taken apart; `nil` where it is not set or is none (Distributed Tracing extension).
  public var tracestate: TraceState? {
    get { text(.tracestate).flatMap { TraceState($0) } }
    set { setText(.tracestate, newValue?.description) }
  }
}
