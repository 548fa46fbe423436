import CloudEvents
import Testing

@Suite struct KnownExtensionTests {
  private func event(_ attributes: [(String, AttributeValue)]) -> CloudEvent {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    for (name, value) in attributes { event[AttributeName(unchecked: name)] = value }
    return event
  }

  private func event(_ attributes: [(String, String)]) -> CloudEvent {
    event(attributes.map { ($0.0, AttributeValue.string($0.1)) })
  }

  @Test(
    arguments: [
      ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
      ("traceparent", "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-later"),
      ("dataref", "https://example.com/data/1"), ("dataref", "../1"), ("sampledrate", "30"),
      ("sequence", "0017"),
      ("partitionkey", "7"), ("severitynumber", "0"), ("severitynumber", "99"), ("authtype", "api_key"),
      ("expirytime", "2026-01-01T00:00:00+01:00"), ("recordedtime", "2026-01-01T00:00:00.1Z"),
      ("correlationid", "c"), ("causationid", "1"), ("dataclassification", "internal"),
      ("deprecated", "true"),
      ("opcuastatus", "-2147483648"),
    ])
  func `what follows a documented extension is fine`(name: String, text: String) {
    #expect(event([(name, text)]).violations().filter { $0.rule.id.hasPrefix("extension.") }.isEmpty)
  }

  @Test(
    arguments: [
      (
        "traceparent", "01", "extension.distributed-tracing",
        "traceparent is no trace context; it should be like 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 (Distributed Tracing extension)."
      ),
      ("dataref", "a b", "extension.dataref", "dataref is no URI-reference (Dataref extension)."),
      (
        "sampledrate", "0", "extension.sampledrate",
        "sampledrate is 0; it should be greater than zero (Sampled Rate extension)."
      ),
      (
        "sampledrate", "1.5", "extension.sampledrate",
        "sampledrate is no Integer; it should be a whole number from -2147483648 to 2147483647 (Sampled Rate extension)."
      ),
      (
        "sequence", "", "extension.sequence",
        "sequence is empty; it should have a value (Sequence extension)."
      ),
      (
        "partitionkey", "", "extension.partitioning",
        "partitionkey is empty; it should have a value (Partitioning extension)."
      ),
      (
        "severitynumber", "-1", "extension.severity",
        "severitynumber is -1; it should not be negative (Severity extension)."
      ),
      (
        "authtype", "root", "extension.authcontext",
        "authtype is \"root\"; it should be app_user, user, service_account, api_key or system (Auth Context extension)."
      ),
      (
        "expirytime", "soon", "extension.expirytime",
        "expirytime is no Timestamp; it should be like 2018-04-05T17:31:00Z (RFC 3339) (Expiry Time extension)."
      ),
      (
        "recordedtime", "2026-02-30T00:00:00Z", "extension.recordedtime",
        "recordedtime is no Timestamp; it should be like 2018-04-05T17:31:00Z (RFC 3339) (Recorded Time extension)."
      ),
      (
        "causationid", "", "extension.correlation",
        "causationid is empty; it should have a value (Correlation extension)."
      ),
      (
        "deprecated", "yes", "extension.deprecation",
        "deprecated is no Boolean; it should be true or false (Deprecation extension)."
      ),
      (
        "opcuastatus", "good", "extension.opcua",
        "opcuastatus is no Integer; it should be a whole number from -2147483648 to 2147483647 (OPC UA extension)."
      ),
    ])
  func `what does not is a warning with its rule`(name: String, text: String, rule: String, message: String) {
    let violations = event([(name, text)]).violations()
    #expect(violations.map(\.message) == [message])
    #expect(violations.map(\.rule.id) == [rule])
    #expect(!violations.containsError)
    #expect(violations.first?.location == .attribute(name))
  }

