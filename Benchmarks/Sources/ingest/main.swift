import Foundation
import InspectorCore
import InspectorListener

// ingest [--rounds N] [--seconds N] [--output FILE]: how many events a second arrive, beside bare NIO.

/// Takes everything and does nothing: what the listener itself costs.
struct Accepting: DeliveryReceiver {
  func receive(_ delivery: Delivery) -> Answer { .accepted }
}

/// Rules as somebody has them: for types, most of which are not those that come.
func rules() throws -> RuleSet {
  let types = [
    "com.example.order.*", "com.example.payment.*", "com.example.stock.*", "*.heartbeat", "com.other.*",
  ]
  let text = types.map { "[[rule]]\nname = \"\($0)\"\nwhen = \"type:\($0)\"\ntag = \"seen\"\n" }
  return try RuleSet(text: text.joined(separator: "\n"), file: "rules")
}

func option(_ name: String, _ fallback: Int) -> Int {
  guard let index = CommandLine.arguments.firstIndex(of: name), index + 1 < CommandLine.arguments.count else {
    return fallback
  }
  return Int(CommandLine.arguments[index + 1]) ?? fallback
}

func fail(_ text: String) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(69)
}

guard let wrk = Wrk() else {
  fail("wrk is not in PATH; install it with: apt-get install wrk (or dnf, brew), or from github.com/wg/wrk")
}
let rounds = max(1, option("--rounds", 5))
let seconds = max(1, option("--seconds", 3))
let results = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("results.md")

do {
  let any = try Address("http://127.0.0.1:0")
  let bare = try await BareServer.start(isLean: false)
  let lean = try await BareServer.start(isLean: true)
  let listener = try await Listener.start(on: [any], receiver: Accepting())
  let inspector = try await Listener.start(
    on: [any], receiver: Inspector(store: EventStore(), rules: try rules()))
  func port(_ listener: Listener) -> Int {
    if case .http(_, let port, _, _, _) = listener.bound[0] { port } else { 0 }
  }
  let servers = [
    ("bare NIO, 202", bare.localAddress?.port ?? 0),
    ("bare NIO, lean pipeline", lean.localAddress?.port ?? 0),
    ("listener alone", port(listener)),
    ("decode, check, rules, keep", port(inspector)),
  ]
  var report = Report(rounds: rounds, seconds: seconds)
  for round in 0...rounds {
    for load in [Load.binary, .structured] {
      for (name, port) in servers {
        // The first round only warms up.
        let rate = try wrk.run(load, port: port, seconds: round == 0 ? 1 : seconds)
        guard round > 0 else { continue }
        report.add(rate, load: load.name, server: name)
        FileHandle.standardError.write(
          Data("\(round)/\(rounds) \(load.name), \(name): \(Int(rate))/s\n".utf8))
      }
    }
  }
  print(report.markdown, terminator: "")
  try Data(report.markdown.utf8).write(to: results)
  await listener.shutdown(grace: .seconds(1))
  await inspector.shutdown(grace: .seconds(1))
  try await bare.close().get()
  try await lean.close().get()
} catch {
  fail("the measurement failed: \(error)")
}
