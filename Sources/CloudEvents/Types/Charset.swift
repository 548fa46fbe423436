/// The charsets that text data can be read and written in without losing a byte.
public enum Charset: Sendable, Hashable, CaseIterable {
  case utf8
  case usASCII
  case isoLatin1
  case isoLatin9
  case windows1252
  case utf16BigEndian
  case utf16LittleEndian

  /// By an IANA name in any case; `nil` for one that is not known here.
  public init?(name: String) {
    // None has a longer name.
    guard name.utf8.count <= 20 else { return nil }
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "us-ascii", "ascii": self = .usASCII
    case "iso-8859-1", "iso8859-1", "latin1", "l1": self = .isoLatin1
    case "iso-8859-15", "latin9", "latin-9": self = .isoLatin9
    case "windows-1252", "cp1252": self = .windows1252
    case "utf-16be": self = .utf16BigEndian
    case "utf-16le": self = .utf16LittleEndian
    default: return nil
    }
  }

  /// What a media type declares, UTF-8 where it declares nothing, `nil` where it is not known here.
  public init?(of type: MediaType) {
    guard let name = type[parameter: "charset"] else {
      self = .utf8
      return
    }
    self.init(name: name)
  }

  /// The text of some bytes; `nil` where they are not well formed in this charset.
  public func decode(_ bytes: [UInt8]) -> String? {
    switch self {
    case .utf8:
      return UTF8Validation.isValid(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    case .usASCII:
      return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    case .isoLatin1:
      return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .isoLatin9, .windows1252:
      let others = singleByteDifferences
      var text = String.UnicodeScalarView()
      for byte in bytes {
        // A byte that stands for nothing keeps the whole from being text.
        let isUnused = self == .windows1252 && (0x80...0x9f).contains(byte) && others[byte] == nil
        guard !isUnused else { return nil }
        text.append(others[byte] ?? Unicode.Scalar(byte))
      }
      return String(text)
    case .utf16BigEndian, .utf16LittleEndian:
      guard bytes.count % 2 == 0 else { return nil }
      let isBig = self == .utf16BigEndian
      let units = stride(from: 0, to: bytes.count, by: 2).map { index in
        let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
        return isBig ? first << 8 | second : second << 8 | first
      }
      return String(validating: units, as: UTF16.self)
    }
  }

  /// The bytes of a text; `nil` where a character is not in this charset.
  public func encode(_ text: String) -> [UInt8]? {
    switch self {
    case .utf8: return Array(text.utf8)
    case .usASCII: return text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
    case .isoLatin1:
      var bytes: [UInt8] = []
      for scalar in text.unicodeScalars {
        guard scalar.value < 0x100 else { return nil }
        bytes.append(UInt8(scalar.value))
      }
      return bytes
    case .isoLatin9, .windows1252:
      let others = singleByteDifferences
      let known = Dictionary(uniqueKeysWithValues: others.map { ($0.value, $0.key) })
      var bytes: [UInt8] = []
      for scalar in text.unicodeScalars {
        if let byte = known[scalar] {
          bytes.append(byte)
        } else if scalar.value < 0x100, others[UInt8(scalar.value)] == nil,
          self == .isoLatin9 || !(0x80...0x9f).contains(scalar.value)
        {
          bytes.append(UInt8(scalar.value))
        } else {
          return nil
        }
      }
      return bytes
    case .utf16BigEndian: return text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    case .utf16LittleEndian: return text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    }
  }

  /// What the bytes of a charset stand for that differ from ISO 8859-1.
  private var singleByteDifferences: [UInt8: Unicode.Scalar] {
    switch self {
    case .isoLatin9:
      [
        0xa4: "€", 0xa6: "Š", 0xa8: "š", 0xb4: "Ž", 0xb8: "ž", 0xbc: "Œ", 0xbd: "œ", 0xbe: "Ÿ",
      ]
    case .windows1252:
      [
        0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰",
        0x8a: "Š", 0x8b: "‹", 0x8c: "Œ", 0x8e: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•",
        0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9a: "š", 0x9b: "›", 0x9c: "œ", 0x9e: "ž", 0x9f: "Ÿ",
      ]
    default: [:]
    }
  }
}
