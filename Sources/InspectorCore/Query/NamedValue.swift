import CloudEvents

/// A value that some events have and others have not, by the name that the query language has for it:
/// `ext.partitionkey`, `data.order.total`.
public struct NamedValue: Sendable, Hashable {
  private enum Place: Sendable, Hashable {
    case extensionAttribute(AttributeName)
    case data(DataPath)
  }

  /// As a query names it.
  public let name: String
  /// The name without what says where the value is found.
  public var ownName: String { String(name.drop { $0 != "." }.dropFirst()) }
  private let place: Place

  /// `nil` where a query has no such name.
  public init?(_ name: String) {
    if name.hasPrefix("ext."), name.utf8.count > 4 {
      place = .extensionAttribute(AttributeName(unchecked: String(name.dropFirst(4))))
    } else if name.hasPrefix("data."), name.utf8.count > 5 {
      place = .data(DataPath(String(name.dropFirst(5))))
    } else {
      return nil
    }
    self.name = name
  }

  /// How it stands in one event.
  public struct Value: Sendable, Hashable {
    /// The text of a string, else what is written: `1.10`, `true`, `[1,2]`.
    public var text: String
    /// Whether it is a number, and so has its place among numbers.
    public var isNumber: Bool
  }

  /// How it stands in an entry, read from the bytes that are kept; `nil` where the event has it not.
  ///
  /// - Parameter limit: how many bytes of a long one are wanted.
  public func value(in entry: Entry, upTo limit: Int = .max) -> Value? {
    entry.withSubject(now: entry.received) { value(in: $0, upTo: limit) }
  }

  private func value(in subject: QuerySubject, upTo limit: Int) -> Value? {
    switch place {
    case .extensionAttribute(let name):
      return subject.withBytes(of: subject.event.encoded.value(of: name, in: subject.eventBytes)) {
        Value(text: Self.text($0, limit), isNumber: DecimalNumber($0) != nil)
      }
    case .data(let path):
      var value: Value?
      _ = subject.withJSONData { json in
        path.anyValue(in: json) { token, bytes in
          value = Self.value(token, in: bytes, upTo: limit)
          return true
        }
      }
      return value
    }
  }

  private static func value(_ token: JSONToken, in json: UnsafeRawBufferPointer, upTo limit: Int) -> Value {
    switch token.kind {
    case .string:
      let contents = json[token.contents]
      let text =
        token.hasEscapes
        ? JSONString.unescaped(contents).map { $0.withUnsafeBytes { Self.text($0, limit) } } : nil
      return Value(text: text ?? Self.text(contents, limit), isNumber: false)
    case .object, .array:
      var compact: [UInt8] = []
      JSONWriter.appendCompact(
        UnsafeRawBufferPointer(rebasing: json[token.range].prefix(limit)), to: &compact)
      return Value(text: String(decoding: compact, as: UTF8.self), isNumber: false)
    case .number, .true, .false, .null:
      return Value(text: text(json[token.range], limit), isNumber: token.kind == .number)
    }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> String {
    String(decoding: bytes.prefix(limit), as: UTF8.self)
  }
}

extension NamedValue.Value {
  /// Two numbers, the first before the second, that stand in the order in which values are sorted: numbers by what they
  /// are worth, then texts by their first bytes. Both are 0 for what is not there.
  public var order: (UInt64, UInt64) {
    if isNumber, let number = DecimalNumber(text) {
      let (high, low) = number.order
      return (1 << 62 | high, low)
    }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for (index, byte) in text.utf8.prefix(15).enumerated() {
      if index < 7 {
        high |= UInt64(byte) << (48 - 8 * UInt64(index))
      } else {
        low |= UInt64(byte) << (56 - 8 * UInt64(index - 7))
      }
    }
    return (2 << 62 | high, low)
  }
}
