import CloudEvents
import CloudEventsHTTP

/// A request that came whole and leaves nothing to decide, found in its bytes: the road of nearly all deliveries.
///
/// NIO's decoder makes strings of every name and value, and an event is read from the bytes: a small delivery in binary
/// mode costs 78,400 instructions through it, and 43,000 without. It stays the judge. Whatever is not as plain as this
/// goes to it, as does the first request of each connection, and so does everything that is refused; what is plain here
/// is taken there as well, as the same message.
struct PlainRequest {
  /// The head, whose places count from the request's first byte.
  let head: HTTPHead
  /// How many bytes the request has, its body included.
  let length: Int

  /// Looks for a request at the start of some bytes.
  ///
  /// - Parameter host: the Host that was served on this connection before; another one is not plain.
  init?(_ bytes: UnsafeRawBufferPointer, host: [UInt8], limits: ListenerLimits) {
    guard bytes.count > 6, bytes.begins(with: "POST /"), let head = try? HTTPHead(bytes),
      head.length <= min(limits.headerField, limits.headerList), head.fields.count <= limits.fields,
      Self.isPlain(head.startLine, in: bytes, limit: limits.target), Self.endsWithCRLF(head, in: bytes),
      let count = Self.bodyLength(head, host: host, in: bytes),
      count <= limits.maxBody, count <= bytes.count - head.length
    else { return nil }
    self.head = head
    length = head.length + count
  }

  /// Whether a start line is that of a POST for a path, with one space where one belongs.
  private static func isPlain(_ line: ByteRange, in bytes: UnsafeRawBufferPointer, limit: Int) -> Bool {
    let (before, after) = ("POST ".utf8.count, " HTTP/1.1".utf8.count)
    let count = Int(line.count) - before - after
    guard count > 0, count <= limit, line.start == 0 else { return false }
    let end = line.end - after
    guard bytes[ByteRange(end..<line.end)].begins(with: " HTTP/1.1") else { return false }
    return bytes[ByteRange(before..<end)].allSatisfy {
      $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#")
    }
  }

  /// Whether each line ends with CR and LF, and each value has nothing but printable ASCII.
  private static func endsWithCRLF(_ head: HTTPHead, in bytes: UnsafeRawBufferPointer) -> Bool {
    let carriageReturn = UInt8(ascii: "\r")
    guard bytes[head.startLine.end] == carriageReturn, bytes[head.length - 2] == carriageReturn else {
      return false
    }
    return head.fields.allSatisfy {
      bytes[$0.value.end] == carriageReturn && bytes[$0.value].isPrintableASCII
    }
  }

  /// How long the body is, where the fields say that once, and no other that decides anything says more than what is
  /// taken for granted.
  private static func bodyLength(
    _ head: HTTPHead, host: [UInt8], in bytes: UnsafeRawBufferPointer
  ) -> Int? {
    var length: Int?
    var hasHost = false
    for field in head.fields {
      switch RequestField(bytes[field.name]) {
      case nil: break
      case .host:
        guard !hasHost, bytes[field.value].elementsEqual(host) else { return nil }
        hasHost = true
      case .contentLength:
        guard length == nil, let count = number(bytes[field.value]) else { return nil }
        length = count
      case .connection:
        guard bytes[field.value].equalsIgnoringCase("keep-alive") else { return nil }
      default: return nil
      }
    }
    return hasHost ? length : nil
  }

  /// A number of at most nine digits.
  private static func number(_ digits: UnsafeRawBufferPointer) -> Int? {
    guard (1...9).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the first bytes are those of an ASCII literal.
  fileprivate func begins(with literal: StaticString) -> Bool {
    guard count >= literal.utf8CodeUnitCount else { return false }
    for index in 0..<literal.utf8CodeUnitCount where self[index] != literal.utf8Start[index] { return false }
    return true
  }
}
