/// A value of a rules file with its place: what does not fit is told to the reader, with what would be right.
struct RuleValue {
  /// Its key.
  let name: String
  let value: TOMLValue
  let path: [PathStep]
  let reader: RulesReader

  init(_ value: TOMLValue, name: String, path: [PathStep], reader: RulesReader) {
    self.value = value
    self.name = name
    self.path = path
    self.reader = reader
  }

  /// Says that the value is wrong, or its key.
  func refuse(_ message: String, atKey: Bool = false) {
    reader.refuse(message, at: path, isKey: atKey)
  }

  func mismatch(_ right: String) {
    refuse("\(name) must be \(right), and this is \(value.kind)")
  }

  /// A text; without something in it, it is refused.
  func text(as right: String, mayBeEmpty: Bool = false) -> String? {
    guard let text = value.string else {
      mismatch(right)
      return nil
    }
    guard mayBeEmpty || !text.isEmpty else {
      refuse("\(name) must be \(right), and this is empty")
      return nil
    }
    return text
  }

  /// One text or several.
  func texts(orOneAs right: String) -> [String]? {
    guard let elements = value.array else { return text(as: right).map { [$0] } }
    let texts = elements.enumerated().map { index, element in
      RuleValue(element, name: name, path: path + [.index(index)], reader: reader).text(as: right)
    }
    return texts.contains(nil) ? nil : texts.compactMap(\.self)
  }

  func boolean() -> Bool? {
    if value.boolean == nil { mismatch("true or false") }
    return value.boolean
  }

  func integer(in range: ClosedRange<Int>, as right: String) -> Int? {
    guard let integer = value.integer else {
      mismatch(right)
      return nil
    }
    guard let number = Int(exactly: integer), range.contains(number) else {
      refuse("\(name) must be \(right), and this is \(integer)")
      return nil
    }
    return number
  }

  func number(in range: ClosedRange<Double>, as right: String) -> Double? {
    guard let number = value.double else {
      mismatch(right)
      return nil
    }
    guard range.contains(number) else {
      refuse("\(name) must be \(right), and this is \(number)")
      return nil
    }
    return number
  }

  /// The members of a table with any names, in order.
  func members(as right: String) -> [RuleValue]? {
    guard let members = value.table else {
      mismatch(right)
      return nil
    }
    return members.map { RuleValue($0.value, name: $0.name, path: path + [.key($0.name)], reader: reader) }
  }

  /// The members of a table by name; those with other names than the known ones are refused.
  func table(of keys: [String], as right: String) -> [String: RuleValue]? {
    guard let members = members(as: right) else { return nil }
    var table: [String: RuleValue] = [:]
    for member in members {
      if keys.contains(member.name) {
        table[member.name] = member
      } else {
        let guess =
          nearest(member.name, in: keys).map { "did you mean \($0)?" }
          ?? "known are \(keys.joined(separator: ", "))"
        member.refuse("\(member.name) is no key here; \(guess)", atKey: true)
      }
    }
    return table
  }
}
