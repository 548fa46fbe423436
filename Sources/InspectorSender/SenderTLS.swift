import NIOSSL

/// Whom a sender trusts, and who it says it is.
public struct SenderTLS: Sendable, Equatable {
  /// A PEM file with the authorities that are trusted besides the system's.
  public var authorities: String?
  /// Whether any certificate is taken.
  public var trustsAnybody = false
  /// PEM files with the certificate and the key to show to servers that ask for one.
  public var certificate: String?
  public var key: String?

  public init() {}

  /// Makes sure that the files can be used, before anything is sent.
  public func check() throws(TLSFileError) { _ = try configuration() }

  /// Reads the files; the error's description says what is wrong with which.
  func configuration() throws(TLSFileError) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if trustsAnybody { configuration.certificateVerification = .none }
    if let authorities {
      let certificates = try TLSFileError.reading(authorities, as: "a PEM file of certificates") {
        try NIOSSLCertificate.fromPEMFile(authorities)
      }
      configuration.additionalTrustRoots = [.certificates(certificates)]
    }
    if let certificate {
      configuration.certificateChain = try TLSFileError.reading(certificate, as: "a PEM file of certificates")
      {
        try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
      }
      let file = key ?? certificate
      configuration.privateKey = .privateKey(
        try TLSFileError.reading(file, as: "a PEM file with a private key") {
          try NIOSSLPrivateKey(file: file, format: .pem)
        })
    }
    return configuration
  }
}

/// A file that TLS cannot use; its description is the sentence for the user.
public struct TLSFileError: Error, Equatable, CustomStringConvertible {
  public var file: String
  public var expected: String

  public var description: String {
    "cannot use \(file) for TLS: it is not \(expected), or it cannot be read."
  }

  static func reading<Value>(_ file: String, as expected: String, _ body: () throws -> Value)
    throws(TLSFileError) -> Value
  {
    do {
      return try body()
    } catch {
      throw TLSFileError(file: file, expected: expected)
    }
  }
}
