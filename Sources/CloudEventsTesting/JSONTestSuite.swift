/// The texts of JSONTestSuite (nst/JSONTestSuite), which say what RFC 8259 takes for JSON.
public enum JSONTestSuite {
  /// What a parser has to do with a text, by the first letter of its name.
  public enum Verdict: Sendable {
    /// `y_`: it is JSON.
    case valid
    /// `n_`: it is not.
    case invalid
    /// `i_`: RFC 8259 leaves it to the implementation.
    case free
  }

  /// One text.
  public struct Text: Sendable, CustomStringConvertible {
    /// The name of its file, without `.json`.
    public let name: String
    /// The file.
    public let bytes: [UInt8]

    /// What has to be done with it.
    public var verdict: Verdict {
      name.hasPrefix("y_") ? .valid : name.hasPrefix("n_") ? .invalid : .free
    }

    public var description: String { name }
  }

  /// All of them, by name.
  public static let all: [Text] = PackageResources.JSONTestSuite_txt.split(separator: 0x0a).compactMap {
    line in
    guard line.first != UInt8(ascii: "#") else { return nil }
    let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
    var bytes = unescaped(columns[1])
    if columns.count > 2, let count = Int(String(decoding: columns[2], as: UTF8.self)) {
      bytes = repeatElement(bytes, count: count).joined() + unescaped(columns[3])
    }
    return Text(name: String(decoding: columns[0], as: UTF8.self), bytes: bytes)
  }

  /// The bytes that a column stands for.
  private static func unescaped(_ column: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = column
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        bytes += hex(String(decoding: rest.prefix(2), as: UTF8.self))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
