import Testing

@testable import InspectorCore

@Suite("Interned texts")
struct InternerTests {
  private func intern(_ text: String, _ interner: inout Interner) -> UInt32 {
    Array(text.utf8).withUnsafeBytes { interner.intern($0) }
  }

  @Test("Equal bytes have one number, others another; canonically equal is not equal")
  func numbers() {
    var interner = Interner()
    #expect(intern("a", &interner) == 1)
    #expect(intern("é", &interner) == 2)
    #expect(intern("e\u{301}", &interner) == 3)
    #expect(intern("a", &interner) == 1)
    #expect(interner.texts.count == 4)
    #expect(intern("", &interner) == 0)
  }

  @Test("Long texts are not taken")
  func long() {
    var interner = Interner()
    #expect(intern(String(repeating: "x", count: Interner.maximumLength), &interner) == 1)
    #expect(intern(String(repeating: "x", count: Interner.maximumLength + 1), &interner) == 0)
  }

  @Test("Past the bound no new texts are taken, and the known ones stay known")
  func bounded() {
    var interner = Interner()
    for number in 1..<Interner.maximumCount { #expect(intern("t\(number)", &interner) == UInt32(number)) }
    #expect(intern("one more", &interner) == 0)
    #expect(intern("t1", &interner) == 1)
    #expect(intern("t\(Interner.maximumCount - 1)", &interner) == UInt32(Interner.maximumCount - 1))
    #expect(interner.texts.count == Interner.maximumCount)
  }

  @Test("Past its memory no new texts are taken, and the known ones stay known")
  func boundedByBytes() {
    var interner = Interner(maximumBytes: 10_000)
    let texts = (0..<100).map { "\($0)" + String(repeating: "x", count: 934) }
    let numbers = texts.map { intern($0, &interner) }
    #expect(numbers.count { $0 > 0 } == 10)
    #expect(texts.map { intern($0, &interner) } == numbers)
    #expect(intern("small", &interner) == 0)
  }

  @Test("Bytes that are no UTF-8 are not taken, however often they come")
  func invalid() {
    var interner = Interner()
    for _ in 0..<10 { #expect([UInt8]([0x61, 0xff]).withUnsafeBytes { interner.intern($0) } == 0) }
    #expect([UInt8]([0xff]).withUnsafeBytes { interner.intern($0) } == 0)
    #expect(interner.texts.count == 1)
  }

  @Test("An event whose type is not interned has its type all the same")
  func eventWithLongType() {
    let bench = Bench()
    let type = String(repeating: "t", count: 2000)
    bench.receive(Wire.binary(type: type))
    #expect(bench.entries[0].typeID == 0)
    #expect(bench.entries[0].type == type)
  }
}

@Suite("Rates")
struct RateHistoryTests {
  @Test("Counts are those of full seconds before now, oldest first")
  func counts() {
    var rates = RateHistory()
    rates.add(at: .start, count: 3)
    rates.add(at: .start.plus(seconds: 1))
    rates.add(at: .start.plus(seconds: 3), count: 2)
    #expect(rates.counts(last: 5, before: .start.plus(seconds: 4)) == [0, 3, 1, 0, 2])
    #expect(rates.counts(last: 2, before: .start.plus(seconds: 1)) == [0, 3])
    #expect(rates.perSecond(at: .start.plus(seconds: 4)) == 1.2)
    #expect(rates.perSecond(at: .start.plus(seconds: 60)) == 0)
  }

  @Test("What is older than the history is forgotten, and a clock that goes back counts nothing twice")
  func bounds() {
    var rates = RateHistory()
    rates.add(at: .start, count: 3)
    rates.add(at: .start.plus(seconds: Int64(RateHistory.length)), count: 1)
    let after = WallTime.start.plus(seconds: Int64(RateHistory.length) + 1)
    #expect(rates.counts(last: RateHistory.length + 1, before: after).reduce(0, +) == 1)
    // What was counted before a clock was set back lies in its future, and would be counted when that comes.
    rates.add(at: .start, count: 3)
    #expect(rates.counts(last: RateHistory.length + 1, before: after).reduce(0, +) == 3)
    rates.add(at: .start.plus(seconds: 1_000_000), count: 5)
    #expect(rates.counts(last: 1, before: .start.plus(seconds: 1_000_001)) == [5])
  }
}
