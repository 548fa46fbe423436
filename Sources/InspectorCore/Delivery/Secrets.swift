import CloudEvents

/// Masks what nobody but its owner should read, wherever it is shown, printed, recorded, exported or forwarded.
public enum Secrets {
  /// What stands in a secret's place.
  public static let mask = "****"

  /// Whether a header's value is a secret, by its name in any case. A context attribute is none, whatever it is called:
  /// it is part of the event, which is shown, recorded and sent again as it came.
  public static func isSecretHeader(_ name: String) -> Bool {
    let name = name.lowercased()
    if name.hasPrefix("ce-") { return false }
    return ["authorization", "proxy-authorization", "cookie", "set-cookie"].contains(name)
      || ["api-key", "apikey", "api_key", "token", "secret"].contains { name.contains($0) }
  }

  /// A header's value with its secrets masked: all of it where the name says so, but for the scheme of an Authorization
  /// (`Bearer ****`); of the others the userinfo and `access_token` of the addresses that stand in them.
  public static func maskedHeader(name: String, value: String) -> String {
    String(decoding: maskedHeader(name: name, value: Array(value.utf8)), as: UTF8.self)
  }

  /// The same for a value that may be no text.
  public static func maskedHeader(name: String, value: [UInt8]) -> [UInt8] {
    masking(value.withUnsafeBytes { secretRanges(inField: name, $0) }, in: value)
  }

  /// Whether a header's value has a secret that would be masked.
  public static func hasSecret(name: String, value: some Sequence<UInt8>) -> Bool {
    !Array(value).withUnsafeBytes { secretRanges(inField: name, $0) }.isEmpty
  }

  /// Whether a header's value is not what it was, because a mask stands for a secret in it.
  public static func isMasked(name: String, value: some Sequence<UInt8>) -> Bool {
    Array(value).withUnsafeBytes { bytes in
      secretRanges(inField: name, bytes).contains { bytes[$0].elementsEqual(mask.utf8) }
    }
  }

  /// A request's target without the parameters of its query that only have a mask, and how many those are.
  public static func withoutMasks(target: [UInt8]) -> (target: [UInt8], masked: Int) {
    guard let query = target.firstIndex(of: UInt8(ascii: "?")) else { return (target, 0) }
    let parameters = target[(query + 1)...].split(
      separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    let kept = parameters.filter { parameter in
      // As one that begins behind a separator.
      !([UInt8(ascii: "&")] + parameter).withUnsafeBytes { bytes in
        accessToken(after: 0, in: bytes).map { bytes[$0].elementsEqual(mask.utf8) } ?? false
      }
    }
    let masked = parameters.count - kept.count
    if masked == 0 { return (target, 0) }
    let mark = kept.isEmpty ? [] : [UInt8(ascii: "?")]
    return (Array(target[..<query]) + mark + Array(kept.joined(separator: [UInt8(ascii: "&")])), masked)
  }

  /// Where secrets stand in a header's value.
  static func secretRanges(inField name: String, _ value: UnsafeRawBufferPointer) -> [ByteRange] {
    if value.isEmpty { return [] }
    let name = name.lowercased()
    if isSecretHeader(name) {
      let space = name.hasSuffix("authorization") ? value.firstIndex(of: 0x20) : nil
      return [ByteRange((space.map { $0 + 1 } ?? 0)..<value.count)]
    }
    if name.hasPrefix("ce-") { return [] }
    if name == "host" || name.hasSuffix("-host") {
      return value.lastIndex(of: UInt8(ascii: "@")).map { [ByteRange(0..<$0)] } ?? []
    }
    return secretRanges(inText: value)
  }

  /// A request target, or an address, with its userinfo and the values of `access_token` masked.
  public static func maskingTarget(_ target: String) -> String {
    String(decoding: maskingTarget(Array(target.utf8)), as: UTF8.self)
  }

  /// The same for a target that may be no text.
  public static func maskingTarget(_ target: [UInt8]) -> [UInt8] {
    masking(target.withUnsafeBytes { secretRanges(in: $0) }, in: target)
  }

  /// Bytes with the mask in place of some of them.
  static func masking(_ ranges: [ByteRange], in bytes: [UInt8]) -> [UInt8] {
    if ranges.isEmpty { return bytes }
    var out: [UInt8] = []
    var position = 0
    for range in ranges.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound >= position { out += bytes[position..<range.lowerBound] + Array(mask.utf8) }
      position = max(position, range.upperBound)
    }
    return out + bytes[position...]
  }

  /// Where secrets stand in a request line or a target: those of ``secretRanges(inText:)``, and the userinfo before a host
  /// that stands there without a scheme.
  static func secretRanges(in line: UnsafeRawBufferPointer) -> [ByteRange] {
    var ranges = secretRanges(inText: line)
    let start = line.firstIndex(of: 0x20).map { $0 + 1 } ?? 0
    let target = UnsafeRawBufferPointer(rebasing: line[start...])
    let authority = target.prefix { !"/?# ".utf8.contains($0) }
    if let at = authority.lastIndex(of: UInt8(ascii: "@")), !target.starts(with: "unix:".utf8),
      !target.starts(with: "unix+ndjson:".utf8)
    {
      ranges.append(ByteRange(start..<start + at))
    }
    return ranges
  }

  /// Where secrets stand in a text: userinfo before the host of each address with a scheme, and the values of
  /// `access_token`, however that name is percent-encoded.
  private static func secretRanges(inText text: UnsafeRawBufferPointer) -> [ByteRange] {
    var ranges: [ByteRange] = []
    var isInQuery = false
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "#"):
        isInQuery = true
        if let token = accessToken(after: index, in: text) { ranges.append(token) }
      case UInt8(ascii: ":") where text[index...].starts(with: "://".utf8):
        if let userinfo = userinfo(from: index + 3, isInQuery: isInQuery, in: text) {
          ranges.append(userinfo)
        }
      default: break
      }
    }
    return ranges
  }

  /// The value of a parameter that begins behind a separator, where it is `access_token`.
  private static func accessToken(after index: Int, in text: UnsafeRawBufferPointer) -> ByteRange? {
    let parameter = text[(index + 1)...].prefix { !"?&;# ".utf8.contains($0) }
    guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")), equals - index <= 40 else { return nil }
    let name = HeaderValueCoding.decode(UnsafeRawBufferPointer(rebasing: parameter[..<equals])) ?? []
    guard String(decoding: name, as: UTF8.self).lowercased() == "access_token" else { return nil }
    return ByteRange(equals + 1..<parameter.endIndex)
  }

  /// What stands before the last `@` of an authority. In a query `&` ends it, which else may stand in a password.
  private static func userinfo(
    from start: Int, isInQuery: Bool, in text: UnsafeRawBufferPointer
  ) -> ByteRange? {
    let authority = text[start...].prefix { byte in
      !"/?# \t\"<>".utf8.contains(byte) && !(isInQuery && byte == UInt8(ascii: "&"))
    }
    return authority.lastIndex(of: UInt8(ascii: "@")).map { ByteRange(start..<$0) }
  }
}
