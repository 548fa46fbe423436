import Testing

@testable import InspectorCore

@Suite struct NamedValueTests {
  private func value(_ name: String, in delivery: Delivery, upTo limit: Int = .max) throws -> NamedValue
    .Value?
  {
    let bench = Bench()
    bench.receive(delivery)
    return try #require(NamedValue(name)).value(in: bench.entries[0], upTo: limit)
  }

  @Test(arguments: [
    ("data.total", "1.10", true), ("data.big", "12345678901234567890", true), ("data.name", "a\nü", false),
    ("data.lines.1.sku", "77", false), ("data./a~1b", "true", false), ("data.none", "null", false),
    ("data.lines.0", #"{"sku":1}"#, true),
  ])
  func `a value in the data is shown as it is written`(name: String, text: String, isNumber: Bool) throws {
    let body = #"""
      {"total": 1.10, "big":12345678901234567890, "name":"a\n\u00fc", "a/b":true, "none":null,
       "lines": [ {"sku" : 1}, {"sku":"77"} ]}
      """#
    let found = try #require(try value(name, in: Wire.binary(body: body)))
    #expect(found.text == text)
    #expect(found.isNumber == (isNumber && !text.hasPrefix("{")))
  }

  @Test func `it is found in structured mode, in Base64 and in members of a batch too`() throws {
    let structured = Wire.request(
      body: #"{"specversion":"1.0","id":"1","source":"/s","type":"t","key":7,"data":{"n":2}}"#)
    #expect(try value("data.n", in: structured)?.text == "2")
    #expect(try value("ext.key", in: structured) == NamedValue.Value(text: "7", isNumber: true))
    let coded = Wire.request(
      body:
        #"{"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json","data_base64":"eyJuIjozfQ=="}"#
    )
    #expect(try value("data.n", in: coded)?.text == "3")
  }

  @Test func `an extension is decoded as its header was coded`() throws {
    let found = try value("ext.city", in: Wire.binary(headers: [("ce-city", "K%C3%B6ln")]))
    #expect(found == NamedValue.Value(text: "Köln", isNumber: false))
  }

  @Test func `nothing is found where there is none, or no JSON`() throws {
    #expect(try value("data.n", in: Wire.binary(contentType: "text/plain", body: #"{"n":1}"#)) == nil)
    #expect(try value("data.m", in: Wire.binary()) == nil)
    #expect(try value("ext.nobody", in: Wire.binary()) == nil)
  }

  @Test func `of what is long no more is read than is asked for`() throws {
    let text = String(repeating: "x", count: 5000)
    let delivery = Wire.binary(body: #"{"text":"\#(text)","list":["\#(text)"]}"#)
    #expect(try value("data.text", in: delivery, upTo: 100)?.text.utf8.count == 100)
    #expect(try value("data.list", in: delivery, upTo: 100)?.text.utf8.count == 100)
    #expect(try value("data.text", in: delivery)?.text == text)
  }

  @Test func `other names are no values`() {
    for name in ["type", "ext.", "data.", "data", "header.a", ""] { #expect(NamedValue(name) == nil) }
  }

  @Test func `numbers are in the order of what they are worth, before texts`() {
    let numbers = [
      "-1e400", "-20", "-3.5", "-0.001", "0", "1e-9", "2", "2.00000000000000000001", "10", "1e400",
    ]
    let values =
      numbers.map { NamedValue.Value(text: $0, isNumber: true) }
      + ["", "10", "9", "a", "aa", "b"].map { NamedValue.Value(text: $0, isNumber: false) }
    let orders = values.map(\.order)
    #expect(zip(orders, orders.dropFirst()).allSatisfy { $0 < $1 })
    #expect(
      NamedValue.Value(text: "42", isNumber: true).order
        == NamedValue.Value(text: "42.0", isNumber: true).order)
    #expect(orders.allSatisfy { $0 > (0, 0) })
  }
}
