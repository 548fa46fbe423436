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
    guard isSecretHeader(name) else { return value }
    if name.lowercased().hasSuffix("authorization"), let space = value.firstIndex(of: " ") {
      return value[..<space] + " " + mask
    }
    return mask
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
