import Foundation

/// A JSON value to look into: `record["headers"][0]`.
struct JSON: CustomStringConvertible {
  private let value: Any?

  init(_ text: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  private init(value: Any?) {
    self.value = value
  }

  subscript(name: String) -> JSON { JSON(value: (value as? [String: Any])?[name]) }
  subscript(index: Int) -> JSON {
    let array = value as? [Any] ?? []
    return JSON(value: array.indices.contains(index) ? array[index] : nil)
  }

  var string: String? { value as? String }
  var integer: Int? { (value as? NSNumber)?.intValue }
  var double: Double? { (value as? NSNumber)?.doubleValue }
  var boolean: Bool? { value as? Bool }
  var isNull: Bool { value is NSNull }
  var names: [String] { ((value as? [String: Any])?.keys).map { $0.sorted() } ?? [] }
  var elements: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
  var description: String { "\(value ?? "nothing")" }
}
