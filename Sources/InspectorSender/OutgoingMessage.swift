import CloudEvents

/// A message to send: an HTTP request without its framing, or, for lines, just a body.
public struct OutgoingMessage: Sendable {
  /// The HTTP method, such as `POST`.
  public var method: String
  /// Header fields in order, their values as bytes; `Content-Length` and `Transfer-Encoding` are made anew.
  public var fields: [(name: String, value: [UInt8])]
  public var body: [UInt8]
  /// The request target; nil takes the address's.
  public var target: [UInt8]?

  public init(
    method: String = "POST", fields: [(name: String, value: [UInt8])], body: [UInt8] = [],
    target: [UInt8]? = nil
  ) {
    self.method = method
    self.fields = fields
    self.body = body
    self.target = target
  }

  /// A message whose header is text.
  public init(
    method: String = "POST", headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    target: String? = nil
  ) {
    self.init(
      method: method, fields: headers.map { ($0.name, Array($0.value.utf8)) }, body: body,
      target: target.map { Array($0.utf8) })
  }

  /// Whether it has a field, whose name is given in lower case.
  func has(_ name: String) -> Bool { fields.contains { $0.name.lowercased() == name } }

  /// Whether its header and its target are text that clients send as it is: in a URL others encode what they miss.
  var isPlain: Bool {
    fields.allSatisfy { UTF8Validation.isValid($0.value) } && (target.map(Self.isURLText) ?? true)
  }

  /// Whether some bytes are characters that a path and a query have (RFC 3986, 3.3 and 3.4), each `%` with its digits.
  private static func isURLText(_ target: [UInt8]) -> Bool {
    var index = 0
    while index < target.count {
      let byte = target[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < target.count, target[index + 1].hexDigitValue != nil,
          target[index + 2].hexDigitValue != nil
        else { return false }
      } else if !byte.isASCIILetter, !byte.isASCIIDigit, !"-._~!$&'()*+,;=:@/?".utf8.contains(byte) {
        return false
      }
      index += 1
    }
    return true
  }
}
