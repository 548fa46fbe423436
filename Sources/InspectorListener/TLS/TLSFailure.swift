import NIOSSL

/// Why a TLS handshake came to nothing, in words for whoever has to mend it.
enum TLSFailure {
  private static let distrust =
    "it does not trust this listener's certificate; give it the authority that has signed it"
  private static let version = "it speaks no version of TLS that is spoken here, 1.2 or 1.3"
  static let goneAway = "it went away in the middle of the TLS handshake"

  /// What a client means by an alert (RFC 8446, 6.2).
  private static let alerts: [UInt8: String] = [
    42: distrust, 43: distrust, 46: distrust, 48: distrust,
    44: "it takes this listener's certificate for revoked",
    45: "it takes this listener's certificate for expired",
    70: version, 90: goneAway,
  ]

  /// What the library's name for an error means here, where an alert comes with its own.
  private static let errors: [(name: String, reason: String)] = [
    ("ALERT_UNKNOWN_CA", distrust), ("ALERT_BAD_CERTIFICATE", distrust),
    ("ALERT_CERTIFICATE_UNKNOWN", distrust), ("ALERT_UNSUPPORTED_CERTIFICATE", distrust),
    ("ALERT_CERTIFICATE_REVOKED", alerts[44] ?? distrust),
    ("ALERT_CERTIFICATE_EXPIRED", alerts[45] ?? distrust),
    (
      "PEER_DID_NOT_RETURN_A_CERTIFICATE",
      "it showed no certificate, and --tls-client-ca asks every client for one"
    ),
    ("CERTIFICATE_VERIFY_FAILED", "its certificate is not from an authority in --tls-client-ca"),
    ("ALERT_PROTOCOL_VERSION", version), ("UNSUPPORTED_PROTOCOL", version),
    ("NO_SHARED_CIPHER", "it and this listener have no cipher suite in common"),
    ("WRONG_VERSION_NUMBER", "what it sent is no TLS"), ("EOF during", goneAway),
  ]

  /// A clause about the client.
  ///
  /// - Parameter alert: what it said in the clear at last.
  static func reason(_ error: any Error, alert: UInt8?) -> String {
    if let alert, let meaning = alerts[alert] { return meaning }
    let text = "\(error)"
    if let known = errors.first(where: { text.contains($0.name) }) { return known.reason }
    // error:10000xxx:SSL routines:OPENSSL_internal:NAME at FILE:LINE
    if let start = text.range(of: "OPENSSL_internal:") {
      let name = text[start.upperBound...].prefix { $0.isUppercase || $0.isNumber || $0 == "_" }
      if !name.isEmpty {
        return "the TLS handshake failed (\(name.lowercased().split(separator: "_").joined(separator: " ")))"
      }
    }
    return "the TLS handshake failed"
  }
}
