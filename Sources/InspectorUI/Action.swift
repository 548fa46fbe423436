import InspectorCore

/// What can happen to the UI.
public enum Action: Sendable {
  case input(Input)
  case command(Command)
  /// The store has changed; this is what it keeps now.
  case storeChanged(StoreSnapshot)
  /// Time has passed.
  case tick(WallTime, utcOffset: Int)
  /// What was sent has an answer.
  case delivered(Int, SendOutcome)
  /// How far a series has come.
  case progressed(SeriesProgress)
  /// How far the loading of a file has come; nil when it is over.
  case loading(LoadProgress?)
  /// What an editor has made of a text.
  case edited(String)
  /// A theme is on the screen, maybe with warnings about its file.
  case themed(String, warnings: [String])
  /// Other rules are in force.
  case rulesChanged(RuleSet)
  /// A file that was to be written is there already.
  case fileExists(SaveRequest)
  /// A file could not be written, and why.
  case cannotSave(SaveRequest, reason: String)
  /// The paths that begin like a text.
  case foundPaths([String], beginning: String)
  /// What is wrong with files that were read, each in a sentence.
  case foundProblems([Message])
  /// The rules file cannot be used, and why; nil where it can again.
  case rulesProblem(String?)
  /// It is listened, on these addresses.
  case listening([String])
  /// It is not, and why.
  case cannotListen(String)
  /// Something outside has something to say.
  case say(Message)
  /// Something outside is wrong, and says so until it is over.
  case alarm(Message)
  case alarmOver(Message)
}

/// What the UI wants from the world.
public enum Effect: Sendable, Equatable {
  case quit
  case send(SendRequest)
  case sendSeries(SendSeries)
  case stopSeries
  /// A text for the user's editor; what it becomes comes back as ``Action/edited(_:)``.
  case edit(String, fileExtension: String)
  /// Bytes for the terminal's clipboard.
  case copy([UInt8])
  case setTheme(String)
  case setMouse(Bool)
  /// Keeps a filter under a name, for other sessions too.
  case keepFilter(name: String, text: String)
  /// Keeps the filter of a name no longer.
  case forgetFilter(name: String)
  /// Keeps what was typed into the filter, the oldest first.
  case keepFilterHistory([String])
  /// Switches a rule on or off, by its place.
  case setRule(Int, isEnabled: Bool)
  /// These entries are to stay as long as others can go.
  case pin(Set<UInt64>)
  /// The entries before this one are not wanted any more.
  case forget(before: UInt64)
  /// The addresses are to be listened on, if that can be done now.
  case listen
  /// Whole requests, as if they had just arrived.
  case receive([[UInt8]])
  /// The events of a file, as if they had just arrived.
  case load(path: String)
  case stopLoading
  case save(SaveRequest)
  /// The paths that begin like a text; they come back as ``Action/foundPaths(_:beginning:)``.
  case findPaths(beginning: String)
  /// Bytes for the user's pager.
  case page([UInt8], fileExtension: String)
  /// Bytes for the standard input of a shell command, whose output is shown.
  case pipe([UInt8], command: String)
  case redraw
  case suspend
}

/// A message that is to be sent.
public struct SendRequest: Sendable, Equatable {
  /// Comes back with the answer.
  public var id: Int
  public var address: Address
  public var method: String
  /// The fields in order, without framing.
  public var fields: [HeaderLine]
  public var body: [UInt8]
  /// The request target; `nil` takes the address's.
  public var target: [UInt8]?
  /// What is sent, in a few words, such as the event's type.
  public var label: String
}

/// A header's name and value, which may be no text.
public struct HeaderLine: Sendable, Hashable {
  public var name: String
  public var bytes: [UInt8]

  /// The value as text.
  public var value: String { String(decoding: bytes, as: UTF8.self) }

  public init(_ name: String, _ value: String) {
    self.init(name, bytes: Array(value.utf8))
  }

  public init(_ name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What came of a message that was sent.
public enum SendOutcome: Sendable, Equatable {
  case answered(status: Int, reason: String, fields: [HeaderLine], body: [UInt8], duration: Duration)
  /// One sentence: what, where, and what would be right.
  case failed(String)

  /// Why it was not taken, in a few words; `nil` where it was.
  public var problem: String? {
    switch self {
    case .failed(let reason): reason
    case .answered(let status, let reason, _, _, _):
      status == 0 || (200..<300).contains(status) ? nil : "\(status) \(reason)"
    }
  }
}
