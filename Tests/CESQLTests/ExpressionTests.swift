import CESQL
import CloudEvents
import Testing

@Suite struct ExpressionTests {
  @Test func `an expression has a value`() throws {
    #expect(try CESQLExpression("1 + 1").evaluate(CloudEvent()).value == .integer(2))
  }
}
