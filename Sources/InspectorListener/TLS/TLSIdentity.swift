import Glibc
import NIOSSL

/// Who a listener is over TLS: a certificate chain with its key, and whose clients it serves.
public struct TLSIdentity: Sendable {
  let context: NIOSSLContext

  /// Reads the files and checks that they belong together.
  ///
  /// - Parameters:
  ///   - certificate: a PEM file with the certificate, then those of its issuers.
  ///   - key: a PEM file with the private key; `nil` where it stands in the certificate's file.
  ///   - clientCA: a PEM file with the authorities of whose certificates each client must show one.
  public init(certificate: String, key: String? = nil, clientCA: String? = nil) throws(TLSFileError) {
    let chain = try TLSIdentity.certificates(in: certificate)
    let keyFile = key ?? certificate
    let privateKey = try TLSIdentity.privateKey(in: keyFile)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["h2", "http/1.1"]
    configuration.shutdownTimeout = .seconds(2)
    if let clientCA {
      configuration.trustRoots = .certificates(try TLSIdentity.certificates(in: clientCA))
      configuration.certificateVerification = .noHostnameVerification
    }
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw TLSFileError(
        file: keyFile, reason: "its private key does not belong to the certificate in \(certificate)")
    }
  }

  private static func certificates(in file: String) throws(TLSFileError) -> [NIOSSLCertificate] {
    let bytes = try read(file)
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
      throw TLSFileError(
        file: file, reason: "it holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----")
    }
    return certificates
  }

  private static func privateKey(in file: String) throws(TLSFileError) -> NIOSSLPrivateKey {
    let bytes = try read(file)
    if let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) { return key }
    let isEncrypted = String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED")
    throw TLSFileError(
      file: file,
      reason: isEncrypted
        ? "its private key has a passphrase; write one without it, as with openssl pkey -in \(file)"
        : "it holds no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----")
  }

  private static func read(_ file: String) throws(TLSFileError) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(file) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw unreadable(file) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= 1 << 24 else { throw TLSFileError(file: file, reason: "it is far too large") }
    }
  }

  private static func unreadable(_ file: String) -> TLSFileError {
    TLSFileError(file: file, reason: String(cString: strerror(errno)), isUnreadable: true)
  }
}

/// What is wrong with a file for TLS; its description is the sentence for the user.
public struct TLSFileError: Error, Equatable, CustomStringConvertible {
  public var file: String
  /// A clause.
  public var reason: String
  /// Whether the file could not be read at all.
  public var isUnreadable = false

  public var description: String { "\(file) cannot be used for TLS: \(reason)." }
}
