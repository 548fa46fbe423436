import InspectorCore
import Testing

@testable import InspectorListener

@Suite struct RequestMachineTests {
  private func machine(
    _ change: (inout ListenerLimits) -> Void = { _ in }, policy: HostPolicy = HostPolicy(),
    shedding: Bool = false
  ) -> RequestMachine {
    var limits = ListenerLimits()
    change(&limits)
    return RequestMachine(limits: limits, policy: policy, isShedding: shedding)
  }

  private func facts(_ change: (inout RequestFacts) -> Void = { _ in }) -> RequestFacts {
    var facts = RequestFacts()
    facts.hosts = ["localhost:8080"]
    change(&facts)
    return facts
  }

  /// What a head leads to: a refusal at once or at the end, or another step.
  private func refusal(_ facts: RequestFacts, in machine: RequestMachine? = nil) -> TurnedAway? {
    var machine = machine ?? self.machine()
    for step in [machine.head(facts), machine.end()] {
      if case .refuse(let turned) = step { return turned }
    }
    return nil
  }

  @Test func aPostIsDeliveredAtItsEnd() {
    var machine = machine()
    #expect(machine.head(facts { $0.contentLengths = ["2"] }) == .proceed)
    #expect(machine.body(2) == .proceed)
    #expect(machine.end() == .deliver)
    #expect(machine.keepsAlive)
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var status: Int
    var rule: String
    var closes = false
    var change: @Sendable (inout RequestFacts) -> Void

    init(
      _ what: String, _ status: Int, _ rule: String, closes: Bool = false,
      _ change: @escaping @Sendable (inout RequestFacts) -> Void
    ) {
      (testDescription, self.status, self.rule, self.closes, self.change) = (
        what, status, rule, closes, change
      )
    }
  }

  @Test(arguments: [
    Wrong("no Host", 400, "http.host", closes: true) { $0.hosts = [] },
    Wrong("two Hosts", 400, "http.host", closes: true) { $0.hosts = ["localhost", "localhost"] },
    Wrong("a foreign Host", 403, "http.host") { $0.hosts = ["evil.example:8080"] },
    Wrong("a Host that only begins like a loopback name", 403, "http.host") {
      $0.hosts = ["127.0.0.1.evil.example"]
    },
    Wrong("a foreign Origin", 403, "http.origin") { $0.origin = "https://evil.example" },
    Wrong("an opaque Origin", 403, "http.origin") { $0.origin = "null" },
    Wrong("a page of another site", 403, "http.fetch-site") { $0.secFetchSite = "cross-site" },
    Wrong("GET", 405, "http.method") { ($0.method, $0.methodName) = (.get, "GET") },
    Wrong("DELETE", 405, "http.method") { ($0.method, $0.methodName) = (.other, "DELETE") },
    Wrong("CONNECT", 405, "http.method") { ($0.method, $0.methodName) = (.connect, "CONNECT") },
    Wrong("another expectation", 417, "http.expect") { $0.expect = "200-maybe" },
    Wrong("brotli", 415, "http.content-encoding") { $0.contentEncoding = "br" },
    Wrong("length and coding", 400, "http.framing", closes: true) {
      ($0.contentLengths, $0.transferEncodings) = (["1"], ["chunked"])
    },
    Wrong("a coding in HTTP/1.0", 400, "http.framing", closes: true) {
      ($0.isHTTP10, $0.transferEncodings) = (true, ["chunked"])
    },
    Wrong("an unknown coding", 501, "http.transfer-encoding", closes: true) {
      $0.transferEncodings = ["gzip, chunked"]
    },
    Wrong("chunked twice", 501, "http.transfer-encoding", closes: true) {
      $0.transferEncodings = ["chunked", "chunked"]
    },
    Wrong("a length that is none", 400, "http.framing", closes: true) { $0.contentLengths = ["+5"] },
    Wrong("two lengths", 400, "http.framing", closes: true) { $0.contentLengths = ["5", "5"] },
    Wrong("a body over the limit", 413, "http.body-size", closes: true) { $0.contentLengths = ["16777217"] },
    Wrong("a length beyond Int", 413, "http.body-size", closes: true) {
      $0.contentLengths = ["9223372036854775808"]
    },
    Wrong("a long target", 414, "http.target-length", closes: true) {
      $0.target = "/" + String(repeating: "a", count: 8192)
    },
  ])
  func aWrongRequestIsRefused(_ wrong: Wrong) throws {
    let turned = try #require(refusal(facts(wrong.change)))
    #expect(turned.refusal.status == wrong.status)
    #expect(turned.refusal.rule == wrong.rule)
    #expect(turned.closes == wrong.closes)
    #expect(turned.isDelivery)
    #expect(!turned.refusal.reason.isEmpty && !turned.refusal.section.isEmpty)
  }

  @Test(arguments: [
    "localhost", "LocalHost:1", "127.0.0.1", "127.9.8.7:8080", "[::1]:8080", "[::1]", "localhost.",
  ])
  func loopbackHostsAreServed(_ host: String) {
    #expect(refusal(facts { $0.hosts = [host] }) == nil)
  }

