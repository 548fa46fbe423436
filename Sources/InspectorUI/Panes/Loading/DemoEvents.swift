import CloudEvents
import CloudEventsHTTP

/// A small shop's afternoon, to look around with: every content mode, some that are wrong, one that came twice.
enum DemoEvents {
  /// Whole requests, in the order in which they arrive.
  static let requests: [[UInt8]] = orders + others

  /// How many events, or deliveries that are none, they bring.
  static let count = requests.count - 1 + mails.count

  private static let mails = ["1042", "1043"].enumerated().map { index, order in
    #"{"specversion":"1.0","id":"m\#(index + 1)","type":"com.shop.mail.queued","source":"/shop/mailer","#
      + #""subject":"order-\#(order)","data":{"to":"\#(["a", "b"][index])@example.com"}}"#
  }

  private static let orders = (1041...1044).flatMap { number -> [[UInt8]] in
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e\(number)-00f067aa0ba902b7-01"
    let subject = "order-\(number)"
    return [
      binary(
        "created-\(number)", "com.shop.order.created", "/shop/eu/orders", subject, trace,
        #"{"order":"\#(subject)","lines":[{"sku":"77","qty":1},{"sku":"12","qty":3}],"total":1234\#(number % 7).50}"#
      ),
      binary(
        "paid-\(number)", "com.shop.order.paid", "/shop/eu/payments", subject, trace,
        #"{"order":"\#(subject)","method":"card","amount":1234\#(number % 7).50,"currency":"EUR"}"#),
      structured(
        #"{"specversion":"1.0","id":"reserved-\#(number)","type":"com.shop.stock.reserved","source":"/shop/eu/stock","#
          + #""subject":"sku-77","traceparent":"\#(trace)","sequence":"\#(number - 1040)","data":{"sku":"77","left":\#(9 - number % 5)}}"#
      ),
      binary(
        "shipped-\(number)", "com.shop.order.shipped", "/shop/jp/orders", "注文-\(number)", trace,
        #"{"order":"\#(subject)","carrier":"ヤマト","note":"ügyfél 👍"}"#),
    ]
  }

  private static let others: [[UInt8]] = [
    request("application/cloudevents-batch+json", "[\(mails.joined(separator: ","))]"),
    // The same source and id as one before.
    structured(
      #"{"specversion":"1.0","id":"reserved-1041","type":"com.shop.stock.reserved","source":"/shop/eu/stock","subject":"sku-77","data":{"sku":"77","left":8}}"#
    ),
    // A time that is none.
    structured(
      #"{"specversion":"1.0","id":"late-1","type":"com.shop.order.created","source":"/shop/eu/legacy","time":"yesterday noon"}"#
    ),
    // Nothing that says it is an event.
    request("text/plain", "a webhook that is no CloudEvent"),
  ]

  private static func binary(
    _ id: String, _ type: String, _ source: String, _ subject: String, _ trace: String, _ data: String
  ) -> [UInt8] {
    var event = CloudEvent(id: id, source: source, type: type)
    event.subject = subject
    event.set(AttributeName(unchecked: "traceparent"), text: trace)
    event.datacontenttype = "application/json"
    event.data = .json(Array(data.utf8))
    let message = try? HTTPBinding().encode([event], mode: .binary)
    return message?.requestBytes(target: "/", host: "localhost:8080") ?? []
  }

  private static func structured(_ json: String) -> [UInt8] { request("application/cloudevents+json", json) }

  private static func request(_ contentType: String, _ body: String) -> [UInt8] {
    HTTPMessage(fields: [("Content-Type", contentType)], body: Array(body.utf8))
      .requestBytes(target: "/", host: "localhost:8080")
  }
}
