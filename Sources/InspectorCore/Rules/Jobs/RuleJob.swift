/// Work that a rule asks for and that is not done on the way of the event: nobody's answer waits for it.
public enum RuleJob: Sendable, Hashable {
  case notify(RuleNotification)
  case forward(RuleForward)
  case write(RuleFile)
  /// A program and its arguments, run without a shell.
  case exec([String])

  /// Whether it is about the delivery as it came, so that it is done once for a whole batch.
  var isForWholeDelivery: Bool {
    if case .forward(let forward) = self { forward.mode == nil } else { false }
  }
}

/// A sign to whoever sits at the terminal.
public enum RuleNotification: String, Sendable, Hashable, CaseIterable {
  /// BEL.
  case bell
  /// OSC 9: the terminal shows a notification with the rule's name and the event's type.
  case desktop

  /// The bytes for a terminal; nothing of the text can end them early.
  public func sequence(_ text: String) -> [UInt8] {
    switch self {
    case .bell: [0x07]
    case .desktop: Array("\u{1b}]9;\(TextCleaner.clean(String(text.prefix(200))))\u{07}".utf8)
    }
  }
}

/// A file that a rule appends lines to.
public struct RuleFile: Sendable, Hashable {
  /// What a line is.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// The event in the JSON event format.
    case event
    /// The delivery record.
    case record
  }

  public var path: String
  public var form: Form

  public init(path: String, form: Form = .event) {
    self.path = path
    self.form = form
  }
}

/// A job, for one event of a delivery.
public struct RuleTask: Sendable {
  /// Where what becomes of it is noted.
  public var activity: RuleActivity
  public var job: RuleJob
  /// Which of the delivery's entries it is about.
  public var entry: Int

  public init(activity: RuleActivity, job: RuleJob, entry: Int) {
    self.activity = activity
    self.job = job
    self.entry = entry
  }
}

/// Does what rules ask for beside the answer. It is called on a connection's event loop: it takes, and never waits.
public protocol RuleTaskReceiver: Sendable {
  /// Takes tasks of a delivery that is acknowledged; what there is no room for is noted at its rule.
  func take(_ tasks: [RuleTask], of received: ReceivedDelivery)
}