  @Test(
    arguments: [
      ([("tracestate", "a=1")], ["traceparent is missing; the extension needs it"]),
      ([("sequencetype", "Integer")], ["sequence is missing; the extension needs it"]),
      (
        [("sequencetype", "Integer"), ("sequence", "first")],
        ["sequence is \"first\"; with the sequencetype Integer it should be a whole number of 32 bits"]
      ),
      ([("sequencetype", "Integer"), ("sequence", "0000000007")], []),
      (
        [("severitytext", "warn")],
        ["severitytext should be upper case, like WARN", "severitynumber is missing; the extension needs it"]
      ),
      ([("authid", "ann")], ["authtype is missing; the extension needs it"]),
      ([("authtype", "user"), ("authclaims", "sub")], ["authclaims is no JSON object"]),
      ([("authtype", "user"), ("authclaims", "{\"sub\":\"ann\"}")], []),
      ([("dataregulation", "GDPR")], ["dataclassification is missing; the extension needs it"]),
      ([("dataclassification", "x"), ("dataregulation", "GDPR, HIPAA ")], []),
      (
        [("dataclassification", "x"), ("dataregulation", "PCI DSS")],
        ["dataregulation is no list of names; it should be like GDPR,HIPAA"]
      ),
      (
        [
          ("deprecated", "true"), ("deprecationfrom", "2026-02-01T00:00:00Z"),
          ("deprecationsunset", "2026-01-01T00:00:00Z"),
        ],
        ["deprecationsunset is before deprecationfrom; it should be equal to it or later"]
      ),
      (
        [("deprecated", "false"), ("deprecationfrom", "2026-02-01T00:00:00Z")],
        ["deprecated is false beside the times of a deprecation; it should be true"]
      ),
      (
        [("deprecated", "true"), ("deprecationmigration", "/new")],
        ["deprecationmigration is no URI; it should begin with a scheme, like https:"]
      ),
      (
        [("bampid", "order")],
        ["bamtxid", "bamptxid", "bamptxsid"].map { "\($0) is missing; the extension needs it" }
      ),
      (
        [
          ("bamtxid", "1"), ("bampid", "2"), ("bamptxid", "3"), ("bamptxsid", "4"),
          ("bamptxcompleted", "true"),
        ], []
      ),
      (
        [("opcuametadatamajorversion", "1"), ("dataschema", "urn:x")],
        ["opcuametadatamajorversion should not be present beside dataschema"]
      ),
    ] as [([(String, String)], [String])])
  func `attributes are checked together`(attributes: [(String, String)], faults: [String]) {
    let found = event(attributes).violations().filter { $0.rule.id.hasPrefix("extension.") }.map(\.message)
    #expect(found.map { String($0[..<$0.lastIndex(of: "(")!].dropLast()) } == faults)
  }

  @Test func `expirytime is compared to time as an instant`() {
    var event = event([("expirytime", "2026-01-01T00:00:00+01:00")])
    event.time = Timestamp("2026-01-01T00:00:00Z")
    #expect(event.violations().map(\.rule.id) == ["extension.expirytime"])
    event.time = Timestamp("2025-12-31T23:00:00Z")
    #expect(event.violations().isEmpty)
  }

