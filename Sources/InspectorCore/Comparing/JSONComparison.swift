import CloudEvents

/// Compares two JSON texts as values: members in any order, strings by what they say, numbers by their
/// digits.
struct JSONComparison {
  private let left: UnsafeRawBufferPointer
  private let right: UnsafeRawBufferPointer
  private var found: [EventDifference] = []

  /// The innermost places that differ, in the order of the first text; both must be JSON.
  static func differences(_ left: [UInt8], _ right: [UInt8]) -> [EventDifference] {
    left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        guard let first = try? JSONScanner.scan(left), let second = try? JSONScanner.scan(right) else {
          return []
        }
        var comparison = JSONComparison(left: left, right: right)
        comparison.compare(first, second, at: "")
        return comparison.found
      }
    }
  }

  private init(left: UnsafeRawBufferPointer, right: UnsafeRawBufferPointer) {
    self.left = left
    self.right = right
  }

  private mutating func compare(_ first: JSONToken, _ second: JSONToken, at path: String) {
    guard first.kind == second.kind else { return differ(first, second, at: path) }
    switch first.kind {
    case .object: compareMembers(first, second, at: path)
    case .array: compareElements(first, second, at: path)
    case .string:
      // Escapes say the same as the characters that they stand for.
      let isSame = text(first, in: left) == text(second, in: right)
      if !isSame { differ(first, second, at: path) }
    case .number:
      if !left[first.range].elementsEqual(right[second.range]) { differ(first, second, at: path) }
    case .true, .false, .null: break
    }
  }

  /// Members of the same name are compared first with first, second with second.
  private mutating func compareMembers(_ first: JSONToken, _ second: JSONToken, at path: String) {
    let ours = members(of: first, in: left)
    let theirs = members(of: second, in: right)
    var positions: [[UInt8]: [JSONToken]] = [:]
    for (name, value) in theirs.reversed() { positions[name, default: []].append(value) }
    for (name, value) in ours {
      let place = path + "/" + escaped(name)
      if let other = positions[name]?.popLast() {
        compare(value, other, at: place)
      } else {
        differ(value, nil, at: place)
      }
    }
    for (name, _) in theirs {
      // What is left of this name stands in the order of the text.
      guard let value = positions[name]?.popLast() else { continue }
      differ(nil, value, at: path + "/" + escaped(name))
    }
  }

  private mutating func compareElements(_ first: JSONToken, _ second: JSONToken, at path: String) {
    let ours = elements(of: first, in: left)
    let theirs = elements(of: second, in: right)
    for index in 0..<max(ours.count, theirs.count) {
      let place = "\(path)/\(index)"
      if index < ours.count, index < theirs.count {
        compare(ours[index], theirs[index], at: place)
      } else {
        differ(
          index < ours.count ? ours[index] : nil, index < theirs.count ? theirs[index] : nil, at: place)
      }
    }
  }

  private mutating func differ(_ first: JSONToken?, _ second: JSONToken?, at path: String) {
    found.append(
      EventDifference(
        place: .data(path), first: first.map { compact($0, in: left) },
        second: second.map { compact($0, in: right) }))
  }

  private func compact(_ token: JSONToken, in bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    JSONWriter.appendCompact(bytes[token.range], to: &out)
    return out
  }

  private func text(_ token: JSONToken, in bytes: UnsafeRawBufferPointer) -> [UInt8] {
    guard token.hasEscapes else { return Array(bytes[token.contents]) }
    return JSONString.unescaped(bytes[token.contents]) ?? Array(bytes[token.contents])
  }

  private func members(
    of object: JSONToken, in bytes: UnsafeRawBufferPointer
  ) -> [(name: [UInt8], value: JSONToken)] {
    var scanner = JSONScanner(bytes, range: object.range.range)
    var found: [(name: [UInt8], value: JSONToken)] = []
    try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
      found.append((text(name, in: bytes), try scanner.value()))
    }
    return found
  }

  private func elements(of array: JSONToken, in bytes: UnsafeRawBufferPointer) -> [JSONToken] {
    var scanner = JSONScanner(bytes, range: array.range.range)
    var found: [JSONToken] = []
    try? scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
      found.append(try scanner.value())
    }
    return found
  }

  /// A step of a JSON pointer (RFC 6901, section 3).
  private func escaped(_ name: [UInt8]) -> String {
    String(decoding: name, as: UTF8.self).replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
