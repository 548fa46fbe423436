import NIOCore
import NIOHTTP1

extension RequestMachine.Fault {
  /// What the decoder's or the transcript's error means; `unfinished` are the bytes it stumbled over.
  /// `isInTarget` tells that the first line alone is too long, `isInBody` that the head was right.
  init(_ error: any Error, unfinished: Transcript.Message, isInTarget: Bool, isInBody: Bool) {
    let bytes = unfinished.bytes
    switch error {
    case Transcript.Fault.headTooLarge, HTTPParserError.headerOverflow:
      self = .headTooLarge(isTarget: isInTarget)
    case Transcript.Fault.bodyTooLarge: self = .bodyTooLarge
    case Transcript.Fault.requestLine:
      self = .syntax("The request line is not METHOD TARGET HTTP/1.1 with one space between them.")
    case Transcript.Fault.disagreement:
      self = .syntax(
        "The body's chunks could not be followed to their end; send plain chunks or Content-Length.")
    case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection:
      self = .incomplete
    case HTTPParserError.invalidVersion, HTTPParserError.paused:
      self = RequestMachine.Fault.version(bytes)
    case HTTPParserError.invalidMethod:
      self = RequestMachine.Fault.method(bytes)
    case HTTPParserError.invalidURL:
      self = .syntax("The request target has characters that no URI has; they stand percent-encoded.")
    case HTTPParserError.invalidHeaderToken:
      self = .syntax(
        "A header field has a character that cannot stand there; a field is NAME: VALUE on one line.")
    case HTTPParserError.invalidContentLength where Self.framingFields(in: bytes).count > 1:
      self = .syntax(
        "A body's end is told twice, by Content-Length or Transfer-Encoding; one of them once will do.")
    case HTTPParserError.invalidContentLength:
      self = .syntax("Content-Length is no decimal number, or too large a one.")
    case HTTPParserError.unexpectedContentLength:
      self = .syntax(
        "A body's end is told twice: by several Content-Length fields, or by Transfer-Encoding as well.")
    case HTTPParserError.invalidChunkSize:
      self = .syntax("A chunk's size is no hexadecimal number.")
    case HTTPParserError.lfExpected, HTTPParserError.strictModeAssertion:
      self = .syntax("A line does not end with CR LF.")
    case _ where isInBody:
      self = .syntax(
        "The body's chunks are broken; a chunk is its size in hexadecimal, CR LF, that many bytes, and CR LF."
      )
    case _ where RequestMachine.Fault.hasBareLineFeed(bytes):
      self = .syntax("A line ends with LF alone, where CR LF stands.")
    case _ where RequestMachine.Fault.framingFields(in: bytes).count > 1:
      self = .syntax(
        "A body's end is told twice, by Content-Length or Transfer-Encoding; one of them once will do.")
    case _ where RequestMachine.Fault.framingFields(in: bytes).first?.hasPrefix("transfer") == true:
      self = .syntax(
        "Transfer-Encoding is chunked and something else; the one that is understood here is chunked, once.")
    default:
      self = .syntax("This is no HTTP/1.1 request: METHOD TARGET HTTP/1.1, fields, and a blank line.")
    }
  }

  private static func hasBareLineFeed(_ bytes: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0] == 0x0a && ($0 == 0 || bytes[$0 - 1] != 0x0d) }
  }

  /// The lines that tell where the body ends, in small letters.
  private static func framingFields(in bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes.prefix(64 * 1024), as: UTF8.self).lowercased().split(separator: "\r\n")
      .filter { $0.hasPrefix("content-length:") || $0.hasPrefix("transfer-encoding:") }
  }

  /// The decoder stops at the version for two more reasons: there is none, or its line ends with LF alone.
  private static func version(_ bytes: [UInt8]) -> RequestMachine.Fault {
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    if line.hasSuffix(" HTTP/1.1") || line.hasSuffix(" HTTP/1.0") {
      return .syntax("The request line ends with LF alone, where CR LF stands.")
    }
    return line.contains(" HTTP/") ? .version : .syntax("The request line is not METHOD TARGET HTTP/1.1.")
  }

  /// The decoder knows a list of methods; another token in its place is a method all the same.
  private static func method(_ bytes: [UInt8]) -> RequestMachine.Fault {
    if bytes.starts(with: [0x16, 0x03]) {
      return .syntax("This looks like a TLS handshake; the address is http:, not https:.")
    }
    let token = bytes.prefix { $0 > 0x20 && $0 < 0x7f }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard !token.isEmpty, token.count < 40, String(decoding: line, as: UTF8.self).contains(" HTTP/1."),
      token.allSatisfy({ isTokenByte($0) }), bytes.count > token.count, bytes[token.count] == 0x20
    else {
      return .syntax("The request line is not METHOD TARGET HTTP/1.1.")
    }
    return .unknownMethod(String(decoding: token, as: UTF8.self))
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
