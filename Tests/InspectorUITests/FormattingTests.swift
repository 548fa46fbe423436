import InspectorCore
import Testing

@testable import InspectorUI

@Suite struct FormattingTests {
  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 K"), (1234, "1.2 K"), (65536, "64 K"), (3_250_000, "3.1 M"),
  ])
  func `sizes fit into five columns`(bytes: Int, text: String) {
    #expect(Shown.size(bytes) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1284, "1,284"), (1_000_000, "1,000,000")])
  func `counts have separators`(value: Int, text: String) {
    #expect(Shown.count(value) == text)
  }

  @Test(arguments: [
    (Duration.microseconds(3100), "3.1 ms"), (.seconds(12), "12 s"), (.microseconds(120), "120 µs"),
  ])
  func `durations have a unit that suits them`(duration: Duration, text: String) {
    #expect(Shown.duration(duration) == text)
  }

  @Test func `times are those of the user's clock`() {
    let time = WallTime(nanoseconds: 1_795_422_035_012_000_000)
    #expect(Shown.time(time, offset: 0) == "08:20:35.012")
    #expect(Shown.time(time, offset: 3600) == "09:20:35.012")
    #expect(Shown.time(time, offset: -9 * 3600, milliseconds: false) == "23:20:35")
  }

  @Test func `a sparkline's largest value is a full bar`() {
    #expect(Shown.sparkline([0, 1, 4, 8]) == "▁▂▅█")
    #expect(Shown.sparkline([0, 0]) == "")
  }
}