  @Test(arguments: ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:5173"])
  func pagesOnLoopbackAreServedThoughTheyAreCrossSite(_ origin: String) {
    #expect(refusal(facts { ($0.origin, $0.secFetchSite) = (origin, "cross-site") }) == nil)
  }

  @Test func anAllowedHostAndItsOriginAreServed() {
    let policy = HostPolicy(allowedHosts: ["dev.box:9000"], allowedOrigins: ["https://app.example"])
    let machine = machine(policy: policy)
    #expect(refusal(facts { $0.hosts = ["DEV.box:1234"] }, in: machine) == nil)
    #expect(refusal(facts { $0.origin = "http://dev.box" }, in: machine) == nil)
    #expect(refusal(facts { $0.origin = "https://app.example" }, in: machine) == nil)
    #expect(refusal(facts { $0.origin = "https://other.example" }, in: machine)?.refusal.status == 403)
  }

  @Test func onAUnixSocketAnyHostIsServedButNotAnyOrigin() {
    let machine = machine(policy: HostPolicy(checksHost: false))
    #expect(refusal(facts { $0.hosts = ["whatever"] }, in: machine) == nil)
    #expect(refusal(facts { $0.origin = "https://evil.example" }, in: machine)?.refusal.status == 403)
  }

  @Test func http10NeedsNoHost() {
    #expect(refusal(facts { ($0.hosts, $0.isHTTP10) = ([], true) }) == nil)
  }

  @Test func whoeverWaitsWith100IsToldToContinue() {
    var machine = machine()
    let waiting = facts { ($0.expect, $0.contentLengths) = ("100-Continue", ["5"]) }
    #expect(machine.head(waiting) == .sendContinue)
  }

  @Test func whoeverWaitsWith100IsRefusedBeforeTheBodyComes() {
    var machine = machine()
    let waiting = facts {
      ($0.expect, $0.contentLengths, $0.hosts) = ("100-continue", ["5"], ["evil.example"])
    }
    guard case .refuse(let turned) = machine.head(waiting) else {
      Issue.record("not refused at its head")
      return
    }
    #expect(turned.refusal.status == 403 && turned.closes)
    #expect(!machine.keepsAlive)
  }

  @Test func http10IsNotToldToContinue() {
    var machine = machine()
    #expect(
      machine.head(facts { ($0.expect, $0.contentLengths, $0.isHTTP10) = ("100-continue", ["5"], true) })
        == .proceed)
  }

  @Test func aChunkedBodyIsCountedWhileItStreams() {
    var machine = machine { $0.maxBody = 10 }
    #expect(machine.head(facts { $0.transferEncodings = ["chunked"] }) == .proceed)
    #expect(machine.body(10) == .proceed)
    guard case .refuse(let turned) = machine.body(1) else {
      Issue.record("not refused")
      return
    }
    #expect(turned.refusal.status == 413 && turned.closes)
  }

  @Test func theHandshakeIsAnsweredAndNotADelivery() {
    var machine = machine()
    let asking = facts {
      ($0.method, $0.webhookOrigin, $0.webhookRate) = (.options, "emitter.example", "120")
    }
    #expect(machine.head(asking) == .proceed)
    guard case .permit(let answer, let handshake) = machine.end() else {
      Issue.record("not answered")
      return
    }
    #expect(handshake == WebhookHandshake(origin: "emitter.example", rate: "120"))
    #expect(answer.status == 200)
    #expect(answer.headers.contains { $0 == ("WebHook-Allowed-Origin", "emitter.example") })
    #expect(answer.headers.contains { $0 == ("WebHook-Allowed-Rate", "120") })
    #expect(answer.headers.contains { $0 == ("Allow", "POST, PUT, OPTIONS") })
  }

  @Test func aHandshakeWithoutARateAllowsAny() {
    var machine = machine()
    _ = machine.head(facts { ($0.method, $0.webhookOrigin) = (.options, "emitter.example") })
    guard case .permit(let answer, _) = machine.end() else {
      Issue.record("not answered")
      return
    }
    #expect(answer.headers.contains { $0 == ("WebHook-Allowed-Rate", "*") })
  }

  @Test func aRefusedHandshakeIsNoDelivery() throws {
    let turned = try #require(refusal(facts { ($0.method, $0.hosts) = (.options, ["evil.example"]) }))
    #expect(!turned.isDelivery)
  }

  @Test(arguments: [RequestFacts.Method.get, .head]) func healthIsAnswered(_ method: RequestFacts.Method) {
    var machine = machine()
    _ = machine.head(facts { ($0.method, $0.target) = (method, "/healthz") })
    guard case .answer(let answer) = machine.end() else {
      Issue.record("not answered")
      return
    }
    #expect(answer.status == 200)
    #expect(machine.isHead == (method == .head))
  }

  @Test func aSheddingConnectionSays503() throws {
    let turned = try #require(refusal(facts(), in: machine(shedding: true)))
    #expect(turned.refusal.status == 503 && turned.closes)
    #expect(turned.headers == [.init(name: "Retry-After", value: "1")])
  }

  @Test func anUpgradeThatIsNotKnownIsOnlyAnOffer() {
    var machine = machine()
    _ = machine.head(facts { $0.asksUpgrade = true })
    #expect(machine.end() == .deliver)
    #expect(machine.keepsAlive && machine.asksUpgrade)
  }

  @Test func whoMisnamesTheHostIsToldBeforeTheBodyComes() {
    var machine = machine()
    let step = machine.head(
      facts {
        $0.hosts = []
        $0.contentLengths = ["5"]
      })
    guard case .refuse(let turned) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(turned.refusal.status == 400)
  }

  @Test func whatThePeerSaidIsShownHarmlessly() throws {
    let turned = try #require(refusal(facts { $0.hosts = ["a\u{1b}[31m\u{202e}b"] }))
    #expect(turned.refusal.reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202e })
  }
}

extension RequestFacts {
  fileprivate var hosts: [String] {
    get { [] }
    set { (host, hostCount) = (newValue.first, newValue.count) }
  }

  fileprivate var contentLengths: [String] {
    get { [] }
    set { (contentLengthText, contentLengthCount) = (newValue.first, newValue.count) }
  }
}
