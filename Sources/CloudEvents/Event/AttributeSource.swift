/// Something whose context attributes are asked for by name: an event, or one that still lies in its bytes.
public protocol AttributeSource {
  /// The attribute's value; `nil` where it is not set.
  subscript(name: AttributeName) -> AttributeValue? { get }

  /// The whole event.
  var event: CloudEvent { get }
}

extension CloudEvent: AttributeSource {
  public var event: CloudEvent { self }
}

/// An event in the bytes that carry it: an attribute is taken out when it is asked for, and nothing else.
///
/// The bytes are only lent: it must not be kept longer than they are.
public struct LentEvent: AttributeSource {
  /// Where everything stands.
  public let encoded: EncodedEvent
  /// What `encoded` points into.
  public let bytes: UnsafeRawBufferPointer

  /// An event by its places in some bytes.
  public init(_ encoded: EncodedEvent, in bytes: UnsafeRawBufferPointer) {
    self.encoded = encoded
    self.bytes = bytes
  }

  public subscript(name: AttributeName) -> AttributeValue? { encoded.attribute(name, in: bytes) }

  public var event: CloudEvent { encoded.event(in: bytes) }
}
