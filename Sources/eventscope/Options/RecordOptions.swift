import ArgumentParser
import InspectorCore

/// How deliveries are recorded.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Append a delivery record of each delivery to this file before it is acknowledged.", valueName: "file"),
    completion: .file())
  var record: String?

  @Option(
    help: ArgumentHelp(
      "When --record forces records onto the disk: always (before each answer; --sync alone says so too), a time "
        + "such as 1s (the default), or never.",
      valueName: "policy"),
    transform: RecordOptions.policy)
  var sync: SyncPolicy?

  @Option(
    help: ArgumentHelp(
      "Begin a new file when --record's reaches this size; the full ones are FILE.1, FILE.2 and so on.",
      valueName: "size"),
    transform: ByteSize.parse)
  var recordMax: Int?

  func validate() throws {
    guard record == nil else { return }
    if sync != nil { throw ValidationError("--sync says how --record writes, which is missing") }
    if recordMax != nil {
      throw ValidationError("--record-max says how large --record's file gets, which is missing")
    }
  }

  /// What is asked for; `nil` where nothing is recorded.
  func options(keepSecrets: Bool) -> Recorder.Options? {
    guard let record else { return nil }
    var options = Recorder.Options(path: record)
    if let sync { options.sync = sync }
    options.maxSize = recordMax
    options.keepSecrets = keepSecrets
    return options
  }

  /// The arguments with each bare `--sync` written out, so that what follows it is not taken for its value.
  static func withSyncWrittenOut(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return arguments.indices.map { index in
      guard index < end, arguments[index] == "--sync" else { return arguments[index] }
      let next = index + 1 < end ? arguments[index + 1] : ""
      return SyncPolicy(next) == nil ? "--sync=always" : "--sync"
    }
  }

  @Sendable private static func policy(_ text: String) throws -> SyncPolicy {
    guard let policy = SyncPolicy(text) else {
      throw ValidationError("it is always, never, or a time such as 1s or 500ms")
    }
    return policy
  }
}
