/// Sizes and times as they are written in a query.
enum QueryUnits {
  /// Bytes: `512`, `64k`, `1.5m`, `1g`, in powers of 1024; `b` or `ib` may follow.
  static func size(_ text: String) -> Int? {
    var text = Substring(text.lowercased())
    if text.hasSuffix("ib") { text = text.dropLast(2) } else if text.hasSuffix("b") { text = text.dropLast() }
    let units: [Character: Double] = ["k": 1024, "m": 1_048_576, "g": 1_073_741_824]
    let scale = text.last.flatMap { units[$0] }
    guard let value = number(scale == nil ? text : text.dropLast()), value < 1e9 else { return nil }
    return Int(value * (scale ?? 1))
  }

  /// Nanoseconds: `500ms`, `30s`, `5m`, `2h`, `1d`, or several of them in a row.
  static func duration(_ text: String) -> Int64? {
    let units: [(name: String, nanoseconds: Double)] = [
      ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86400e9),
    ]
    var rest = Substring(text.lowercased())
    var total = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      guard let value = number(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
        return nil
      }
      rest = rest.dropFirst(unit.name.count)
      total += value * unit.nanoseconds
    }
    return total < 9e18 ? Int64(total) : nil
  }

  /// Digits with a point, maybe; nothing else that Swift would take for a number.
  private static func number(_ text: Substring) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
    return Double(text)
  }
}
