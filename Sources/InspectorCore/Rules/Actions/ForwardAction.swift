import CloudEvents
import CloudEventsHTTP

/// Sends the event on: as it came, or in another content mode.
struct ForwardAction: RuleAction {
  static let key = "forward"
  static let help =
    "an address to send it on to, or { to, mode, retry, timeout, headers, credentials }; redirects are not followed"
  static let example = #"forward = { to = "http://127.0.0.1:9000", mode = "as-received", retry = 3 }"#

  private static let keys = ["to", "mode", "retry", "timeout", "headers", "credentials"]
  /// As it came.
  private static let asReceived = "as-received"

  private let forward: RuleForward

  init?(_ value: RuleValue) {
    let right = #"an address such as "http://127.0.0.1:9000", or { to = "http://127.0.0.1:9000", retry = 3 }"#
    guard value.isTable else {
      guard let address = Self.address(value, as: right) else { return nil }
      forward = RuleForward(to: address)
      return
    }
    let wrongBefore = value.reader.problems.count
    guard let table = value.table(of: Self.keys, as: right) else { return nil }
    guard let to = table["to"] else {
      value.refuse(#"to, the address, is missing, as in { to = "http://127.0.0.1:9000" }"#)
      return nil
    }
    guard let address = Self.address(to, as: "an address") else { return nil }
    var forward = RuleForward(to: address)
    forward.mode = table["mode"].flatMap(Self.mode)
    if let retries = table["retry"]?.integer(in: 0...100, as: "a number of retries from 0 to 100") {
      forward.retries = retries
    }
    if let timeout = table["timeout"]?.duration(upTo: 600, as: #"a time up to 10 minutes, such as "5s""#) {
      if timeout == .zero { table["timeout"]?.refuse("a timeout is longer than nothing") }
      forward.timeout = timeout
    }
    forward.headers = (table["headers"]?.members(as: #"a table such as { X-Origin = "test" }"#) ?? [])
      .compactMap { header in HeaderRule.checked(header).map { .init(header.name, $0) } }
    if let keeps = table["credentials"]?.boolean() { forward.keepsCredentials = keeps }
    guard value.reader.problems.count == wrongBefore else { return nil }
    self.forward = forward
  }

  func act(on event: RuledEvent) -> Bool { event.ask(for: .forward(forward)) }

  private static func address(_ value: RuleValue, as right: String) -> Address? {
    guard let text = value.text(as: right) else { return nil }
    do {
      let address = try Address(text)
      switch address {
      case .unixNDJSON:
        value.refuse("lines have no Via header, so a loop of them would not end; use unix:PATH for HTTP")
        return nil
      case .http(_, 0, _, _, _):
        value.refuse("\(address) has no port to send to; write one from 1 to 65535")
        return nil
      case .http, .unix: return address
      }
    } catch {
      value.refuse(String(error.description.dropLast()))
      return nil
    }
  }

  private static func mode(_ value: RuleValue) -> ContentMode? {
    let words = [asReceived] + ContentMode.allCases.map(\.rawValue)
    return value.word(of: words).flatMap { ContentMode(rawValue: $0) }
  }
}
