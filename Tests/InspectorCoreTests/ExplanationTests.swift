import CESQL
import CloudEvents
import InspectorCore
import Testing

/// What a condition says of the parts that do not hold.
@Suite struct ExplanationTests {
  static let order = Wire.binary(
    headers: [("ce-subject", "order-17"), ("ce-partitionkey", "7"), ("Authorization", "Bearer abc")],
    body: #"{"total":42,"user":{"name":"Ann"}}"#)

  func failed(_ condition: EventCondition, _ delivery: Delivery = Self.order) -> [FailedPart] {
    let bench = Bench()
    bench.receive(delivery)
    return bench.entries[0].withSubject(now: .start.plus(seconds: 2)) { condition.failedParts($0) }
  }

  @Test(
    arguments: [
      ("type:x", "type:x", "type is com.example.test"), ("-id:1", "-id:1", "id is 1"),
      ("dataschema:*", "dataschema:*", "there is no dataschema"),
      ("subject:order", "subject:order", "subject is order-17"),
      ("ext.partitionkey:>7", "ext.partitionkey:>7", "partitionkey is 7"),
      ("ext.no:1", "ext.no:1", "there is no extension no"),
      ("data.total:>100", "data.total:>100", "data.total is 42"),
      ("data.user.name:Bob", "data.user.name:Bob", "data.user.name is Ann"),
      ("data./user/name:Bob", "data./user/name:Bob", "data./user/name is Ann"),
      ("data.no:1", "data.no:1", "the data has no no"),
      ("header.authorization:x", "header.authorization:x", "the header authorization is Bearer ****"),
      ("header.x:1", "header.x:1", "there is no header x"),
      ("is:invalid", "is:invalid", "it is not invalid"), ("-is:valid", "-is:valid", "it is valid"),
      ("mode:structured", "mode:structured", "the mode is binary"),
      ("status:4xx", "status:4xx", "the status is 202"), ("size:>1k", "size:>1k", "it has 34 bytes"),
      ("age:>5m", "age:>5m", "it is 2.0 s old"), ("seq:9", "seq:9", "its number is 1"),
      ("tag:a", "tag:a", "it has no tag"), ("target:/", "target:/", "the target is /hooks/a"),
      ("\"no phrase\"", "\"no phrase\"", "it stands in no attribute, header or data"),
      ("-order", "-order", "it stands in the event"),
      ("(id:8 OR id:9)", "id:8 OR id:9", "id is 1; id is 1"),
      ("NOT (is:valid  OR id:2)", "NOT (is:valid  OR id:2)", "what must not hold does"),
    ] as [(String, String, String)])
  func `the part that did not hold is told, and what stands there`(
    query: String, text: String, reason: String
  )
    throws
  {
    #expect(failed(.query(try Query("is:valid \(query)"))) == [FailedPart(text, reason)])
  }

  @Test func `all parts that must hold and do not are told`() throws {
    let parts = failed(.query(try Query("type:com.* id:9 is:invalid (zz OR yy)")))
    #expect(parts.map(\.text) == ["id:9", "is:invalid", "zz OR yy"])
    #expect(failed(.query(try Query("type:com.*"))).isEmpty && failed(.everything).isEmpty)
  }

  @Test(
    arguments: [
      ("text/plain", #"{"total":1}"#, "the data is not JSON"),
      ("application/json", #"{"total":1"#, "the data is not JSON"),
      ("application/json", "", "there is no data"),
    ] as [(String, String, String)])
  func `data that is not JSON never matches, and says so`(type: String, body: String, reason: String) throws {
    let delivery = Wire.binary(contentType: type, body: body)
    #expect(failed(.query(try Query("data.total:1")), delivery).map(\.reason) == [reason])
  }

  @Test func `of an expression the parts that AND connects are told`() throws {
    let expression = try CESQLExpression("type LIKE 'com.%' AND partitionkey > 10 AND EXISTS no")
    #expect(
      failed(.cesql(expression)) == [
        FailedPart("partitionkey > 10", "it is false"), FailedPart("EXISTS no", "it is false"),
      ])
    #expect(
      failed(.cesql(try CESQLExpression("no = 'x'")))
        == [FailedPart("no = 'x'", "the event has no attribute no")])
    let invalid = Wire.binary(type: nil)
    #expect(failed(.cesql(expression), invalid).map(\.reason) == ["the event is not valid"])
  }

  @Test func `of a subscription filter its parts are told`() throws {
    let text = #"[{"prefix":{"type":"com."}},{"exact":{"subject":"x"}},{"any":[{"exact":{"id":"2"}}]}]"#
    let filter = try SubscriptionFilter(json: Array(text.utf8))
    #expect(
      failed(.subscription(filter)) == [
        FailedPart(#"{"exact":{"subject":"x"}}"#, "subject is order-17"),
        FailedPart(#"{"any":[{"exact":{"id":"2"}}]}"#, "id is 1"),
      ])
  }
}
