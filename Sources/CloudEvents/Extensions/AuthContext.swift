/// The Auth Context extension (cloudevents/extensions/authcontext.md).
extension KnownExtension {
  static let authContext = KnownExtension(
    "Auth Context",
    ConformanceRule(
      "extension.authcontext", .warning, "Auth Context extension, authtype, authid and authclaims",
      "authtype is one of app_user, user, service_account, api_key and system, and authclaims is JSON."),
    [
      Attribute(
        .authtype, .string, isRequired: true,
        fault: { text in
          principal(text) == nil
            ? "is \"\(text.prefix(40))\"; it should be app_user, user, service_account, api_key or system"
            : nil
        },
        explain: { explanation in principal(explanation.text).map { "triggered by \($0)" } }),
      Attribute(.authid, .string) { _ in "who triggered it" },
      Attribute(
        .authclaims, .string,
        fault: { memberNames(ofJSON: $0) == nil ? "is no JSON object" : nil },
        explain: { explanation in
          memberNames(ofJSON: explanation.text).map {
            "claims of who triggered it: \($0.joined(separator: ", "))"
          }
        }),
    ])

  private static let principals = [
    "app_user": "a user of an application", "user": "an account of the infrastructure",
    "service_account": "a service", "api_key": "the holder of an API key", "system": "the system itself",
  ]

  /// What a value of `authtype` stands for; `nil` where it is none of them.
  private static func principal(_ text: String) -> String? {
    principals.first { $0.key.isExactly(text) }?.value
  }

  /// The first names of an object's members; `nil` where the text is no JSON object.
  private static func memberNames(ofJSON text: String) -> [String]? {
    var text = text
    return text.withUTF8 { text in
      let bytes = UnsafeRawBufferPointer(text)
      guard let token = try? JSONScanner.scan(bytes), token.kind == .object else { return nil }
      var scanner = JSONScanner(bytes)
      var names: [String] = []
      try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        if names.count < 8 { names.append(String(JSONString.lossyText(bytes[name.contents]).prefix(40))) }
        _ = try scanner.value()
      }
      return names
    }
  }
}

extension AttributeName {
  /// `authtype`, a String (Auth Context extension).
  public static var authtype: AttributeName { AttributeName(unchecked: "authtype") }
  /// `authid`, a String (Auth Context extension).
  public static var authid: AttributeName { AttributeName(unchecked: "authid") }
  /// `authclaims`, a String of JSON (Auth Context extension).
  public static var authclaims: AttributeName { AttributeName(unchecked: "authclaims") }
}

extension CloudEvent {
  /// `authtype`: what kind of principal triggered the occurrence, such as `service_account` (Auth Context extension).
  public var authtype: String? {
    get { text(.authtype) }
    set { setText(.authtype, newValue) }
  }
  /// `authid`: who triggered the occurrence (Auth Context extension).
  public var authid: String? {
    get { text(.authid) }
    set { setText(.authid, newValue) }
  }
  /// `authclaims`: claims of who triggered the occurrence, as JSON (Auth Context extension).
  public var authclaims: String? {
    get { text(.authclaims) }
    set { setText(.authclaims, newValue) }
  }
}
