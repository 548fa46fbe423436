/// Writes one JSON object or array, compactly, member by member, in the order of the calls.
public struct JSONWriter {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// A writer that has written nothing.
  public init() {}

  /// Writes `{`, what `body` writes, and `}`.
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    openObject()
    body(&self)
    closeObject()
  }

  /// Writes `[`, what `body` writes, and `]`.
  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    openArray()
    body(&self)
    closeArray()
  }

  // For those whose contents can fail to be read: what is opened must be closed.
  package mutating func openObject() { open(UInt8(ascii: "{")) }
  package mutating func closeObject() { close(UInt8(ascii: "}")) }
  package mutating func openArray() { open(UInt8(ascii: "[")) }
  package mutating func closeArray() { close(UInt8(ascii: "]")) }

  /// Writes a member's name; its value comes next.
  public mutating func name(_ name: String) {
    separate()
    JSONString.append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    separate()
    JSONString.append(text, to: &bytes)
    needsComma = true
  }

  /// Writes a whole number.
  public mutating func integer(_ value: some BinaryInteger) { token(String(value)) }
  /// Writes `true` or `false`.
  public mutating func boolean(_ value: Bool) { token(value ? "true" : "false") }
  /// Writes `null`.
  public mutating func null() { token("null") }

  /// A number with three digits after the point, for seconds and rates; null where it is not finite or past 10¹⁵.
  public mutating func decimal(_ value: Double) {
    guard value.magnitude <= 1e15 else { return null() }
    let thousandths = Int64((value * 1000).rounded())
    let whole = thousandths.magnitude / 1000
    let rest = thousandths.magnitude % 1000
    let digits = String(repeating: "0", count: 3 - String(rest).count) + String(rest)
    token((thousandths < 0 ? "-" : "") + "\(whole).\(digits)")
  }

  /// JSON text that somebody else wrote; the caller vouches for it.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  /// Scanned JSON text with the white space between its tokens taken out.
  public mutating func compact(_ json: UnsafeRawBufferPointer) {
    separate()
    JSONWriter.appendCompact(json, to: &bytes)
    needsComma = true
  }

  /// Writes a member that is a string.
  public mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }

  /// Writes a member that is a string or null.
  public mutating func member(_ name: String, _ value: String?) {
    self.name(name)
    if let value { string(value) } else { null() }
  }

  /// Writes a member that is a whole number.
  public mutating func member(_ name: String, _ value: some BinaryInteger) {
    self.name(name)
    integer(value)
  }

  /// Writes a member that is a boolean.
  public mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    boolean(value)
  }

  /// Appends scanned JSON text without the white space between its tokens.
  public static func appendCompact(_ json: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    out.reserveCapacity(out.count + json.count)
    var inString = false
    var start = 0
    var index = 0
    while index < json.count {
      let byte = json[index]
      index += 1
      if byte == UInt8(ascii: "\"") {
        inString.toggle()
      } else if byte == UInt8(ascii: "\\") {
        // In scanned text it stands in strings only; what follows it ends none.
        index = min(index + 1, json.count)
      } else if byte <= 0x20, !inString {
        out.append(contentsOf: json[start..<index - 1])
        start = index
      }
    }
    out.append(contentsOf: json[start...])
  }

  private mutating func token(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func open(_ character: UInt8) {
    separate()
    bytes.append(character)
    needsComma = false
  }

  private mutating func close(_ character: UInt8) {
    bytes.append(character)
    needsComma = true
  }
}
