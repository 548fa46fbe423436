import Foundation

/// What a suite has measured: figures with what stands beside them.
struct Table {
  struct Row {
    var what: String
    /// The figure with its unit.
    var figure: String
    /// What it is compared with, and its figure.
    var yardstick: String
    var ratio: Double?
    var goal: Goal?
  }

  /// What a ratio, or a figure, is to be.
  enum Goal {
    case atLeast(Double)
    case atMost(Double)

    func isReached(by value: Double) -> Bool {
      switch self {
      case .atLeast(let bound): value >= bound
      case .atMost(let bound): value <= bound
      }
    }
  }

  var title: String
  /// How it was measured, in a sentence or two.
  var method: String
  private(set) var rows: [Row] = []

  init(_ title: String, method: String) {
    (self.title, self.method) = (title, method)
  }

  mutating func add(
    _ what: String, _ figure: String, beside yardstick: String = "", ratio: Double? = nil, goal: Goal? = nil
  ) {
    rows.append(Row(what: what, figure: figure, yardstick: yardstick, ratio: ratio, goal: goal))
  }

  var markdown: String {
    var text =
      "## \(title)\n\n\(method)\n\n| what | figure | beside | ratio | goal | |\n|--|--:|--|--:|--:|--|\n"
    for row in rows {
      let ratio = row.ratio.map { Self.written($0) } ?? ""
      let goal =
        switch row.goal {
        case .none: ""
        case .atLeast(let bound): "≥ \(Self.written(bound))"
        case .atMost(let bound): "≤ \(Self.written(bound))"
        }
      var state = ""
      if let wanted = row.goal, let value = row.ratio {
        state = wanted.isReached(by: value) ? "reached" : "missed"
      }
      text += "| \(row.what) | \(row.figure) | \(row.yardstick) | \(ratio) | \(goal) | \(state) |\n"
    }
    return text
  }

  private static func written(_ value: Double) -> String {
    switch value {
    case 100...: String(format: "%.0f", value)
    case 10...: String(format: "%.1f", value)
    default: String(format: "%.2f", value)
    }
  }
}

extension Double {
  /// A time, given in seconds.
  var asTime: String {
    switch self {
    case ..<1e-6: String(format: "%.0f ns", self * 1e9)
    case ..<1e-3: String(format: "%.1f µs", self * 1e6)
    case ..<1: String(format: "%.1f ms", self * 1e3)
    default: String(format: "%.2f s", self)
    }
  }

  /// A rate in 1/s.
  var asRate: String { "\(Int(rounded()).grouped)/s" }

  /// A speed, given in bytes a second.
  var asSpeed: String { String(format: "%.2f GB/s", self / 1e9) }
}

extension Int {
  /// With a comma between thousands.
  var grouped: String {
    var digits = String(magnitude)[...]
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// A size in bytes.
  var asSize: String {
    self < 10_000 ? "\(self) B" : self < 10 << 20 ? "\(self >> 10) KiB" : "\(self >> 20) MiB"
  }
}
