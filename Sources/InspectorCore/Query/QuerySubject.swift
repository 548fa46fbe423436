import CloudEvents
import CloudEventsHTTP

/// One event, or one delivery that is none, as a query looks at it: on its way in, or from the store.
///
/// It points into bytes that are only lent: never keep it.
public struct QuerySubject {
  /// The delivery's bytes: the head, then the body.
  public var bytes: UnsafeRawBufferPointer
  /// 0 for a line of NDJSON.
  public var headLength: Int
  public var event: DecodedEvent
  /// The bytes that `event.encoded` points into.
  public var eventBytes: UnsafeRawBufferPointer
  public var mode: ContentMode?
  public var transport: Delivery.Transport
  public var peer: String
  public var received: WallTime
  /// What was answered; `nil` where nothing was yet.
  public var status: Int?
  public var isValid: Bool
  public var isDuplicate: Bool
  public var isSent: Bool
  public var tags: [String]
  /// Bytes of the body, or of this member of a batch.
  public var size: Int
  /// The present, for ages.
  public var now: WallTime
  /// The number of the delivery record; `nil` where there is none yet.
  public var number: UInt64?

  public init(
    bytes: UnsafeRawBufferPointer, headLength: Int, event: DecodedEvent, eventBytes: UnsafeRawBufferPointer,
    mode: ContentMode?, transport: Delivery.Transport, peer: String, received: WallTime, status: Int?,
    isValid: Bool, isDuplicate: Bool, isSent: Bool, tags: [String], size: Int, now: WallTime,
    number: UInt64? = nil
  ) {
    self.bytes = bytes
    self.headLength = headLength
    self.event = event
    self.eventBytes = eventBytes
    self.mode = mode
    self.transport = transport
    self.peer = peer
    self.received = received
    self.status = status
    self.isValid = isValid
    self.isDuplicate = isDuplicate
    self.isSent = isSent
    self.tags = tags
    self.size = size
    self.now = now
    self.number = number
  }
}
