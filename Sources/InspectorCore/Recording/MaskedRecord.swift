import CloudEvents

/// A delivery record as it stands in a file, with the secrets in its headers and its target masked: a record that
/// somebody else wrote may have them. Everything else keeps its bytes.
public struct MaskedRecord: Sendable {
  /// The record on its line.
  public let line: [UInt8]

  /// - Parameter line: one JSON text; what is no JSON object stays as it is.
  public init(_ line: [UInt8]) {
    let masks = line.withUnsafeBytes { (try? Self.masks(in: $0)) ?? [] }
    var out: [UInt8] = []
    var position = 0
    for (range, text) in masks {
      out += line[position..<Int(range.start)]
      JSONString.append(text, to: &out)
      position = range.end
    }
    self.line = masks.isEmpty ? line : out + line[position...]
  }

  /// What stands in the place of which string, quotes with it.
  private static func masks(
    in bytes: UnsafeRawBufferPointer
  ) throws(JSONError) -> [(range: ByteRange, text: String)] {
    var masks: [(range: ByteRange, text: String)] = []
    func mask(_ token: JSONToken, _ masked: (String) -> String) {
      guard token.kind == .string else { return }
      let text = JSONString.lossyText(bytes[token.contents])
      let shown = masked(text)
      if !shown.utf8.elementsEqual(text.utf8) { masks.append((token.range, shown)) }
    }
    func maskCoded(_ token: JSONToken, _ masked: ([UInt8]) -> [UInt8]) {
      mask(token) { text in
        let bytes = Array(text.utf8).withUnsafeBytes { Base64.decode($0) }
        // What is no Base64 may be the secret itself.
        return bytes.map { Base64.encode(masked($0)) }
          ?? String(decoding: masked(Array(text.utf8)), as: UTF8.self)
      }
    }
    var scanner = JSONScanner(bytes)
    try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
      let value = try scanner.value()
      switch JSONString.lossyText(bytes[name.contents]) {
      case "target":
        mask(value) { Secrets.maskingTarget($0) }
      case "target_base64":
        maskCoded(value) { Secrets.maskingTarget($0) }
      case let member where ["headers", "headers_base64"].contains(member) && value.kind == .array:
        for pair in JSONMembers.elements(of: value, in: bytes) where pair.kind == .array {
          let parts = JSONMembers.elements(of: pair, in: bytes)
          guard let name = parts.first, name.kind == .string else { continue }
          let header = JSONString.lossyText(bytes[name.contents])
          for part in parts.dropFirst() {
            if member == "headers" {
              mask(part) { Secrets.maskedHeader(name: header, value: $0) }
            } else {
              maskCoded(part) { Secrets.maskedHeader(name: header, value: $0) }
            }
          }
        }
      default: break
      }
    }
    return masks
  }
}
