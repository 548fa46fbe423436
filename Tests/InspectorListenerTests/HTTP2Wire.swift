import InspectorCore
import NIOCore
import NIOEmbedded
import NIOHPACK

@testable import InspectorListener

/// One HTTP/2 connection without a socket: frames made by hand in, frames out, and a clock that is moved by hand.
final class HTTP2Wire {
  /// What came back on a stream.
  struct Reply: Equatable {
    var status: Int?
    var body = ""
    var isReset = false
  }

  let channel = EmbeddedChannel()
  let recorder: Recorder
  private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
  private(set) var replies: [UInt32: Reply] = [:]
  private(set) var saidGoodbye = false

  init(
    limits: ListenerLimits = ListenerLimits(), acknowledgesSettings: Bool = true,
    answer: @escaping @Sendable (Delivery) -> Answer = { _ in .accepted }
  ) throws {
    recorder = Recorder(answer: answer)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9)).wait()
    try HTTP2Connection.add(
      to: channel,
      ConnectionSetting(
        transport: .http, peer: "127.0.0.1:9", receiver: recorder, limits: limits, policy: HostPolicy(),
        budget: BodyBudget(limit: limits.unfinished)))
    send(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, flags: 0, 0, [0, 3, 0, 0, 0, 100]))
    if acknowledgesSettings { acknowledgeSettings() }
  }

  /// Says that the server's settings have been seen.
  func acknowledgeSettings() { send(frame(4, flags: 1, 0, [])) }

  deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

  /// Begins a request.
  func head(_ stream: UInt32, _ fields: [(String, String)], isLast: Bool = false) {
    var block: [UInt8] = []
    for (name, value) in fields {
      // A literal that is not indexed and not compressed (RFC 7541, 6.2.2).
      block.append(0)
      for text in [name, value] { block += length(text.utf8.count) + Array(text.utf8) }
    }
    // A frame has at most 16 KiB; the rest goes on in continuations.
    var parts = stride(from: 0, to: block.count, by: 16_384).map {
      Array(block[$0..<min($0 + 16_384, block.count)])
    }
    let first = parts.removeFirst()
    let end: UInt8 = isLast ? 1 : 0
    send(frame(1, flags: end | (parts.isEmpty ? 4 : 0), stream, first))
    for (index, part) in parts.enumerated() {
      send(frame(9, flags: index == parts.count - 1 ? 4 : 0, stream, part))
    }
  }

  func body(_ stream: UInt32, _ text: String, isLast: Bool = false) {
    send(frame(0, flags: isLast ? 1 : 0, stream, Array(text.utf8)))
  }

  func reset(_ stream: UInt32) { send(frame(3, flags: 0, stream, [0, 0, 0, 8])) }

  func pass(_ time: TimeAmount) {
    channel.embeddedEventLoop.advanceTime(by: time)
    collect()
  }

  /// Whether bytes go one by one.
  var isSlow = false

  func send(_ bytes: [UInt8]) {
    for part in isSlow ? bytes.map({ [$0] }) : [bytes] {
      channel.pipeline.fireChannelRead(ByteBuffer(bytes: part))
      channel.pipeline.fireChannelReadComplete()
    }
    channel.embeddedEventLoop.run()
    collect()
  }

  private func frame(_ type: UInt8, flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
    let count = payload.count
    return [UInt8(count >> 16), UInt8(count >> 8 & 0xff), UInt8(count & 0xff), type, flags]
      + withUnsafeBytes(of: stream.bigEndian) { Array($0) } + payload
  }

  private func length(_ count: Int) -> [UInt8] {
    if count < 127 { return [UInt8(count)] }
    var (rest, bytes) = (count - 127, [UInt8(127)])
    while rest >= 128 {
      bytes.append(UInt8(rest % 128 + 128))
      rest /= 128
    }
    return bytes + [UInt8(rest)]
  }

  private func collect() {
    var buffer = ByteBuffer()
    while let part = try? channel.readOutbound(as: ByteBuffer.self) { buffer.writeImmutableBuffer(part) }
    while let high = buffer.readInteger(as: UInt8.self), let low = buffer.readInteger(as: UInt16.self),
      let type = buffer.readInteger(as: UInt8.self), buffer.readInteger(as: UInt8.self) != nil,
      let stream = buffer.readInteger(as: UInt32.self),
      var payload = buffer.readSlice(length: Int(high) << 16 | Int(low))
    {
      switch type {
      case 0: replies[stream, default: Reply()].body += String(buffer: payload)
      case 1:
        let headers = try? decoder.decodeHeaders(from: &payload)
        replies[stream, default: Reply()].status = headers?.first(name: ":status").flatMap { Int($0) }
      case 3: replies[stream, default: Reply()].isReset = true
      case 7: saidGoodbye = true
      default: break
      }
    }
  }
}
