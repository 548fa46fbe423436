import Foundation
import InspectorCore
import InspectorListener

/// How many requests a second are taken, beside a server that does nothing with them.
enum IngestSuite: Suite {
  static let name = "ingest"

  static func run(_ bench: Bench) async throws -> Table {
    let cores = Cores()
    let wrk = try Wrk(cores)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(getpid())")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let (bareSocket, socket) = (folder.path + "/bare", folder.path + "/inspector")

    let bare = try await BareServer.start(isLean: false)
    let lean = try await BareServer.start(isLean: true)
    let bareUnix = try await BareServer.start(isLean: false, socket: bareSocket)
    let alone = try await Listener.start(on: [Address("http://127.0.0.1:0")], receiver: Accepting())
    let inspector = try await Listener.start(
      on: [Address("http://127.0.0.1:0"), Address("unix:" + socket)],
      receiver: Inspector(store: EventStore(), rules: try rules()))

    try cores.keepEventLoops(onFirst: true)
    let places =
      cores.areSplit
      ? "The servers have one core, and wrk another" : "The servers and the client share all cores"
    var table = Table(
      "Ingest: requests a second",
      method: """
        Decoding, checking, asking five rules and keeping, beside a NIO server that collects the body and answers 202. \
        \(places); over Unix sockets the client is a loop of our own, where it may; 1 or 64 connections; \
        \(bench.rounds) rounds of \(bench.seconds) s in turns, medians. Ratios spread by about a quarter from round \
        to round.
        """)
    let (barePort, port) = (bare.localAddress?.port ?? 0, port(of: inspector))
    for connections in [64, 1] {
      for load in Load.all {
        func tcp(_ port: Int) throws -> Double {
          try wrk.run(load, port: port, connections: connections, seconds: bench.seconds)
        }
        func unix(_ path: String) throws -> Double {
          try SocketLoad(path: path).run(load, connections: connections, seconds: bench.seconds)
        }
        let goal: Table.Goal? = connections == 64 ? (load.events == 1 ? .atLeast(0.95) : .atLeast(0.25)) : nil
        let isWhole = connections == 64 && load.events == 1
        var works: [() throws -> Double] = [
          { try tcp(barePort) }, { try tcp(port) }, { try unix(bareSocket) }, { try unix(socket) },
        ]
        if isWhole {
          works.append { try tcp(lean.localAddress?.port ?? 0) }
          works.append { try tcp(Self.port(of: alone)) }
        }
        let rates = try bench.medians(of: works)
        let name = "\(load.name), \(connections) connection\(connections == 1 ? "" : "s")"
        func add(_ what: String, _ rate: Double, beside: Double, goal: Table.Goal? = nil) {
          let events = load.events > 1 ? " (\(Int(rate * Double(load.events)).grouped) events/s)" : ""
          table.add(
            "\(name), \(what)", rate.asRate + events, beside: "bare NIO \(beside.asRate)",
            ratio: rate / beside,
            goal: goal)
        }
        add("TCP", rates[1], beside: rates[0], goal: goal)
        if isWhole {
          add("TCP: bare NIO with a lean pipeline", rates[4], beside: rates[0])
          add("TCP: listener alone", rates[5], beside: rates[0])
        }
        add("Unix socket", rates[3], beside: rates[2])
        if connections == 64, load.events > 1 {
          // A batch is work enough for several event loops.
          try cores.keepEventLoops(onFirst: false)
          let rates = try bench.medians(
            of: [barePort, port].map { port in
              {
                try wrk.run(
                  load, port: port, connections: connections, seconds: bench.seconds, isApart: false)
              }
            })
          try cores.keepEventLoops(onFirst: true)
          add("TCP, everything on all cores", rates[1], beside: rates[0], goal: goal)
        }
      }
    }
    await alone.shutdown(grace: .seconds(1))
    await inspector.shutdown(grace: .seconds(1))
    for server in [bare, lean, bareUnix] { try await server.close().get() }
    try cores.keepEventLoops(onFirst: false)
    return table
  }

  private static func port(of listener: Listener) -> Int {
    if case .http(_, let port, _, _, _) = listener.bound[0] { port } else { 0 }
  }

  /// Rules as somebody has them: for types, most of which are not those that come.
  private static func rules() throws -> RuleSet {
    let types = [
      "com.example.order.*", "com.example.payment.*", "com.example.stock.*", "*.heartbeat", "com.other.*",
    ]
    let text = types.map { "[[rule]]\nname = \"\($0)\"\nwhen = \"type:\($0)\"\ntag = \"seen\"\n" }
    return try RuleSet(text: text.joined(separator: "\n"), file: "rules")
  }

  /// Takes everything and does nothing: what the listener itself costs.
  private struct Accepting: DeliveryReceiver {
    func receive(_ delivery: Delivery) -> Answer { .accepted }
  }
}
