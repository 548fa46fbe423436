import ArgumentParser
import InspectorCore
import InspectorSender

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a target is spoken to: what all commands that send have in common.
struct ConnectionOptions: ParsableArguments {
  @Option(
    name: .customLong("header"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A header field; it replaces one of the same name.", valueName: "name:value"))
  var headers: [String] = []

  @Option(
    help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"), transform: Number.aboveZero)
  var timeout = 30.0

  @Option(
    help: ArgumentHelp("Try so often again where nobody answers, or with 429 or 5xx.", valueName: "n"),
    transform: Number.atLeastZero)
  var retry = 0

  @Option(
    help: ArgumentHelp("Trust the authorities in this PEM file too.", valueName: "file"), completion: .file())
  var tlsCa: String?

  @Option(
    help: ArgumentHelp("Show the certificate in this PEM file to servers that ask.", valueName: "file"),
    completion: .file())
  var tlsCert: String?

  @Option(
    help: ArgumentHelp("The key of --tls-cert (default: in the same file).", valueName: "file"),
    completion: .file())
  var tlsKey: String?

  @Flag(name: [.customShort("k"), .long], help: "Send over TLS whoever the other end is.")
  var insecure = false

  func validate() throws {
    if tlsKey != nil, tlsCert == nil { throw ValidationError("--tls-key needs the certificate, --tls-cert") }
  }

  /// The fields that the user adds.
  func fields() throws(Failure) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    for text in headers { fields.append(try HeaderArgument.parse(text)) }
    return fields
  }

  /// A sender that is as patient as asked for, with so many connections at most.
  func sender(connections: Int) throws(Failure) -> Sender {
    try ProcessLimits.prepare()
    var options = SenderOptions()
    options.timeout = .seconds(timeout)
    options.retries = retry
    options.connections = max(options.connections, connections)
    options.tls.authorities = tlsCa
    options.tls.certificate = tlsCert
    options.tls.key = tlsKey
    options.tls.trustsAnybody = insecure
    do {
      try options.tls.check()
    } catch {
      throw Failure(.noInput, "\(error)")
    }
    do {
      options.proxies = try ProxySettings.environment()
    } catch {
      throw Failure(.usage, "\(error)")
    }
    return Sender(options: options)
  }
}

extension ProxySettings {
  /// What the program's own environment says.
  static func environment() throws(ProxyError) -> ProxySettings {
    try ProxySettings { name in getenv(name).map { String(cString: $0) } }
  }
}

/// How messages are sent, and what is printed of the answers: what `send` and `replay` have in common.
struct SendingOptions: ParsableArguments {
  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print the messages and send nothing.")
  var dryRun = false

  @Option(help: "What to print: answer (status line and body), record (a line of JSON each), or none.")
  var output = SendOutput.answer

  @Flag(help: "Show secret headers as they are, in --dry-run and --output record.")
  var keepSecrets = false
}
