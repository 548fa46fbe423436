/// Rings, or shows a notification, at the terminal; only where a rule asks for it.
struct NotifyAction: RuleAction {
  static let key = "notify"
  static let help = "bell, or desktop for a notification of the terminal (OSC 9); at most one a second"
  static let example = #"notify = "bell""#

  private let job: RuleJob?

  static let actsOnRefused = true

  init?(_ value: RuleValue) {
    if let isOn = value.ifBoolean {
      job = isOn ? .notify(.bell) : nil
      return
    }
    guard let kind: RuleNotification = value.word() else { return nil }
    job = .notify(kind)
  }

  func act(on event: RuledEvent) -> Bool { event.ask(for: job) }
}
