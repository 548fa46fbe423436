import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Decides what becomes of a request, from facts alone: no sockets, no clock, no bytes.
///
/// For each message: `head`, `body` as often as a part came, `end`; or `fault` at any time. Each returns one
/// step. After a step that closes nothing more is asked.
struct RequestMachine {
  /// What to do next.
  enum Step: Equatable {
    case proceed
    /// The peer waits with its body for this.
    case sendContinue
    /// The message is whole: hand it to the receiver, and send what it answers.
    case deliver
    /// The listener's own answer, which nobody records.
    case answer(Answer)
    /// The answer to a sender that asked whether it may send.
    case permit(Answer, WebhookHandshake)
    /// The connection goes on as a WebSocket.
    case upgrade(WebSocketHandshake)
    case refuse(TurnedAway)
  }

  /// What went wrong besides what a head says.
  enum Fault: Equatable {
    case headTooLarge(isTarget: Bool)
    case unknownMethod(String)
    case version
    case bodyTooLarge
    case syntax(String)
    case incomplete
    /// All unfinished messages together take too much memory.
    case noMemory
    case lateHead
    case lateBody
  }

  let limits: ListenerLimits
  let policy: HostPolicy
  /// Set on a connection above the limit: its requests are read, shown, and told to come back later.
  let isShedding: Bool
  /// Set where HTTP came without TLS to an https address.
  let lacksTLS: Bool
  /// The event formats that can be read.
  let formats: EventFormats

  private var bodyBytes = 0
  /// What the head has decided for the end of the message; nil between messages. A refusal that can wait does
  /// wait, so that all of the message is shown and the connection goes on.
  private var ending: Step?
  private var isDelivery = true
  /// The Host that was served last: on a connection it hardly ever changes.
  private var servedHost: [UInt8]?

  init(
    limits: ListenerLimits, policy: HostPolicy, isShedding: Bool = false, lacksTLS: Bool = false,
    formats: EventFormats = .standard
  ) {
    self.limits = limits
    self.policy = policy
    self.isShedding = isShedding
    self.lacksTLS = lacksTLS
    self.formats = formats
  }

  /// Whether the connection goes on after the message that is being read, or was read last.
  private(set) var keepsAlive = true
  /// Whether the message asked for another protocol.
  private(set) var asksUpgrade = false
  /// Whether the answer has no body because HEAD was asked.
  private(set) var isHead = false
  /// Whether the body of what is delivered has a content coding that must be taken off first.
  private(set) var isCoded = false
  /// Whether the answer has to say that the connection goes on, as HTTP/1.0 does not take it for granted.
  private(set) var isHTTP10 = false

  /// Whether requests on this connection may be plain: not where each of them is refused.
  var takesPlain: Bool { !isShedding && !lacksTLS }

  /// A plain request at the start of some bytes, which is to be delivered; `nil` leaves all of them to the decoder.
  /// Asked between messages only.
  mutating func plain(_ bytes: UnsafeRawBufferPointer) -> PlainRequest? {
    guard let servedHost, let request = PlainRequest(bytes, host: servedHost, limits: limits) else {
      return nil
    }
    (keepsAlive, asksUpgrade, isHead, isCoded, isHTTP10) = (true, false, false, false, false)
    return request
  }

  mutating func head(_ facts: RequestFacts) -> Step {
    bodyBytes = 0
    ending = .proceed
    isDelivery = facts.method != .options && !facts.isHealthCheck
    keepsAlive = facts.wantsKeepAlive && facts.method != .connect
    asksUpgrade = facts.asksUpgrade
    isHead = facts.method == .head
    isCoded = false
    isHTTP10 = facts.isHTTP10
    if let turned = unreadable(facts) { return refuse(turned) }
    let turned = unwanted(facts)
    ending = turned.map(Step.refuse) ?? wanted(facts)
    // Whoever expects something may wait for an answer before the body.
    guard let expect = facts.expect, !facts.isHTTP10, facts.hasBody else { return .proceed }
    guard var turned else { return expect.isField("100-continue") ? .sendContinue : .proceed }
    // The body may or may not follow now: the connection cannot be read any further.
    turned.closes = true
    return refuse(turned)
  }

  mutating func body(_ count: Int) -> Step {
    bodyBytes += count
    return bodyBytes > limits.maxBody ? refuse(.body(limit: limits.maxBody, announced: nil)) : .proceed
  }

  mutating func end() -> Step {
    guard let step = ending else { return .proceed }
    if case .refuse(let turned) = step { return refuse(turned) }
    ending = nil
    return step
  }

  /// A whole message whose content coding cannot be taken off.
  mutating func undecodable(_ error: ContentCodingError) -> Step {
    refuse(.content(error))
  }

  /// A message that can be read no further.
  mutating func fault(_ fault: Fault) -> Step {
    if ending == nil { (isHead, isHTTP10, isDelivery) = (false, false, true) }
    switch fault {
    case .headTooLarge(isTarget: true): return refuse(.target(limit: limits.target))
    case .headTooLarge: return refuse(.head(limits))
    case .unknownMethod(let name):
      return refuse(.method(name, allow: RequestMachine.allowed, closes: true))
    case .version: return refuse(.version())
    case .bodyTooLarge: return refuse(.body(limit: limits.maxBody, announced: nil))
    case .syntax(let reason): return refuse(.syntax(reason))
    case .incomplete: return refuse(.incomplete())
    case .noMemory: return refuse(.memory(retryAfter: 1))
    case .lateHead: return refuse(.late("The request's head"))
    case .lateBody: return refuse(.late("The request's body"))
    }
  }

  private mutating func refuse(_ turned: TurnedAway) -> Step {
    var turned = turned
    if !isDelivery { turned.isDelivery = false }
    ending = nil
    if turned.closes { keepsAlive = false }
    return .refuse(turned)
  }

