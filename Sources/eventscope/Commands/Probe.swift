import ArgumentParser
import CloudEventsHTTP
import InspectorCore
import InspectorSender

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks a receiver whether events may be sent to it.
struct Probe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask a receiver by the webhook handshake whether it agrees to be sent events.",
    discussion: """
      Examples:
        eventscope probe http://localhost:8080
        eventscope probe https://example.com/hooks --origin events.example.org --rate 120
        eventscope probe https://example.com/hooks --callback https://events.example.org/confirm

      Sends OPTIONS with WebHook-Request-Origin (Web Hooks for Event Delivery 1.0.2, 4), and says \
      which origin, rate and methods the receiver allows. Ends with 0 where events may be sent, \
      with 1 where not, with 69 where nobody answers.
      """)

  @Argument(help: "The receiver: http://HOST:PORT/PATH, https://… or unix:PATH.")
  var address: String

  @Option(help: ArgumentHelp("Who will send: a DNS name (default: this host's).", valueName: "name"))
  var origin: String?

  @Option(
    help: ArgumentHelp("How many requests a minute are asked for.", valueName: "n"),
    transform: Number.positive)
  var rate: Int?

  @Option(help: ArgumentHelp("Where the receiver may agree later.", valueName: "url"))
  var callback: String?

  @Flag(help: "Print the request and send nothing.")
  var dryRun = false

  @Option(help: "text or json.")
  var output = ReportOutput.text

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let target = try SendTarget(address)
    if target.takesLines { throw Failure(.usage, "\(target.address) takes lines; the handshake is HTTP.") }
    let origin = origin ?? Self.hostName()
    guard !origin.isEmpty, origin.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Failure(.usage, "\"\(origin)\" is no origin; it is a DNS name, such as events.example.org.")
    }
    var fields = [("WebHook-Request-Origin", origin)]
    if let rate { fields.append(("WebHook-Request-Rate", "\(rate)")) }
    if let callback { fields.append(("WebHook-Request-Callback", callback)) }
    let message = OutgoingMessage(method: "OPTIONS", headers: fields + (try connection.fields()))
    if dryRun { return MessagePrinter(target, keepSecrets: false).print(message) }
    let sender = try connection.sender(connections: 1)
    let result: SendResult
    do {
      result = try await sender.send(message, to: target.address)
    } catch {
      await sender.shutdown()
      throw Failure(.unavailable, "\(error).")
    }
    await sender.shutdown()
    let report = HandshakeReport(
      url: target.address.description, origin: origin, asksRate: rate != nil, result: result)
    switch output {
    case .text: StandardOutput.writeLine(report.text)
    case .json: StandardOutput.writeJSON(report.json)
    }
    if !report.isAllowed { throw Failure(.no) }
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.isEmpty ? "localhost" : text
  }
}
