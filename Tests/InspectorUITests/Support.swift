import InspectorCore
import InspectorTesting
import InspectorUI

/// A shop's events: what most screens are tried with.
func shop(_ width: Int = 80, _ height: Int = 24, count: Int = 8) -> HeadlessInspector {
  var ui = HeadlessInspector(width, height)
  let types = [
    "com.shop.order.created", "com.shop.order.paid", "com.shop.stock.reserved", "com.shop.mail.queued",
  ]
  for index in 0..<count {
    ui.receive(
      Wire.binary(
        id: "id-\(index)", source: "/shop/eu/orders", type: types[index % types.count],
        attributes: [("ce-subject", "order-\(1041 + index)")], body: #"{"total":1.10}"#))
  }
  return ui
}

extension HeadlessInspector {
  /// The type in the selected row.
  var selectedSubject: String { model.selected?.subject ?? "" }
}
