import Foundation

/// What somebody at the terminal waits for, with 100,000 events stored.
enum TerminalSuite: Suite {
  static let name = "terminal"

  private static let stored = 100_000

  static func run(_ bench: Bench) async throws -> Table {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(getpid())").path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let socket = folder + "/socket"
    var table = Table(
      "At the terminal",
      method: """
        \(stored.grouped) events stored, a pseudo-terminal of 200x50 with nothing between it and the clock; times from \
        a byte written to the first one read. The last column is against the bound, so at most 1 is wanted.
        """)
    func bounded(_ what: String, _ time: Double, atMost milliseconds: Double, beside: String = "") {
      table.add(
        what, time.asTime, beside: beside.isEmpty ? "bound \((milliseconds / 1000).asTime)" : beside,
        ratio: time * 1000 / milliseconds, goal: .atMost(1))
    }
    let home = [
      "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "XDG_CACHE_HOME": folder,
    ]
    func start() throws -> Pty {
      try Pty(
        [bench.program, "watch", "unix:" + socket], columns: 200, rows: 50, variables: home)
    }

    var starts: [Double] = []
    for _ in 0..<(bench.rounds * 2) {
      let pty = try start()
      starts.append(try pty.read(until: "LIVE", since: pty.started))
    }
    bounded("start to first frame, p95", starts.quantile(0.95), atMost: 100)

    let pty = try start()
    _ = try pty.read(until: "LIVE", since: pty.started)
    _ = pty.read(quiet: 0.1)
    let idle = Processes.residentBytes(of: pty.process)
    table.add(
      "memory, nothing stored", idle.asSize, beside: "bound 64 MiB", ratio: Double(idle) / Double(64 << 20),
      goal: .atMost(1))
    Feeder(socket, rate: nil, count: stored).wait()
    _ = pty.read(quiet: 0.2)
    // Away from the last row, so that nothing moves by itself.
    _ = pty.press("gg")
    _ = pty.press("j")

    let keys = Keys(pty, key: { $0 % 60 < 30 ? "j" : "k" }, count: 40 * bench.rounds)
    bounded("key to first byte, p50", keys.times.quantile(0.5), atMost: 2)
    bounded("key to first byte, p95", keys.times.quantile(0.95), atMost: 10)
    table.add(
      "bytes for a cursor move, p95", Int(keys.sizes.quantile(0.95)).asSize, beside: "bound 1 KiB",
      ratio: keys.sizes.quantile(0.95) / 1024, goal: .atMost(1))
    for peer in [["htop", "-d", "600"], ["tig"], ["less", "/proc/self/maps"]] where installed(peer[0]) != nil
    {
      let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
      let other = try Pty(
        ["env", "-C", here] + peer, columns: 200, rows: 50, variables: ["HOME": folder])
      _ = other.read(quiet: 0.5, limit: 3)
      let theirs = Keys(other, key: { $0 % 20 < 10 ? "\u{1b}[B" : "\u{1b}[A" }, count: 20 * bench.rounds)
      guard !theirs.times.isEmpty else { continue }
      table.add(
        "key to first byte of \(peer[0]), p50 and p95",
        "\(theirs.times.quantile(0.5).asTime), \(theirs.times.quantile(0.95).asTime)",
        beside: "eventscope \(keys.times.quantile(0.5).asTime)",
        ratio: keys.times.quantile(0.5) / theirs.times.quantile(0.5))
    }

    var escapes: [Double] = []
    for _ in 0..<(4 * bench.rounds) {
      _ = pty.press("?")
      if let first = pty.press("\u{1b}", quiet: 0.05).first { escapes.append(first) }
    }
    bounded("lone Esc to first byte, p95", escapes.quantile(0.95), atMost: 30)

    _ = pty.press("f")
    let typed = Keys(pty, key: { $0 % 2 == 0 ? "§" : "\u{7f}" }, count: 20 * bench.rounds)
    bounded("key in the filter bar to its state, p95", typed.times.quantile(0.95), atMost: 16)
    _ = pty.press("\u{1b}", quiet: 0.1)

    var resizes: [Double] = []
    for round in 0..<(2 * bench.rounds) {
      let start = ContinuousClock.now
      pty.resize(columns: round % 2 == 0 ? 120 : 200, rows: round % 2 == 0 ? 36 : 50)
      if let last = pty.read(since: start, quiet: 0.05).last { resizes.append(last) }
    }
    bounded("resize until it is stable, p95", resizes.quantile(0.95), atMost: 50)

    // The title shows the rate of the last 20 seconds, which moves for as long.
    _ = pty.read(quiet: 6, limit: 40)
    let before = Processes.processorSeconds(of: pty.process)
    let nothing = pty.read(quiet: 5, limit: 5)
    let used = (Processes.processorSeconds(of: pty.process) - before) / 5
    table.add(
      "bytes in 5 idle seconds", "\(nothing.bytes.count) B", beside: "bound 0",
      ratio: Double(nothing.bytes.count), goal: .atMost(0))
    table.add(
      "part of a core while idle", String(format: "%.2f %%", used * 100), beside: "bound 0.5 %",
      ratio: used / 0.005, goal: .atMost(1))

    // Following: what arrives is seen.
    _ = pty.press("G", quiet: 0.1)
    let single = try RequestConnection(socket)
    var arrivals: [Double] = []
    for number in 0..<(8 * bench.rounds) {
      let request = Load(
        name: "", headers: [("Content-Type", "application/cloudevents+json")],
        body: Load.event(size: 500, id: "a\(number)")
      ).request
      usleep(60_000)
      let start = ContinuousClock.now
      try single.send(request)
      if let first = pty.read(since: start, quiet: 0.02).first { arrivals.append(first) }
    }
    bounded("arrival until it is seen, p95", arrivals.quantile(0.95), atMost: 50)

    for rate in [1000, 20_000] {
      let feeder = Feeder(socket, rate: rate)
      _ = pty.read(quiet: 1, limit: 1)
      let start = Processes.processorSeconds(of: pty.process)
      let seen = pty.read(quiet: 3, limit: 3)
      let core = (Processes.processorSeconds(of: pty.process) - start) / 3
      _ = pty.press("f")
      var times: [Double] = []
      for number in 0..<(20 * bench.rounds) {
        let start = ContinuousClock.now
        pty.write("§")
        times.append(try pty.read(until: "§", since: start))
        pty.write("\u{7f}")
        usleep(UInt32(20_000 + number % 7 * 3_000))
        _ = pty.read(quiet: 0.001, limit: 0.005)
      }
      pty.write("\u{1b}")
      let events = feeder.stop()
      let name = "at \(rate.grouped) events/s"
      bounded("key to the screen \(name), p50", times.quantile(0.5), atMost: 33)
      bounded("key to the screen \(name), p95", times.quantile(0.95), atMost: 33)
      table.add(
        "output \(name)", "\((seen.bytes.count / 3).asSize)/s",
        beside: String(format: "%.0f %% of a core; %d events were sent", core * 100, events))
      _ = pty.read(quiet: 0.3)
    }

    let flood = Feeder(socket, rate: nil, count: 1_000_000)
    _ = pty.press("f")
    var longest = 0.0
    while flood.count < 1_000_000 {
      let start = ContinuousClock.now
      pty.write("§")
      longest = max(longest, try pty.read(until: "§", since: start))
      pty.write("\u{7f}")
      _ = pty.read(quiet: 0.03, limit: 0.03)
    }
    flood.wait()
    pty.write("\u{1b}")
    _ = pty.read(quiet: 0.3)
    bounded("longest wait for a key in a flood of 1,000,000 events", longest, atMost: 50)
    let flooded = Processes.residentBytes(of: pty.process)
    table.add(
      "memory after the flood", flooded.asSize, beside: "\(idle.asSize) idle and twice the ring of 256 MiB",
      ratio: Double(flooded) / Double(idle + 2 * (256 << 20)), goal: .atMost(1))

    let big = Load(
      name: "", headers: [("Content-Type", "application/cloudevents+json")],
      body: #"{"specversion":"1.0","id":"big","source":"/big","type":"com.example.big","data":["#
        + [String](repeating: #"{"sku":"A-1","qty":1,"note":"ügyfél"}"#, count: (10 << 20) / 40)
        .joined(separator: ",") + "]}"
    ).request
    try RequestConnection(socket).send(big)
    _ = pty.read(quiet: 0.3)
    _ = pty.press("G", quiet: 0.1)
    let opened = pty.press("\r", quiet: 0.1)
    bounded("open an event with 10 MiB of JSON", opened.last ?? .infinity, atMost: 100)
    return table
  }

  /// Presses keys one after the other, each when it has been quiet: the times to the first byte, and the bytes.
  private struct Keys {
    var times: [Double] = []
    var sizes: [Double] = []

    init(_ pty: Pty, key: (Int) -> String, count: Int) {
      for number in 0..<count {
        let answer = pty.press(key(number))
        guard let first = answer.first else { continue }
        times.append(first)
        sizes.append(Double(answer.bytes.count))
      }
    }
  }
}
