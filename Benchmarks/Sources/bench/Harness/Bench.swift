import Foundation

/// What all suites share: how often, for how long, and which program.
struct Bench: Sendable {
  var rounds: Int
  var seconds: Int
  /// The built `eventscope`, which stands beside this program.
  var program: String

  init(_ arguments: Arguments) throws {
    (rounds, seconds) = (arguments.rounds, arguments.seconds)
    let here = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    program = here.deletingLastPathComponent().appendingPathComponent("eventscope").path
    guard access(program, X_OK) == 0 else { throw Failure("\(program) is not built; make bench builds it") }
  }

  func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// Measures each of several works in turns, after one round that only warms up; the medians, in seconds.
  func medians(of works: [() throws -> Double]) throws -> [Double] {
    var times = [[Double]](repeating: [], count: works.count)
    for round in 0...rounds {
      for (index, work) in works.enumerated() {
        let time = try work()
        if round > 0 { times[index].append(time) }
      }
    }
    return times.map { $0.quantile(0.5) }
  }
}

/// How long something takes, in seconds.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try work()
  return (ContinuousClock.now - start).inSeconds
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension [Double] {
  /// The value below which so large a part of all lies; 0 where there are none.
  func quantile(_ part: Double) -> Double {
    guard !isEmpty else { return 0 }
    let ordered = sorted()
    let place = part * Double(count - 1)
    let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
    return ordered[low] + (ordered[high] - ordered[low]) * (place - Double(low))
  }
}

/// The path of a program, where it is installed.
func installed(_ name: String) -> String? {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    .first { access($0, X_OK) == 0 }
}

/// Keeps the compiler from leaving a work out because nobody uses what comes of it.
@inline(never) func use<Value>(_ value: Value) {}
