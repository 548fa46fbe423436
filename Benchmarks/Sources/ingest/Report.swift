import Foundation

/// The rates of all rounds, as a table in Markdown.
struct Report {
  struct Row {
    var load: String
    var server: String
    var rates: [Double]

    var median: Double {
      let sorted = rates.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  var rounds: Int
  var seconds: Int
  private(set) var rows: [Row] = []

  init(rounds: Int, seconds: Int) {
    (self.rounds, self.seconds) = (rounds, seconds)
  }

  mutating func add(_ rate: Double, load: String, server: String) {
    if let index = rows.firstIndex(where: { $0.load == load && $0.server == server }) {
      rows[index].rates.append(rate)
    } else {
      rows.append(Row(load: load, server: server, rates: [rate]))
    }
  }

  /// Each server's median beside the first one's of the same load.
  var markdown: String {
    var text = """
      # Ingest: requests a second

      `wrk` with 64 connections over TCP on loopback, client and server on the same \
      \(ProcessInfo.processInfo.activeProcessorCount) cores, \(rounds) rounds of \(seconds) s in turns, \
      medians. \
      The ratios count: they spread by about a quarter from round to round, the absolute numbers by more.

      | load | server | median/s | lowest | highest | ratio to bare NIO |
      |--|--|--:|--:|--:|--:|

      """
    for row in rows {
      let yardstick = rows.first { $0.load == row.load }?.median ?? row.median
      text += "| \(row.load) | \(row.server) | \(whole(row.median)) | \(whole(row.rates.min() ?? 0)) "
      text += "| \(whole(row.rates.max() ?? 0)) | \(String(format: "%.2f", row.median / yardstick)) |\n"
    }
    return text
  }

  private func whole(_ rate: Double) -> String { String(Int(rate.rounded())) }
}
