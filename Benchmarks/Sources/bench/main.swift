import Foundation

// bench [SUITE...] [--rounds N] [--seconds N] [--output FILE]: what the program does beside what others do, in one run.

/// The suites in their order. A new one is a line here.
let suites: [any Suite.Type] = [
  IngestSuite.self, DecodingSuite.self, StoredSuite.self, TerminalSuite.self, ProcessSuite.self,
  FilterSuite.self,
]

func fail(_ text: String, code: Int32 = 69) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(code)
}

let arguments: Arguments
do {
  arguments = try Arguments(Array(CommandLine.arguments.dropFirst()), suites: suites.map { $0.name })
} catch {
  fail("\(error)", code: 64)
}

do {
  let bench = try Bench(arguments)
  var results = try Results(file: arguments.output)
  for suite in suites where arguments.suites.isEmpty || arguments.suites.contains(suite.name) {
    bench.say("\(suite.name) …")
    let table = try await suite.run(bench)
    results.set(table, for: suite.name)
    print(table.markdown)
    try results.write(order: suites.map { $0.name })
  }
} catch {
  fail("the measurement failed: \(error)")
}
