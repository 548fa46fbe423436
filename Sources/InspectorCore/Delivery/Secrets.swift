import CloudEvents

/// Masks what nobody but its owner should read, wherever it is shown, printed, recorded, exported or forwarded.
public enum Secrets {
  /// What stands in a secret's place.
  public static let mask = "****"

  /// Whether a header's value is a secret, by its name in any case.
  public static func isSecretHeader(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "proxy-authorization", "cookie", "set-cookie"].contains(name)
      || ["api-key", "token", "secret"].contains { name.contains($0) }
  }

  /// A header's value with its secret masked; the scheme of an Authorization stays: `Bearer ****`.
  public static func maskedHeader(name: String, value: String) -> String {
    guard let start = secretStart(name: name, value: value) else { return value }
    return String(decoding: value.utf8.prefix(start), as: UTF8.self) + mask
  }

  /// At which byte of a header's value its secret begins: after the scheme of an Authorization; `nil` where it has none.
  public static func secretStart(name: String, value: String) -> Int? {
    guard isSecretHeader(name), !value.isEmpty else { return nil }
    guard name.lowercased().hasSuffix("authorization"), let space = value.utf8.firstIndex(of: 0x20) else {
      return 0
    }
    return value.utf8.distance(from: value.utf8.startIndex, to: space) + 1
  }

  /// Where the values of `access_token` stand in a request line.
  static func secretParameters(in line: UnsafeRawBufferPointer) -> [ByteRange] {
    let name = Array("access_token=".utf8)
    var ranges: [ByteRange] = []
    var start = 0
    for index in line.indices where line[index] == UInt8(ascii: "?") || line[index] == UInt8(ascii: "&") {
      start = index + 1
      guard line.count - start > name.count,
        zip(line[start...], name).allSatisfy({ $0.asciiLowercased == $1 })
      else { continue }
      let first = start + name.count
      let end = line[first...].firstIndex { $0 == UInt8(ascii: "&") || $0 == 0x20 } ?? line.count
      ranges.append(ByteRange(first..<end))
    }
    return ranges
  }

  /// A request target with the values of `access_token` masked.
  public static func maskingTarget(_ target: String) -> String {
    guard let question = target.firstIndex(of: "?") else { return target }
    let query = target[target.index(after: question)...].split(
      separator: "&", omittingEmptySubsequences: false)
    guard query.contains(where: isSecretParameter) else { return target }
    let masked = query.map { isSecretParameter($0) ? $0.prefix { $0 != "=" } + "=" + mask : String($0) }
    return target[...question] + masked.joined(separator: "&")
  }

  private static func isSecretParameter(_ parameter: Substring) -> Bool {
    parameter.prefix { $0 != "=" }.lowercased() == "access_token" && parameter.contains("=")
  }
}
