/// Something that a user can set: on the command line, in the environment, or in a configuration file.
public struct Setting: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case text
    /// A file; relative to the file that names it.
    case path
    case flag
    /// A whole number, at least so large.
    case number(from: Int)
    /// Bytes, such as `64k`, at most so many.
    case size(upTo: Int)
    /// One of these words.
    case choice([String])
    /// Several texts.
    case list
  }

  /// Its name in `config.toml`, and that of the option: `max-body`.
  public let key: String
  public let kind: Kind
  /// What it does, for the option's help and the file's.
  public let summary: String
  /// What its value is, for the help: `size`.
  public let placeholder: String
  /// What holds where nobody sets it, as a user would write it.
  public let standard: String
  /// Whether the file of a project may set it. One that runs programs may not come with somebody's directory.
  public let isForProjects: Bool

  public init(
    _ key: String, _ kind: Kind, _ summary: String, placeholder: String, standard: String = "",
    isForProjects: Bool = true
  ) {
    self.key = key
    self.kind = kind
    self.summary = summary
    self.placeholder = placeholder
    self.standard = standard
    self.isForProjects = isForProjects
  }

  /// The environment variable: `EVENTSCOPE_MAX_BODY`.
  public var variable: String {
    "EVENTSCOPE_" + String(key.map { $0 == "-" || $0 == "." ? "_" : $0 }).uppercased()
  }

  /// The value that a text stands for, as the environment gives it; several are separated by commas.
  public func value(of text: String) -> SettingValue? {
    switch kind {
    case .flag:
      switch text.lowercased() {
      case "1", "true", "yes", "on": .flag(true)
      case "0", "false", "no", "off": .flag(false)
      default: nil
      }
    case .list:
      .list(
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty })
    default: value(of: TOMLValue.string(text)) ?? Int64(text).flatMap { value(of: TOMLValue.integer($0)) }
    }
  }

  /// The value that stands in a file; `nil` where it is of another kind.
  public func value(of value: TOMLValue) -> SettingValue? {
    switch (kind, value) {
    case (.text, .string(let text)), (.path, .string(let text)): .text(text)
    case (.flag, .boolean(let isOn)): .flag(isOn)
    case (.number(let least), .integer(let number)) where number >= least: .number(Int(number))
    case (.size(let most), .integer(let number)) where number > 0 && number <= most: .number(Int(number))
    case (.size(let most), .string(let text)):
      ByteCount.parse(text).flatMap { $0 <= most ? .number($0) : nil }
    case (.choice(let words), .string(let text)): words.contains(text) ? .text(text) : nil
    case (.list, .string(let text)): .list([text])
    case (.list, .array(let values)):
      values.allSatisfy { $0.string != nil } ? .list(values.compactMap(\.string)) : nil
    default: nil
    }
  }

  /// What its value must be, to go on after "must be".
  public var expectation: String {
    switch kind {
    case .text, .path: "a string"
    case .flag: "true or false"
    case .number(let least): "a whole number from \(least)"
    case .size(let most): "a size from 1 to \(ByteCount.text(most)), such as \"64k\""
    case .choice(let words): "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .list: "a string or an array of strings"
    }
  }
}

/// What a setting is set to.
public enum SettingValue: Sendable, Hashable {
  case text(String)
  case flag(Bool)
  case number(Int)
  case list([String])

  /// As a user would write it on the command line.
  public var plain: String {
    switch self {
    case .text(let text): text
    case .flag(let isOn): isOn ? "true" : "false"
    case .number(let number): "\(number)"
    case .list(let texts): texts.joined(separator: ", ")
    }
  }

  /// As it stands in a TOML file.
  public var toml: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .flag(let isOn): isOn ? "true" : "false"
    case .number(let number): "\(number)"
    case .list(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        quoted += "\\u" + TextCleaner.hexadecimal(scalar.value, digits: 4)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Sizes as people write them: `4096`, `64k`, `16M`, `1g`, with k = 1024.
public enum ByteCount {
  /// The bytes of a size from 1 on; `nil` where it is none.
  public static func parse(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let shift: Int? =
      switch text.dropFirst(digits.count).lowercased() {
      case "", "b": 0
      case "k", "kb", "kib": 10
      case "m", "mb", "mib": 20
      case "g", "gb", "gib": 30
      default: nil
      }
    guard let number = Int(digits), number > 0, let shift, number <= Int.max >> shift else { return nil }
    return number << shift
  }

  /// The shortest text that means so many bytes.
  public static func text(_ count: Int) -> String {
    for (shift, unit) in [(30, "g"), (20, "m"), (10, "k")] where count > 0 && count % (1 << shift) == 0 {
      return "\(count >> shift)\(unit)"
    }
    return "\(count)"
  }
}
