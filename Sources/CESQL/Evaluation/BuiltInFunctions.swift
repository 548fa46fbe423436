/// The functions that there are, a row for each (CESQL 1.0, section 3.5). Characters are Unicode scalars.
enum BuiltInFunctions {
  /// How long a string that is put together may become, in bytes.
  static let maximumLength = 16 << 20

  /// The function of a name in upper case that takes so many arguments.
  static func named(_ name: String, arguments count: Int) -> BuiltInFunction? {
    all.first { $0.name == name && $0.takes(count) }
  }

  static let all: [BuiltInFunction] = [
    BuiltInFunction("LENGTH", [.string], .integer) { arguments, _ in
      .integer(Int32(clamping: characters(in: arguments[0].text)))
    },
    BuiltInFunction("CONCAT", [], rest: .string, .string) { arguments, errors in
      joined(arguments[...], separator: "", &errors)
    },
    BuiltInFunction("CONCAT_WS", [.string], rest: .string, .string) { arguments, errors in
      joined(arguments.dropFirst(), separator: arguments[0].text, &errors)
    },
    BuiltInFunction("LOWER", [.string], .string) { arguments, _ in .string(arguments[0].text.lowercased()) },
    BuiltInFunction("UPPER", [.string], .string) { arguments, _ in .string(arguments[0].text.uppercased()) },
    BuiltInFunction("TRIM", [.string], .string) { arguments, _ in .string(trimmed(arguments[0].text)) },
    BuiltInFunction("LEFT", [.string, .integer], .string) { arguments, errors in
      let (text, count) = (arguments[0].text, arguments[1].number)
      guard isLength(count, &errors) else { return .string(text) }
      return .string(String(text.unicodeScalars.prefix(Int(count))))
    },
    BuiltInFunction("RIGHT", [.string, .integer], .string) { arguments, errors in
      let (text, count) = (arguments[0].text, arguments[1].number)
      guard isLength(count, &errors) else { return .string(text) }
      return .string(String(text.unicodeScalars.suffix(Int(count))))
    },
    BuiltInFunction("SUBSTRING", [.string, .integer], .string) { arguments, errors in
      substring(arguments[0].text, arguments[1].number, .max, &errors)
    },
    BuiltInFunction("SUBSTRING", [.string, .integer, .integer], .string) { arguments, errors in
      substring(arguments[0].text, arguments[1].number, arguments[2].number, &errors)
    },
    BuiltInFunction("ABS", [.integer], .integer) { arguments, errors in
      let number = arguments[0].number
      if number == .min { errors.append(CESQLError(.overflow)) }
      return .integer(number == .min ? .max : abs(number))
    },
    BuiltInFunction("INT", [nil], .integer) { arguments, errors in
      arguments[0].cast(to: .integer, &errors) ?? .integer(0)
    },
    BuiltInFunction("BOOL", [nil], .boolean) { arguments, errors in
      arguments[0].cast(to: .boolean, &errors) ?? .boolean(false)
    },
    BuiltInFunction("STRING", [nil], .string) { arguments, errors in
      arguments[0].cast(to: .string, &errors) ?? .string("")
    },
    BuiltInFunction("IS_INT", [nil], .boolean) { arguments, _ in
      .boolean(arguments[0].cast(to: .integer) != nil)
    },
    BuiltInFunction("IS_BOOL", [nil], .boolean) { arguments, _ in
      .boolean(arguments[0].cast(to: .boolean) != nil)
    },
  ]

  private static func joined(
    _ parts: ArraySlice<CESQLValue>, separator: String, _ errors: inout [CESQLError]
  ) -> CESQLValue {
    let separators = max(0, parts.count - 1) * separator.utf8.count
    guard parts.reduce(separators, { $0 + $1.text.utf8.count }) <= maximumLength else {
      errors.append(CESQLError(.tooLong))
      return .string("")
    }
    var text = ""
    for (index, part) in parts.enumerated() {
      if index > 0 { text += separator }
      text += part.text
    }
    return .string(text)
  }

  /// How many characters a text has: each has one byte that continues no other.
  private static func characters(in text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in bytes.reduce(0) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 } }
  }

  /// Without the white space of Unicode at both ends.
  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func isLength(_ count: Int32, _ errors: inout [CESQLError]) -> Bool {
    if count < 0 { errors.append(CESQLError(.negativeLength(count))) }
    return count >= 0
  }

  /// Positions count from 1, or from the end where they are negative; there is nothing at 0.
  private static func substring(
    _ text: String, _ position: Int32, _ length: Int32, _ errors: inout [CESQLError]
  ) -> CESQLValue {
    let scalars = text.unicodeScalars
    let count = characters(in: text)
    guard isLength(length, &errors) else { return .string("") }
    guard Int(position).magnitude <= count else {
      errors.append(CESQLError(.noSuchPosition(position, length: count)))
      return .string("")
    }
    if position == 0 { return .string("") }
    let skipped = position > 0 ? Int(position) - 1 : count + Int(position)
    return .string(String(String.UnicodeScalarView(scalars.dropFirst(skipped).prefix(Int(length)))))
  }
}

extension CESQLValue {
  /// The value as another type; `nil` with an error where it is no such value.
  func cast(to kind: Kind, _ errors: inout [CESQLError]) -> CESQLValue? {
    let value = cast(to: kind)
    if value == nil { errors.append(CESQLError(.noCast(self, to: kind))) }
    return value
  }
}

extension CESQLExpression {
  /// The names of the functions that expressions can call, each once.
  public static let functionNames: [String] = BuiltInFunctions.all.map(\.name).reduce(into: []) {
    names, name in
    if !names.contains(name) { names.append(name) }
  }
}
