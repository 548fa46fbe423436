import ArgumentParser
import InspectorCore
import InspectorListener

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `watch` and `listen` have in common.
struct ListeningOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Where to listen: http://HOST:PORT (port 0: any free one) or unix:PATH.",
      discussion: """
        Without one: http://localhost:8080, and unix:$XDG_RUNTIME_DIR/eventscope.sock where that \
        variable is set.
        """,
      valueName: "address"))
  var addresses: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show only what matches, such as 'type:com.example.* -is:invalid'.", valueName: "query"))
  var filter: String?

  @Option(
    help: ArgumentHelp("Rules to act on what arrives, in TOML.", valueName: "file"), completion: .file())
  var rules: String?

  @Option(
    help: ArgumentHelp("Keep at most so many events (default: 100000).", valueName: "events"),
    transform: Number.positive)
  var capacity: Int?

  @Option(
    help: ArgumentHelp("Keep at most so many bytes (default: 256m).", valueName: "size"),
    transform: ByteSize.parse)
  var memory: Int?

  @Option(
    help: ArgumentHelp("Take bodies up to this size (default: 16m).", valueName: "size"),
    transform: ByteSize.parse)
  var maxBody: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Serve requests for this host too; * is every one.", valueName: "name"))
  var allowHost: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Serve requests from web pages of this origin too; * is every one.", valueName: "origin"))
  var allowOrigin: [String] = []

  @OptionGroup var recording: RecordOptions

  @Flag(help: "Show Authorization, Cookie, *token*, *secret* and *api-key* headers as they came.")
  var keepSecrets = false

  /// What the options ask for, read and checked.
  func setup() throws(Failure) -> ListeningSetup {
    try DescriptorLimit.prepare()
    var setup = ListeningSetup(addresses: try Self.listeningAddresses(addresses))
    if let maxBody {
      guard maxBody <= 1 << 30 else { throw Failure(.usage, "--max-body is at most 1g.") }
      setup.options.limits.maxBody = maxBody
    }
    setup.options.allowedHosts = allowHost
    setup.options.allowedOrigins = allowOrigin
    setup.limits = EventStore.Limits(
      entries: capacity ?? setup.limits.entries, bytes: memory ?? setup.limits.bytes)
    setup.keepSecrets = keepSecrets
    setup.recording = recording.options(keepSecrets: keepSecrets)
    if let filter {
      setup.filterText = filter
      do {
        setup.conditions = [.query(try Query(filter))]
      } catch {
        throw Failure(
          .data,
          "the filter is wrong: column \(error.offset + 1): \(error.message); expected \(error.expected).")
      }
    }
    if let rules {
      setup.rulesPath = rules
      setup.rules = try RulesFile(rules).load()
    }
    return setup
  }

  /// Where to listen; without a text, where that is by default.
  static func listeningAddresses(_ addresses: [String]) throws(Failure) -> [Address] {
    if addresses.isEmpty { return defaultAddresses() }
    var result: [Address] = []
    for text in addresses { result.append(try ListeningOptions.address(text)) }
    return result
  }

  private static func address(_ text: String) throws(Failure) -> Address {
    guard Address.looksLikeAddress(text) else {
      throw Failure(
        .usage,
        "\(text) is neither a command nor an address; an address is http://HOST:PORT or unix:PATH, and "
          + "\"eventscope help\" lists the commands.")
    }
    let address: Address
    do {
      address = try Address(text)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    if case .http(_, _, _, isTLS: true, _) = address {
      throw Failure(
        .usage, "\(address) cannot be listened on: listening is without TLS; use http:// or unix:.")
    }
    return address
  }

  /// The socket is left out where its directory is not there, so that a stale variable keeps nobody from listening.
  private static func defaultAddresses() -> [Address] {
    var result = [Address.http(host: "localhost", port: 8080, target: "/", isTLS: false, userinfo: nil)]
    guard let directory = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), directory.hasPrefix("/")
    else { return result }
    let path = directory + (directory.hasSuffix("/") ? "" : "/") + "eventscope.sock"
    guard access(directory, W_OK) == 0, let address = try? Address("unix:\(path)") else {
      StandardError.say("not listening on unix:\(path): the directory of XDG_RUNTIME_DIR cannot be used.")
      return result
    }
    result.append(address)
    return result
  }
}

/// What a listener is started with.
struct ListeningSetup: Sendable {
  var addresses: [Address]
  var options = ListenerOptions()
  /// How much the store keeps.
  var limits = EventStore.Limits()
  /// What is shown: that for which all of them hold.
  var conditions: [EventCondition] = []
  /// The filter as it was typed.
  var filterText = ""
  var rules = RuleSet()
  /// Where the rules were read from.
  var rulesPath: String?
  var keepSecrets = false
  /// A file whose entries are there from the start.
  var openedPath: String?
  /// Where each delivery is recorded before it is acknowledged.
  var recording: Recorder.Options?

  /// Opens the recording, where there is one.
  func recorder(notify: @escaping @Sendable (Recorder.Notice) -> Void) throws(Failure) -> Recorder? {
    guard let recording else { return nil }
    do {
      return try Recorder(recording, notify: notify)
    } catch {
      throw Failure(.cannotCreate, "\(error)")
    }
  }
}
