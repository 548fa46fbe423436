extension Secrets {
  /// What a header's name has in it where its value is a secret.
  private static let words = ["authorization", "cookie", "api-key", "apikey", "api_key", "token", "secret"]

  /// Bytes that should begin with a request's head and cannot be read as one, with `*` in place of each byte of a secret.
  ///
  /// - Parameter headLength: how many of them are the head, as far as it came.
  static func maskingBrokenHead(_ bytes: [UInt8], headLength: Int) -> [UInt8] {
    var masked = bytes
    for range in bytes.withUnsafeBytes({ secretRanges(inBrokenHead: .init(rebasing: $0[..<headLength])) }) {
      for index in range { masked[index] = UInt8(ascii: "*") }
    }
    return masked
  }

  /// Where secrets stand, line by line: rather too much than too little.
  private static func secretRanges(inBrokenHead bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var (start, isFirst, goesOn) = (0, true, false)
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
      defer { start = end + 1 }
      guard start < end else { continue }
      let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      defer { isFirst = false }
      for secret in secretRanges(in: line) { ranges.append(start + Int(secret.start)..<start + secret.end) }
      if !isFirst, goesOn, line[0] == 0x20 || line[0] == 0x09 {
        // A folded line goes on with the value.
        ranges.append(start..<end)
      } else if let value = secretStart(inLine: line, isFirst: isFirst) {
        ranges.append(start + value..<end)
        goesOn = true
      } else {
        goesOn = false
      }
    }
    return ranges
  }

  /// At which byte of a line a secret begins: behind the colon of a field that holds one, or behind its name where there
  /// is no colon. The first line is a request line, unless a name stands there.
  private static func secretStart(inLine line: UnsafeRawBufferPointer, isFirst: Bool) -> Int? {
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    let name = String(decoding: line[..<(colon ?? line.count)], as: UTF8.self).lowercased()
    if isFirst, colon == nil || name.contains(" ") { return nil }
    guard let word = words.first(where: { name.contains($0) }) else { return nil }
    if let colon { return colon + 1 }
    return name.firstRange(of: word).map {
      min(name.utf8.distance(from: name.startIndex, to: $0.upperBound), line.count)
    }
  }
}
