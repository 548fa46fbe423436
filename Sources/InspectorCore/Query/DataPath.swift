import CloudEvents

/// A way into JSON data: `user.id`, `lines.0.sku`, or a JSON pointer such as `/user/id`.
struct DataPath: Sendable, Hashable {
  /// As it is written.
  let text: String
  private let steps: [[UInt8]]

  init(_ text: String) {
    self.text = text
    if text.hasPrefix("/") {
      steps = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { step in
        Array(step.replacing("~1", with: "/").replacing("~0", with: "~").utf8)
      }
    } else {
      steps = text.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }
  }

  /// Whether a condition holds for a value at this path; of members with the same name each is looked at.
  func anyValue(
    in json: UnsafeRawBufferPointer, _ condition: (JSONToken, UnsafeRawBufferPointer) -> Bool
  ) -> Bool {
    // Nothing stands deeper, and the walk goes no deeper than the steps.
    guard steps.count <= JSONScanner.maximumDepth else { return false }
    var scanner = JSONScanner(json)
    var found = false
    // Data that is no JSON has been noticed before; here it just does not match.
    try? walk(&scanner, json, step: 0, &found, condition)
    return found
  }

  private func walk(
    _ scanner: inout JSONScanner, _ json: UnsafeRawBufferPointer, step: Int, _ found: inout Bool,
    _ condition: (JSONToken, UnsafeRawBufferPointer) -> Bool
  ) throws(JSONError) {
    guard !found, step < steps.count, let byte = scanner.peek() else {
      let token = try scanner.value()
      if !found, step == steps.count { found = condition(token, json) }
      return
    }
    if byte == UInt8(ascii: "{") {
      var isFound = found
      try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        if !isFound, isStep(step, name, in: json) {
          try walk(&scanner, json, step: step + 1, &isFound, condition)
        } else {
          _ = try scanner.value()
        }
      }
      found = isFound
    } else if byte == UInt8(ascii: "["), let index = Int(String(decoding: steps[step], as: UTF8.self)) {
      var isFound = found
      var position = 0
      try scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        if position == index {
          try walk(&scanner, json, step: step + 1, &isFound, condition)
        } else {
          _ = try scanner.value()
        }
        position += 1
      }
      found = isFound
    } else {
      _ = try scanner.value()
    }
  }

  private func isStep(_ step: Int, _ name: JSONToken, in json: UnsafeRawBufferPointer) -> Bool {
    if !name.hasEscapes { return json[name.contents].elementsEqual(steps[step]) }
    return JSONString.unescaped(json[name.contents]) == steps[step]
  }
}
