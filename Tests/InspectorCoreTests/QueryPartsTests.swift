import Testing

@testable import InspectorCore

/// What a query is made of, against slow and simple ways to say the same.
@Suite struct QueryPartsTests {
  private func contains(_ needle: String, _ text: [UInt8]) -> Bool {
    text.withUnsafeBytes { Needle(needle).isContained(in: $0) }
  }

  @Test func `a needle is found wherever it stands`() {
    for length in [1, 2, 3, 7, 15, 16, 17, 40] {
      let needle = String(
        (0..<length).map { "abcdefghij"[String.Index(utf16Offset: $0 % 10, in: "abcdefghij")] })
      for place in 0..<70 {
        let dots = [UInt8](repeating: 0x2e, count: place)
        #expect(contains(needle, dots + Array(needle.utf8) + dots))
        #expect(contains(needle, dots + Array(needle.uppercased().utf8) + dots))
        #expect(!contains(needle, dots + Array(needle.utf8).dropLast() + dots))
        #expect(!contains(needle.capitalized, dots + Array(needle.utf8) + dots))
      }
    }
    #expect(contains("", []))
    #expect(!contains("a", []))
  }

  @Test func `a needle folds letters only`() {
    // In ASCII these are one bit apart, like letters of different case.
    for (needle, other) in [("@", "`"), ("[", "{"), ("1", "\u{11}"), ("é", "É"), ("_", "\u{7f}")] {
      #expect(contains(needle, Array(needle.utf8)))
      #expect(!contains(needle, Array(other.utf8)))
    }
    #expect(contains("straße", Array("STRAßE".utf8)))
  }

  @Test func `random needles are found as by comparing at each place`() {
    var random = SeededNumbers(seed: 7)
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        UInt8.random(in: 0x61...0x63, using: &random)
      }
      let needle = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        UInt8.random(in: 0x61...0x63, using: &random)
      }
      let slow = text.indices.contains { text[$0...].starts(with: needle) }
      #expect(contains(String(decoding: needle, as: UTF8.self), text) == slow)
    }
  }

  @Test func `random globs match as by trying everything`() {
    func slow(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
      guard let first = pattern.first else { return text.isEmpty }
      if first == "*" {
        return slow(pattern.dropFirst(), text) || !text.isEmpty && slow(pattern, text.dropFirst())
      }
      return !text.isEmpty && (first == "?" || first == text.first)
        && slow(pattern.dropFirst(), text.dropFirst())
    }
    var random = SeededNumbers(seed: 11)
    for _ in 0..<5000 {
      let pattern = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        "ab*?é".randomElement(using: &random)!
      }
      let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in "abé".randomElement(using: &random)! }
      let isMatch = String(text).withBytes { GlobPattern(String(pattern)).matches($0) }
      #expect(isMatch == slow(pattern[...], text[...]), "\(String(pattern)) \(String(text))")
    }
  }

  @Test func `a glob with many stars ends soon`() {
    let pattern = GlobPattern(String(repeating: "*a", count: 50) + "*b")
    #expect(!String(repeating: "a", count: 20_000).withBytes { pattern.matches($0) })
  }

  @Test(arguments: [
    ("1", "2"), ("-2", "-1"), ("-1", "0"), ("-0.5", "0.5"), ("0", "1e-400"), ("0.1", "0.11"), ("9", "10"),
    ("1e2", "101"),
    ("99", "1e2"), ("12345678901234567890", "12345678901234567891"), ("1e400", "1e401"), ("9.99", "10"),
    ("-1e400", "-1e399"),
    ("1e-5", "0.0001"), ("0.09", "0.1"), ("-10", "-9"), ("1e999999999999", "1.1e999999999999"),
  ])
  func `numbers are in order`(less: String, more: String) throws {
    let (less, more) = (try #require(DecimalNumber(less)), try #require(DecimalNumber(more)))
    #expect(less < more && !(more < less) && less != more)
  }

  @Test(arguments: [
    ("1", "1.0"), ("100", "1e2"), ("0.001", "1E-3"), ("0", "-0"), ("0", "0e5"), ("0.0", "0"), ("+7", "7"),
    ("007", "7"),
    ("10.50", "1.05e+1"),
  ])
  func `numbers are the same however they are written`(one: String, other: String) throws {
    #expect(try #require(DecimalNumber(one)) == #require(DecimalNumber(other)))
  }

  @Test(arguments: [
    "", "-", "+", ".", ".5", "5.", "1e", "1e+", "0x10", "inf", "nan", "1 ", " 1", "1_0", "1.2.3", "1e5.5",
    "é",
  ])
  func `what is no number`(text: String) {
    #expect(DecimalNumber(text) == nil)
  }

  @Test(
    arguments: [
      ("512", 512), ("64k", 65_536), ("64K", 65_536), ("64kb", 65_536), ("64KiB", 65_536),
      ("1.5m", 1_572_864),
      ("1g", 1_073_741_824), ("0", 0), ("", nil), ("k", nil), ("-1", nil), ("1t", nil), ("1e3", nil),
      ("inf", nil),
      ("1..5k", nil), ("99999999999999", nil),
    ] as [(String, Int?)])
  func `sizes`(text: String, bytes: Int?) {
    #expect(QueryUnits.size(text) == bytes)
  }

  @Test(
    arguments: [
      ("500ms", 500_000_000), ("30s", 30_000_000_000), ("5m", 300_000_000_000), ("2h", 7_200_000_000_000),
      ("1d", 86_400_000_000_000), ("1m30s", 90_000_000_000), ("0.5s", 500_000_000), ("5", nil), ("", nil),
      ("m", nil),
      ("5 m", nil), ("-5m", nil), ("1e3s", nil), ("٣s", nil), ("999999999d", nil),
    ] as [(String, Int64?)])
  func `durations`(text: String, nanoseconds: Int64?) {
    #expect(QueryUnits.duration(text) == nanoseconds)
  }

  @Test func `whatever is typed ends in a query or in an error with a place`() {
    let tokens = [
      "type:", "a", "*", "?", "\"", "(", ")", " ", "OR", "NOT", "-", ":", "data.", "data./", "ext.x:", ">",
      "<=", "1", "k",
      "is:", "valid", "\\", "é", "👩‍👩‍👧", "\r\n", "\u{301}", "size:", "status:", "4xx", "age:", "5m", "//", ".",
      "\0",
    ]
    var random = SeededNumbers(seed: 3)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in tokens.randomElement(using: &random)!
      }.joined()
      do throws(QueryError) {
        _ = try Query(text)
      } catch {
        #expect((0...text.count).contains(error.offset), "\(text.debugDescription)")
        #expect(error.offset + error.length <= text.count, "\(text.debugDescription)")
        #expect(!error.message.isEmpty && !error.expected.isEmpty)
      }
    }
  }
}