  @Test func `types that JSON gives are checked, and text that stands for them is fine`() {
    #expect(event([("sampledrate", .integer(5)), ("deprecated", .boolean(true))]).violations().isEmpty)
    #expect(
      event([("sequence", .integer(5))]).violations().map(\.message)
        == ["sequence is a number; it should be a String (Sequence extension)."])
    #expect(
      event([("sampledrate", .boolean(true))]).violations().map(\.message)
        == ["sampledrate is a boolean; it should be an Integer (Sampled Rate extension)."])
  }

  @Test(
    arguments: [
      ("", 0), ("a=1", 1), ("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", 2), (" a=1 , b=2 ,,", 2),
      ("0a@b=x y", 1),
    ])
  func `trace states`(text: String, count: Int) {
    #expect(TraceState(text)?.entries.count == count)
  }

  @Test(arguments: ["a", "=1", "a=", "A=1", "a=1,a=2", "a=b=c", "a@=1", "@a=1", "a=é"])
  func `what is no trace state`(text: String) { #expect(TraceState(text) == nil) }

  @Test(
    arguments: [
      "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
      "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
    ])
  func `what is no trace parent`(text: String) { #expect(TraceParent(text) == nil) }

  @Test(
    arguments: [
      (
        [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")],
        "trace 4bf92f3577b34da6a3ce929d0e0e4736, span 00f067aa0ba902b7, sampled"
      ),
      ([("tracestate", "rojo=1,congo=2")], "from rojo, congo"),
      ([("sampledrate", "30")], "1 of 30 events is sent"), ([("sampledrate", "1")], "every event is sent"),
      ([("dataref", "/1")], "the data is not in the event; it is stored there"),
      ([("sequence", "0017"), ("sequencetype", "Integer")], "number 17 of the source's events"),
      ([("sequence", "a")], "its place among the events of the source"),
      ([("severitynumber", "14")], "WARN2"), ([("severitynumber", "1")], "TRACE"),
      ([("severitynumber", "24")], "FATAL4"),
      ([("severitynumber", "25")], nil), ([("authtype", "system")], "triggered by the system itself"),
      ([("authclaims", #"{"sub":"ann","iss":"x"}"#)], "claims of who triggered it: sub, iss"),
      ([("expirytime", "2026-01-01T00:05:00Z")], "expires in 5 min"),
      ([("expirytime", "2025-12-31T23:59:30Z")], "expired 30 s ago"),
      ([("recordedtime", "2025-12-30T00:00:00Z")], "recorded 2 days ago"),
      (
        [("recordedtime", "2025-12-30T00:00:03Z"), ("time", "2025-12-30T00:00:00Z")],
        "recorded 3 s after it happened"
      ),
      ([("deprecationsunset", "2026-01-01T03:00:00Z")], "supported no more in 3 h"),
      ([("deprecated", "true")], "events of this type are going away"),
      ([("dataregulation", "GDPR, HIPAA")], "the data is subject to GDPR, HIPAA"),
      ([("opcuastatus", "-2147483648")], "bad"), ([("opcuastatus", "0")], "good"),
      ([("sampledrate", "none")], nil), ([("other", "1")], nil),
    ] as [([(String, String)], String?)])
  func `each says what it means in a few words`(attributes: [(String, String)], explanation: String?) throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    for (name, text) in attributes { event.set(AttributeName(unchecked: name), text: text) }
    let now = try #require(Timestamp("2026-01-01T00:00:00Z"))
    #expect(event.explanation(of: AttributeName(unchecked: attributes[0].0), now: now) == explanation)
  }

  @Test func `values are typed whichever way they came`() {
    var event = event([("sampledrate", "30"), ("deprecated", "true"), ("expirytime", "2026-01-01T00:00:00Z")])
    #expect(event.sampledrate == 30)
    #expect(event.deprecated == true)
    #expect(event.expirytime == Timestamp("2026-01-01T00:00:00Z"))
    event.sampledrate = 5
    #expect(event[.sampledrate] == .integer(5))
    event.traceparent = TraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    #expect(event.traceparent?.isSampled == true)
    #expect(event.traceparent?.parentID == "00f067aa0ba902b7")
    event.dataregulation = ["GDPR", "CCPA"]
    #expect(event[.dataregulation] == .string("GDPR,CCPA"))
    event.sampledrate = nil
    #expect(event[.sampledrate] == nil)
    #expect(
      event.knownExtensions.map(\.title) == [
        "Distributed Tracing", "Expiry Time", "Data Classification", "Deprecation",
      ])
  }

  @Test func `the table names each attribute once, and its rules are listed`() {
    let names = KnownExtension.all.flatMap { $0.attributes.map(\.name) }
    #expect(Set(names).count == names.count)
    #expect(names.count == 32)
    for known in KnownExtension.all {
      #expect(ConformanceRule.all.contains(known.rule))
      #expect(known.rule.severity == .warning)
      for attribute in known.attributes {
        #expect(KnownExtension.documenting(attribute.name)?.attribute.name == attribute.name)
      }
    }
    #expect(KnownExtension.documenting(AttributeName(unchecked: "partition")) == nil)
  }
}
