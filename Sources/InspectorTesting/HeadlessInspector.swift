import CloudEvents
import CloudEventsHTTP
import InspectorCore
import InspectorUI

/// The whole inspector without a terminal and without sockets: deliveries and keys in, screens out.
public struct HeadlessInspector {
  public let store: EventStore
  public let inspector: Inspector
  public private(set) var model: Model
  /// What the UI asked of the world, in order.
  public private(set) var effects: [Effect] = []
  /// What the clock says; each delivery comes a little later than the one before.
  public private(set) var time: WallTime

  public init(
    _ width: Int = 80, _ height: Int = 24, limits: EventStore.Limits = .init(),
    addresses: [String] = ["http://localhost:8080"], rules: RuleSet = RuleSet(),
    formats: EventFormats = .standard
  ) {
    store = EventStore(limits: limits, binding: HTTPBinding(formats: formats))
    inspector = Inspector(store: store, rules: rules)
    time = .testStart
    model = Model(
      size: Size(width: width, height: height), now: time, snapshot: store.snapshot(), addresses: addresses,
      themes: ThemeLibrary.builtIn.names.map { ThemeChoice(id: $0, name: $0) }, theme: "default-dark")
    model.rules = rules
    run(.input(.wake))
  }

  /// Has a request arrive, and the screen brought up to date.
  @discardableResult
  public mutating func receive(_ bytes: [UInt8]) -> Answer {
    receive(Delivery(request: bytes, at: time))
  }

  /// Has a delivery arrive, and the screen brought up to date.
  @discardableResult
  public mutating func receive(_ delivery: Delivery) -> Answer {
    let answer = inspector.receive(delivery)
    time = time.plus(milliseconds: 134)
    run(.storeChanged(store.snapshot()))
    return answer
  }

  /// Presses keys, separated by spaces: `j j Enter`, `Ctrl-D`.
  public mutating func press(_ keys: String) {
    for name in keys.split(separator: " ") {
      guard let key = Key(String(name)) else { preconditionFailure("\(name) is no key") }
      run(.input(.key(key)))
    }
    pause()
  }

  /// Lets so much time pass that what waits for a pause of the typing happens.
  private mutating func pause() {
    guard let moment = model.nextMoment, moment.since(model.now) < .seconds(1) else { return }
    run(.tick(moment, utcOffset: model.utcOffset))
  }

  /// Lets time pass.
  public mutating func pass(seconds: Int64) {
    time = max(time, model.now).plus(milliseconds: seconds * 1000)
    run(.tick(time, utcOffset: model.utcOffset))
  }

  /// Types a text, character by character.
  public mutating func type(_ text: String) {
    for character in text { run(.input(.key(Key(character)))) }
    pause()
  }

  public mutating func paste(_ text: String) {
    run(.input(.paste(text)))
    pause()
  }

  public mutating func resize(_ width: Int, _ height: Int) {
    run(.input(.resize(Size(width: width, height: height))))
  }

  /// Lets an action happen, and what the store would do of its effects.
  public mutating func run(_ action: Action) {
    let effects = model.update(action)
    self.effects += effects
    for effect in effects {
      switch effect {
      case .setRule(let index, let isEnabled):
        inspector.setRule(at: index, isEnabled: isEnabled)
        run(.rulesChanged(inspector.currentRules))
      case .setTheme(let name): run(.themed(name, warnings: []))
      case .receive(let requests): for request in requests { receive(request) }
      case .pin(let numbers): store.pin(numbers)
      case .forget(let number):
        store.forget(before: number)
        run(.storeChanged(store.snapshot()))
      default: break
      }
    }
    while !model.isSettled { _ = model.update(.input(.wake)) }
  }

  /// The screen as rows of text.
  public var lines: [String] { model.view().lines() }
  /// The screen as text.
  public var screen: String { lines.joined(separator: "\n") }
  /// The row of the screen that has a text; empty where none has.
  public func line(with text: String) -> String { lines.first { $0.contains(text) } ?? "" }
}

extension HeadlessInspector {
  /// Puts a filter in force, as the command line does.
  public mutating func setFilter(_ text: String) {
    model.setFilter(text)
    run(.input(.wake))
  }

  /// Prepares the model as a program does at its start.
  public mutating func change(_ body: (inout Model) -> Void) {
    body(&model)
    run(.input(.wake))
  }

  /// Puts other keys in force.
  public mutating func useKeymap(_ keymap: Keymap) { model.keymap = keymap }
}
