import ArgumentParser
import InspectorCore
import InspectorSender

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tries a receiver with right and wrong events.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send right and wrong events to a receiver, and say what it wrongly took or refused.",
    discussion: """
      Examples:
        eventscope check http://localhost:8080/hooks
        eventscope check https://staging.example.com/events --header 'Authorization: Bearer …'
        eventscope check http://localhost:8080 --only 'binary.*' --output json
        eventscope check --list

      The events have the type eventscope.check and the source /eventscope/check. A right event \
      must be answered 2xx, a wrong one 4xx. What not every receiver must do, such as batches, \
      is a warning. Ends with 1 where the receiver breaks the specification, with 69 where it \
      cannot be reached.
      """)

  @Argument(help: "Where to: http://HOST:PORT/PATH, https://… or unix:PATH.")
  var address: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Send only those with such a name; * and ? are globs.", valueName: "name"))
  var only: String?

  @Flag(help: "Warnings end it with 1 too.")
  var strict = false

  @Flag(help: "List what would be sent.")
  var list = false

  @Option(help: "text or json.")
  var output = ReportOutput.text

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if address == nil, !list { throw ValidationError("The receiver's address is missing.") }
  }

  func run() async throws {
    let cases = ReceiverCases.all.filter { request in only.map { fnmatch($0, request.name, 0) == 0 } ?? true }
    guard !cases.isEmpty else {
      throw Failure(.usage, "no request is called \(only ?? ""); --list shows their names.")
    }
    guard let address, !list else {
      for request in cases {
        StandardOutput.writeLine(
          "\(request.name): \(request.title) → \(request.wanted.rawValue) (\(request.section))")
      }
      return
    }
    let target = try SendTarget(address)
    if target.takesLines { throw Failure(.usage, "\(target.address) takes lines; check sends HTTP.") }
    let fields = try connection.fields()
    let sender = try connection.sender(connections: 1)
    var report = ReceiverReport(url: target.address.description)
    do throws(SendError) {
      for request in cases {
        var message = request.message
        message.fields += fields.map { ($0.name, Array($0.value.utf8)) }
        let result = try await sender.send(message, to: target.address)
        report.answers.append(ReceiverReport.Answer(request: request, status: result.status))
        StandardError.showProgress("\(report.answers.count) of \(cases.count)")
      }
    } catch {
      await sender.shutdown()
      StandardError.showProgress("")
      throw Failure(.unavailable, "\(error).")
    }
    await sender.shutdown()
    StandardError.showProgress("")
    switch output {
    case .text: StandardOutput.writeLine(report.text)
    case .json: StandardOutput.writeJSON(report.json)
    }
    if !report.isGood || strict && report.answers.contains(where: { !$0.isMet }) { throw Failure(.no) }
  }
}
