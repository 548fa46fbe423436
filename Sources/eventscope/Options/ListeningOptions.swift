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
    help: Settings.addresses.help(
      """
      Without one: http://localhost:8080, and unix:$XDG_RUNTIME_DIR/eventscope.sock where that \
      variable is set. Sockets that systemd passes are listened on as well, and then nothing else by default.
      """))
  var addresses: [String] = []

  @Option(parsing: .unconditional, help: Settings.filter.help())
  var filter: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show only what this CESQL expression is true for.", valueName: "expr"))
  var cesql: String?

  @Option(help: Settings.rules.help(), completion: .file())
  var rules: String?

  @Option(help: Settings.capacity.help(), transform: Number.positive)
  var capacity: Int?

  @Option(help: Settings.memory.help(), transform: ByteSize.parse)
  var memory: Int?

  @Option(help: Settings.maxBody.help(), transform: ByteSize.parse)
  var maxBody: Int?

  @Option(parsing: .singleValue, help: Settings.allowHost.help())
  var allowHost: [String] = []

  @Option(parsing: .singleValue, help: Settings.allowOrigin.help())
  var allowOrigin: [String] = []

  @Option(
    help: ArgumentHelp(
      "The certificate to listen with on https:// addresses, in PEM, then its issuers.", valueName: "file"),
    completion: .file())
  var tlsCert: String?

  @Option(
    help: ArgumentHelp(
      "The certificate's private key, in PEM, where it is not in the same file.", valueName: "file"),
    completion: .file())
  var tlsKey: String?

  @Option(
    help: ArgumentHelp(
      "Serve only clients with a certificate of these authorities, in PEM.", valueName: "file"),
    completion: .file())
  var tlsClientCa: String?

  @OptionGroup var recording: RecordOptions

  @Flag(inversion: .prefixedNo, help: Settings.keepSecrets.help())
  var keepSecrets: Bool?

  @OptionGroup var configurationFile: ConfigurationOption

  @OptionGroup var schemas: SchemaOptions

  /// What the options ask for, read and checked.
  ///
  /// - Parameters:
  ///   - addresses: where to listen, where the arguments hold other things too.
  ///   - tellsProblems: whether what is wrong with the configuration is told here, on stderr.
  func setup(addresses: [String]? = nil, tellsProblems: Bool = true) throws(Failure) -> ListeningSetup {
    try ProcessLimits.prepare()
    let inherited = InheritedSocket.takeAll()
    let configured = try ConfigurationFiles(named: configurationFile.config).load()
    if let named = configurationFile.config {
      let problems = configured.problems.filter { $0.file == named } + configured.problemsOfValues()
      try refuse(problems.filter { $0.severity == .error })
    }
    if tellsProblems {
      for problem in configured.problems { StandardError.say("warning: \(problem.sentence)") }
    }
    var addresses = addresses ?? self.addresses
    if addresses.isEmpty, inherited.isEmpty {
      try refuse(configured.addressProblems)
      addresses = configured.list(Settings.addresses) ?? []
    }
    let hasPlace = !addresses.isEmpty || inherited.isEmpty
    var setup = ListeningSetup(addresses: hasPlace ? try Self.listeningAddresses(addresses) : [])
    setup.configuration = configured
    setup.inherited = inherited
    setup.options.tls = try tlsIdentity(for: setup.addresses)
    if let maxBody = maxBody ?? configured.number(Settings.maxBody) {
      guard maxBody <= 1 << 30 else { throw Failure(.usage, "--max-body is at most 1g.") }
      setup.options.limits.maxBody = maxBody
    }
    setup.options.allowedHosts = allowHost.isEmpty ? configured.list(Settings.allowHost) ?? [] : allowHost
    setup.options.allowedOrigins =
      allowOrigin.isEmpty ? configured.list(Settings.allowOrigin) ?? [] : allowOrigin
    setup.limits = EventStore.Limits(
      entries: capacity ?? configured.number(Settings.capacity) ?? setup.limits.entries,
      bytes: memory ?? configured.number(Settings.memory)
        ?? ProcessLimits.keptBytes(usual: setup.limits.bytes))
    // Bodies that are not whole yet take half as much as what is kept, at most, and room for one at least.
    let limits = setup.options.limits
    setup.options.limits.unfinished = max(
      limits.maxBody * 2, min(limits.unfinished, setup.limits.bytes / 2))
    setup.keepSecrets = keepSecrets ?? configured.flag(Settings.keepSecrets) ?? false
    setup.decoders = DataDecoders(schemas: try schemas.read())
    setup.recording = recording.options(keepSecrets: setup.keepSecrets)
    // What waits to be recorded takes an eighth as much, at most.
    setup.recording?.maximumWaiting = min(32 << 20, setup.limits.bytes / 8)
    if filter == nil { try refuse([configured.filterProblem].compactMap(\.self)) }
    let filter = filter ?? configured.text(Settings.filter)
    let query = try filter.map { text throws(Failure) in EventCondition.query(try QueryArgument.parse(text)) }
    let expression = try cesql.map { text throws(Failure) in
      EventCondition.cesql(try CESQLArgument.parse(text))
    }
    setup.condition = .all([query, expression].compactMap(\.self))
    setup.filterText = [filter, cesql.map { "\(EventCondition.expressionMark) \($0)" }].compactMap(\.self)
      .joined(separator: " ")
    if rules == nil { try refuse(configured.rulesProblems) }
    if let rules = rules ?? configured.text(Settings.rules) {
      setup.rulesPath = rules
      setup.rules = try RulesFile(rules).load()
    }
    return setup
  }

  /// Ends the start where something that is set outside of the command line is wrong.
  private func refuse(_ problems: [ConfigurationProblem]) throws(Failure) {
    guard let first = problems.first else { return }
    for problem in problems.dropFirst() { StandardError.say("\(problem).") }
    throw Failure(.configuration, "\(first).")
  }

  private func tlsIdentity(for addresses: [Address]) throws(Failure) -> TLSIdentity? {
    guard let tlsCert else {
      guard tlsKey == nil, tlsClientCa == nil else {
        throw Failure(.usage, "--tls-key and --tls-client-ca need --tls-cert.")
      }
      for case .http(_, _, _, isTLS: true, _) in addresses {
        throw Failure(.usage, "listening on an https:// address needs --tls-cert, and --tls-key.")
      }
      return nil
    }
    do {
      return try TLSIdentity(certificate: tlsCert, key: tlsKey, clientCA: tlsClientCa)
    } catch {
      throw Failure(error.isUnreadable ? .noInput : .configuration, "\(error)")
    }
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
    do {
      return try Address(text)
    } catch {
      throw Failure(.usage, "\(error)")
    }
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
  /// What the process was started with.
  var inherited: [InheritedSocket] = []
  var options = ListenerOptions()
  /// How much the store keeps.
  var limits = EventStore.Limits()
  /// What is shown.
  var condition = EventCondition.everything
  /// The same as it is typed in the UI.
  var filterText = ""
  var rules = RuleSet()
  /// Where the rules were read from.
  var rulesPath: String?
  var keepSecrets = false
  /// What is set outside of the command line.
  var configuration = Configuration()
  /// What makes data readable.
  var decoders = DataDecoders.standard
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
