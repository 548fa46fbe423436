/// A media type such as `application/json; charset=utf-8` (RFC 2046, RFC 9110 section 8.3.1).
///
/// Type, subtype and parameter names are kept in lower case, because their case means nothing.
public struct MediaType: Sendable, Hashable, CustomStringConvertible {
  /// What stands before the slash, such as `application`.
  public var type: String
  /// What stands after the slash, such as `cloudevents+json`.
  public var subtype: String
  /// The parameters in order.
  public var parameters: [Parameter]

  /// A parameter, such as `charset=utf-8`.
  public struct Parameter: Sendable, Hashable {
    /// In lower case.
    public var name: String
    /// As it was written, without quotes.
    public var value: String

    /// A parameter by its name, in lower case, and its value.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A media type by its parts, in lower case.
  public init(_ type: String, _ subtype: String, parameters: [Parameter] = []) {
    self.type = type
    self.subtype = subtype
    self.parameters = parameters
  }

  /// Reads a media type; `nil` where it does not follow the grammar.
  public init?(_ text: String) {
    var text = text
    guard let parsed = text.withUTF8({ MediaType(bytes: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = parsed
  }

  /// Reads a media type from its bytes; `nil` where it does not follow the grammar.
  public init?(bytes: UnsafeRawBufferPointer) {
    var parameters: [Parameter] = []
    guard
      let essence = MediaTypeEssence(
        bytes,
        parameter: { name, value in
          parameters.append(Parameter(name: Self.lowercased(bytes[name]), value: Self.unquoted(bytes[value])))
        })
    else { return nil }
    type = Self.lowercased(bytes[essence.type])
    subtype = Self.lowercased(bytes[essence.subtype])
    self.parameters = parameters
  }

  private static func lowercased(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: bytes.lazy.map(\.asciiLowercased), as: UTF8.self)
  }

  /// A parameter's value: a token as it stands, or what a quoted string holds.
  private static func unquoted(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    guard bytes.first == UInt8(ascii: "\"") else { return String(decoding: bytes, as: UTF8.self) }
    var out: [UInt8] = []
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      if byte == UInt8(ascii: "\\"), !isEscaped {
        isEscaped = true
      } else {
        out.append(byte)
        isEscaped = false
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// `type/subtype` without parameters.
  public var essence: String { "\(type)/\(subtype)" }

  /// Type, subtype and parameters, values quoted where they have to be.
  public var description: String {
    parameters.reduce(into: essence) { text, parameter in
      let isToken =
        !parameter.value.isEmpty && parameter.value.utf8.allSatisfy(\.isTokenCharacter)
      let escaped = parameter.value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
      text += "; \(parameter.name)=" + (isToken ? parameter.value : "\"\(String(escaped))\"")
    }
  }

  /// The value of a parameter, by its name in lower case.
  public subscript(parameter name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  /// Whether data of this type is JSON: the subtype is `json` or ends with `+json` (JSON format, section 3.1).
  public var isJSON: Bool { subtype == "json" || subtype.hasSuffix("+json") }

  /// Whether data of this type is XML: the subtype is `xml` or ends with `+xml`.
  public var isXML: Bool { subtype == "xml" || subtype.hasSuffix("+xml") }

  /// Whether data of this type is text in some charset.
  public var isText: Bool {
    if type == "text" || isXML || isJSON { return true }
    guard type == "application" else { return false }
    return [
      "javascript", "ecmascript", "x-www-form-urlencoded", "yaml", "x-yaml", "toml", "graphql", "sql",
      "x-ndjson",
    ].contains(subtype) || subtype.hasSuffix("+yaml")
  }

  /// `application/json`, what data is where nothing else is said in the JSON format.
  public static let json = MediaType("application", "json")
}

/// Where type and subtype of a media type stand: what can be asked of its bytes without copying any of them.
struct MediaTypeEssence {
  var type: Range<Int>
  var subtype: Range<Int>

  /// Reads a media type; `nil` where it does not follow the grammar. `parameter` gets each name and value, quotes
  /// with it, in order.
  init?(
    _ bytes: UnsafeRawBufferPointer,
    parameter: (_ name: Range<Int>, _ value: Range<Int>) -> Void = { _, _ in }
  ) {
    var reader = MediaTypeReader(bytes)
    guard let type = reader.token(), reader.take("/"), let subtype = reader.token() else { return nil }
    self.type = type
    self.subtype = subtype
    while true {
      reader.skipSpace()
      if reader.isAtEnd { return }
      guard reader.take(";") else { return nil }
      reader.skipSpace()
      if reader.isAtEnd { return }
      if reader.isAt(";") { continue }
      guard let name = reader.token(), reader.take("="), let value = reader.tokenOrQuoted() else {
        return nil
      }
      parameter(name, value)
    }
  }

  /// `type/subtype`, in the case that it came in.
  var range: Range<Int> { type.lowerBound..<subtype.upperBound }

  /// Whether data of this type is JSON: the subtype is `json` or ends with `+json` (JSON format, section 3.1).
  func isJSON(in bytes: UnsafeRawBufferPointer) -> Bool {
    let name = UnsafeRawBufferPointer(rebasing: bytes[subtype])
    if name.equalsIgnoringCase("json") { return true }
    return name.count >= 5
      && UnsafeRawBufferPointer(rebasing: name[(name.count - 5)...]).equalsIgnoringCase("+json")
  }
}

extension MediaType {
  /// Whether some bytes are a media type whose data is JSON: the subtype is `json` or ends with `+json`.
  public static func isJSON(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.equals("application/json") || MediaTypeEssence(bytes)?.isJSON(in: bytes) == true
  }

  /// Whether some bytes follow the grammar of media types.
  public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.equals("application/json") || MediaTypeEssence(bytes) != nil
  }
}

/// Reads the pieces of a media type.
private struct MediaTypeReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    skipSpace()
  }

  var isAtEnd: Bool { position == bytes.count }

  func isAt(_ character: Unicode.Scalar) -> Bool {
    position < bytes.count && bytes[position] == UInt8(ascii: character)
  }

  mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isAt(character) else { return false }
    position += 1
    return true
  }

  mutating func token() -> Range<Int>? {
    let start = position
    while position < bytes.count, bytes[position].isTokenCharacter { position += 1 }
    return position > start ? start..<position : nil
  }

  /// A parameter's value: a token, or a quoted string with its quotes (RFC 9110, section 5.6.4).
  mutating func tokenOrQuoted() -> Range<Int>? {
    let start = position
    guard take("\"") else { return token() }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return start..<position }
      if byte == UInt8(ascii: "\\") {
        guard position < bytes.count else { return nil }
        position += 1
      }
      let last = bytes[position - 1]
      guard last >= 0x20 && last != 0x7f || last == 0x09 else { return nil }
    }
    return nil
  }
}
