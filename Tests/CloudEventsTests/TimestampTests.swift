import CloudEvents
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    "1963-06-19T08:30:06.283185Z", "1963-06-19T08:30:06Z", "1937-01-01T12:00:27.87+00:20",
    "1990-12-31T15:59:50.123-08:00", "1998-12-31T23:59:60Z", "1998-12-31T15:59:60.123-08:00",
    "1963-06-19t08:30:06.283185z", "1985-04-12T00:59:59.999999999999999Z", "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", "2000-02-29T00:00:00Z", "2024-02-29T00:00:00-00:00", "2016-12-31T23:59:60+00:00",
    "2018-04-05T17:31:00.000000000Z", "1990-01-01T00:59:60+01:00", "2018-04-05T17:31:00+23:59",
  ])
  func `RFC 3339 timestamps are read and kept as written`(text: String) {
    #expect(Timestamp(text)?.description == text)
  }

  @Test(arguments: [
    "", "lunchtime", "2018-04-05", "2018-04-05T18:31Z", "2018-04-05T18:31:00", "2018-04-05T18:31:00X",
    "2018-04-05T18:31:00+25:00", "2018-04-05T18:31:00+xx:00", "2018-04-05T18:31:00+05",
    "2018-04-05T18:31:00+0500",
    "1998-12-31T23:59:61Z", "1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1990-02-31T15:59:59.123-08:00",
    "1990-12-31T15:59:59-24:00", "1963-06-19T08:30:06.28123+01:00Z", "1990-12-31T24:00:00Z",
    "1990-12-31T15:60:00Z", "1990-12-31T10:00:00+10:60", "06/19/1963 08:30:06 PST", "2013-350T01:01:01",
    "1963-6-19T08:30:06.283185Z", "1963-06-1T08:30:06.283185Z", "1963-06-1৪T00:00:00Z",
    "1963-06-11T0৪:00:00Z",
    "+11963-06-19T08:30:06.283185Z", "2018-04-05 17:31:00Z", "2018-04-05T17:31:00.Z",
    "2018-04-05T17:31:00,5Z",
    "2018-04-05T17:31:00Z ", " 2018-04-05T17:31:00Z", "2018-00-05T17:31:00Z", "2018-13-05T17:31:00Z",
    "2018-04-00T17:31:00Z", "2018-04-31T17:31:00Z", "1900-02-29T00:00:00Z", "2023-02-29T00:00:00Z",
    "1998-12-15T23:59:60Z", "2018-04-05T17:31:00.5", "2018-04-05T17:31:00+", "2018-04-05T17:31:00.",
  ])
  func `everything else is none`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    ("2018-04-05T17:31:00Z", "2018-04-05T18:31:00+01:00"),
    ("2018-04-05T17:31:00Z", "2018-04-05T16:31:00-01:00"),
    ("2018-04-05T17:31:00Z", "2018-04-05t17:31:00.000z"),
    ("2018-04-05T17:31:00.5Z", "2018-04-05T17:31:00.500Z"),
    ("2018-12-31T23:30:00Z", "2019-01-01T00:00:00+00:30"),
    ("1998-12-31T23:59:60Z", "1998-12-31T15:59:60-08:00"),
  ])
  func `the same moment is equal however it is written`(left: String, right: String) throws {
    let (left, right) = (try #require(Timestamp(left)), try #require(Timestamp(right)))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(AttributeValue.timestamp(left) == .timestamp(right))
  }

  @Test func `moments are ordered, a leap second between its neighbours`() throws {
    let ordered = try [
      "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z", "1998-12-31T23:59:59.9Z",
      "1998-12-31T23:59:60Z", "1998-12-31T23:59:60.5Z", "1999-01-01T00:00:00Z", "1999-01-01T00:00:00.09Z",
      "1999-01-01T00:00:00.1Z",
    ].map { try #require(Timestamp($0)) }
    for (left, right) in zip(ordered, ordered.dropFirst()) {
      #expect(left < right)
      #expect(left != right)
      #expect(!(right < left))
    }
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.000000001Z"),
      (-1, "1969-12-31T23:59:59.999999999Z"),
      (1_522_949_460_123_000_000, "2018-04-05T17:31:00.123Z"),
      (1_522_949_460_123_456_000, "2018-04-05T17:31:00.123456Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00Z"), (Int64.max, "2262-04-11T23:47:16.854775807Z"),
      (Int64.min, "1677-09-21T00:12:43.145224192Z"),
    ] as [(Int64, String)])
  func `nanoseconds since 1970 are written and read`(nanoseconds: Int64, text: String) {
    let time = Timestamp(nanosecondsSince1970: nanoseconds)
    #expect(time.description == text)
    #expect(time.nanosecondsSince1970 == nanoseconds || nanoseconds == .min)
  }

  @Test func `nanoseconds are nil where 64 bits do not hold them, and cut after nine digits`() {
    #expect(Timestamp("9999-12-31T23:59:59Z")?.nanosecondsSince1970 == nil)
    #expect(Timestamp("1970-01-01T00:00:00.1234567899Z")?.nanosecondsSince1970 == 123_456_789)
  }

  @Test func `a fixed number of digits can be asked for`() {
    #expect(RFC3339.text(nanoseconds: 1_500_000_000, digits: 6) == "1970-01-01T00:00:01.500000Z")
    #expect(RFC3339.text(nanoseconds: 1_500_000_000, digits: 0) == "1970-01-01T00:00:01Z")
  }

  @Test func `every day of four centuries is one day after the last`() {
    var previous = RFC3339.Date(nanoseconds: -86_400_000_000_000)
    for day in 0..<146_097 / 2 {
      let date = RFC3339.Date(nanoseconds: Int64(day) * 86_400_000_000_000)
      let isNext =
        (date.day == previous.day + 1 && date.month == previous.month)
        || (date.day == 1 && (date.month == previous.month + 1 || date.month == 1 && previous.month == 12))
      if !isNext { Issue.record("\(previous) is followed by \(date)") }
      previous = date
    }
  }
}
