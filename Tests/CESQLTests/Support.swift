import CESQL
import CloudEvents

/// An event with an attribute of each type.
let sample: CloudEvent = {
  var event = CloudEvent(id: "1", source: "/orders", type: "com.example.order.created")
  event.subject = "größe 👍"
  event.set(.time, text: "2018-04-26T14:48:09+02:00")
  event[AttributeName(unchecked: "flag")] = .boolean(true)
  event[AttributeName(unchecked: "hops")] = .integer(3)
  event[AttributeName(unchecked: "ttl")] = .string("10")
  event[AttributeName(unchecked: "bytes")] = .binary([0, 1, 255])
  return event
}()

/// What an expression is for the sample: its value as a literal and the kinds of its errors.
func evaluated(_ text: String) throws -> String {
  let result = try CESQLExpression(text).evaluate(sample)
  return ([result.value.description] + result.errors.map(\.kind.rawValue)).joined(separator: " ")
}
