import CloudEvents

/// Masks what nobody but its owner should read, wherever it is shown, printed, recorded, exported or forwarded.
public enum Secrets {
  /// What stands in a secret's place.
  public static let mask = "****"

  /// Whether a header's value is a secret, by its name in any case.
  public static func isSecretHeader(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "proxy-authorization", "cookie", "set-cookie"].contains(name)
      || ["api-key", "apikey", "api_key", "token", "secret"].contains { name.contains($0) }
  }

  /// A header's value with its secret masked; the scheme of an Authorization stays: `Bearer ****`.
  public static func maskedHeader(name: String, value: String) -> String {
    guard let start = secretStart(name: name, value: value) else { return value }
    return String(decoding: value.utf8.prefix(start), as: UTF8.self) + mask
  }

  /// Whether a header's value is not what it was, but the mask that stands for it.
  public static func isMasked(name: String, value: String) -> Bool {
    isSecretHeader(name) && (value == mask || value.hasSuffix(" " + mask))
  }

  /// At which byte of a header's value its secret begins: after the scheme of an Authorization; `nil` where it has none.
  public static func secretStart(name: String, value: String) -> Int? {
    guard isSecretHeader(name), !value.isEmpty else { return nil }
    guard name.lowercased().hasSuffix("authorization"), let space = value.utf8.firstIndex(of: 0x20) else {
      return 0
    }
    return value.utf8.distance(from: value.utf8.startIndex, to: space) + 1
  }

  /// A request target, or an address, with its userinfo and the values of `access_token` masked.
  public static func maskingTarget(_ target: String) -> String {
    let bytes = Array(target.utf8)
    var out: [UInt8] = []
    var position = 0
    for range in bytes.withUnsafeBytes({ secretRanges(in: $0) }) {
      out += bytes[position..<Int(range.start)] + Array(mask.utf8)
      position = range.end
    }
    return String(decoding: out + bytes[position...], as: UTF8.self)
  }

  /// Where secrets stand in a request line or a target: userinfo before the host of an absolute form, and the values of
  /// `access_token`, however that name is percent-encoded.
  static func secretRanges(in line: UnsafeRawBufferPointer) -> [ByteRange] {
    var ranges: [ByteRange] = []
    if let userinfo = userinfo(in: line) { ranges.append(userinfo) }
    let separators = Array("?&;#".utf8)
    for index in line.indices where separators.contains(line[index]) {
      let parameter = line[(index + 1)...].prefix { !separators.contains($0) && $0 != 0x20 }
      guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = HeaderValueCoding.decode(UnsafeRawBufferPointer(rebasing: parameter[..<equals])) ?? []
      guard String(decoding: name, as: UTF8.self).lowercased() == "access_token" else { continue }
      ranges.append(ByteRange(equals + 1..<parameter.endIndex))
    }
    return ranges
  }

  private static func userinfo(in line: UnsafeRawBufferPointer) -> ByteRange? {
    let target = line.firstIndex(of: 0x20).map { $0 + 1 } ?? 0
    guard let colon = line[target...].firstIndex(of: UInt8(ascii: ":")), colon + 2 < line.count,
      line[colon + 1] == UInt8(ascii: "/"), line[colon + 2] == UInt8(ascii: "/"),
      line[target..<colon].allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) })
    else { return nil }
    let authority = line[(colon + 3)...].prefix { !"/?# ".utf8.contains($0) }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    return ByteRange(authority.startIndex..<at)
  }
}