  /// What makes a message's end or its receiver uncertain, or its body not worth reading.
  private func unreadable(_ facts: RequestFacts) -> TurnedAway? {
    if !facts.transferEncodings.isEmpty {
      if facts.contentLengthCount > 0 { return .lengthAndCoding() }
      if facts.isHTTP10 { return .codingInHTTP10() }
      guard facts.transferEncodings.count == 1, facts.transferEncodings[0].isField("chunked") else {
        return .transferCoding(facts.transferEncodings.joined(separator: ", "))
      }
    }
    if facts.contentLengthCount > 0 {
      guard let length = facts.contentLength else { return .contentLength(facts.contentLengthText ?? "") }
      if length > limits.maxBody { return .body(limit: limits.maxBody, announced: facts.contentLengthText) }
    }
    if facts.target.utf8.count > limits.target { return .target(limit: limits.target) }
    if facts.hostCount > 1 { return .severalHosts(facts.hostCount) }
    if facts.host == nil, !facts.isHTTP10 { return .missingHost() }
    return nil
  }

  /// What is refused once all of the message is there.
  private mutating func unwanted(_ facts: RequestFacts) -> TurnedAway? {
    if lacksTLS { return .plain() }
    if isShedding { return .load(retryAfter: 1) }
    if let turned = targetFault(facts) { return turned }
    if let host = facts.host {
      if servedHost.map({ !host.utf8.elementsEqual($0) }) ?? true {
        guard HostPolicy.isAuthority(host) else { return .malformedHost(host) }
        guard policy.serves(host: host) else { return .foreignHost(host) }
        servedHost = Array(host.utf8)
      }
    }
    if let origin = facts.origin {
      // A page's own origin says more than how far away it is: one that is served may be on another loopback
      // name.
      guard policy.serves(origin: origin) else { return .foreignOrigin(origin) }
    } else if facts.secFetchSite?.lowercased().utf8.contains("cross-site".utf8) == true {
      return .crossSite()
    }
    switch facts.method {
    case .post, .put: break
    case .options: return handshakeFault(facts)
    case .get, .head, .connect, .other:
      if facts.isHealthCheck { break }
      if facts.asksWebSocket { return facts.webSocketFault(formats) }
      let isHealth = facts.target.isExactly("/healthz")
      return .method(
        facts.methodName, allow: isHealth ? "GET, HEAD, \(RequestMachine.allowed)" : RequestMachine.allowed)
    }
    if let expect = facts.expect, !facts.isHTTP10, !expect.isField("100-continue") {
      return .expectation(expect)
    }
    if let value = facts.contentEncoding {
      switch ContentCoding.requested(by: value) {
      case .none: break
      case .coding: isCoded = true
      case .unknown: return .contentEncoding(value)
      }
    }
    return nil
  }

  /// A target is a path, or an absolute form for a host that is served; `*` is for OPTIONS, an authority for CONNECT.
  private func targetFault(_ facts: RequestFacts) -> TurnedAway? {
    if facts.target.utf8.contains(UInt8(ascii: "#")) { return .malformedTarget(facts.target) }
    if facts.target.utf8.first == UInt8(ascii: "/") || facts.method == .connect { return nil }
    if facts.target.isExactly("*"), facts.method == .options { return nil }
    guard let authority = facts.targetAuthority, HostPolicy.isAuthority(authority), !authority.isEmpty else {
      return .malformedTarget(facts.target)
    }
    return policy.serves(host: String(authority)) ? nil : .foreignTarget(String(authority))
  }

  /// What becomes of a request that nothing speaks against.
  private func wanted(_ facts: RequestFacts) -> Step {
    if facts.isHealthCheck {
      return .answer(
        Answer(status: 200, headers: [("Content-Type", "text/plain")], body: Array("ok\n".utf8)))
    }
    if facts.asksWebSocket, let key = facts.webSocketKey,
      let subprotocol = WebSocketSubprotocol.chosen(from: facts.webSocketOffer ?? "", formats: formats)
    {
      return .upgrade(WebSocketHandshake(key: key, subprotocol: subprotocol))
    }
    return facts.method == .options ? options(facts) : .deliver
  }

  static let allowed = "POST, PUT, OPTIONS"

  /// The webhook handshake (Web Hooks 1.0.2, 4): whoever asks may send, as fast as it asked for.
  private func options(_ facts: RequestFacts) -> Step {
    guard let origin = facts.webhookOrigin else {
      return .answer(Answer(status: 204, headers: [("Allow", RequestMachine.allowed)]))
    }
    let answer = Answer(
      status: 200,
      headers: [
        ("Allow", RequestMachine.allowed),
        ("WebHook-Allowed-Origin", origin),
        ("WebHook-Allowed-Rate", facts.webhookRate ?? "*"),
      ])
    return .permit(
      answer, WebhookHandshake(origin: origin, rate: facts.webhookRate, callback: facts.webhookCallback))
  }

  private func handshakeFault(_ facts: RequestFacts) -> TurnedAway? {
    if let origin = facts.webhookOrigin,
      origin.isEmpty || !origin.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    {
      return .webhook(field: "WebHook-Request-Origin", origin, wanted: "a DNS name")
    }
    if let callback = facts.webhookCallback,
      callback.isEmpty || !callback.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    {
      return .webhook(field: "WebHook-Request-Callback", callback, wanted: "an https: address")
    }
    if let rate = facts.webhookRate, !rate.isExactly("*"), Int(rate).map({ $0 > 0 }) != true {
      return .webhook(field: "WebHook-Request-Rate", rate, wanted: "a positive number of requests a minute")
    }
    return nil
  }
}
