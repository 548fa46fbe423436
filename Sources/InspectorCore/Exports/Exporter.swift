/// A way to write messages so that another program can use them.
///
/// Several messages are ``start``, an ``item(_:)`` each with ``separator`` between them, and ``end``.
public protocol Exporter: Sendable {
  /// What `convert --to` and the export menu call it.
  var name: String { get }
  /// What it is, in a few words.
  var title: String { get }
  /// How a file's name ends, without the dot.
  var fileExtension: String { get }
  /// Whether the whole of it is JSON.
  var isJSON: Bool { get }
  /// What stands before the first message.
  var start: [UInt8] { get }
  var separator: [UInt8] { get }
  /// What stands after the last message.
  var end: [UInt8] { get }

  /// One message; `nil` where it has nothing that could be written like this, as when it is no event.
  func item(_ message: ExportedMessage) -> [UInt8]?
}

extension Exporter {
  public var isJSON: Bool { false }
  public var start: [UInt8] { [] }
  public var separator: [UInt8] { [] }
  public var end: [UInt8] { [] }

  /// A whole document with the messages that can be written like this; `nil` where none can.
  public func document(_ messages: some Sequence<ExportedMessage>) -> [UInt8]? {
    let items = messages.compactMap { item($0) }
    guard !items.isEmpty else { return nil }
    return start + items.joined(separator: separator) + end
  }
}
