import CloudEventsHTTP
import InspectorCore
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One request over HTTP/2: asks the machine what HTTP/1.1 asks it, and answers in frames.
final class HTTP2Stream: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let setting: ConnectionSetting
  private let connection: HTTP2Connection
  private var machine: RequestMachine
  private var share: BodyBudget.Share
  /// The head as HTTP/1.1 would write it, then the body.
  private var bytes: [UInt8] = []
  private var headLength = 0
  private var deadline: Deadline?
  private var end: NIODeadline = .distantFuture
  private var hasEnded = false { didSet { noteEnd() } }
  private var isAnswered = false { didSet { noteEnd() } }
  /// Whether the connection knows that nothing more of the request is waited for.
  private var isEndKnown = false

  init(_ setting: ConnectionSetting, of connection: HTTP2Connection) {
    self.setting = setting
    self.connection = connection
    machine = setting.machine
    share = BodyBudget.Share(setting.budget, free: 0)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    connection.streamBegan()
    deadline = Deadline(loop: context.eventLoop) { [weak self] in
      guard let self, !isAnswered else { return }
      take(machine.fault(.lateBody), context: context)
    }
    end = context.eventLoop.now + TimeAmount(setting.limits.requestTimeout)
    postpone(context: context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
    noteEnd()
    connection.streamEnded()
  }

  private func noteEnd() {
    if isEndKnown { return }
    isEndKnown = true
    connection.requestEnded()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered, !hasEnded else { return }
    let isLast: Bool
    switch unwrapInboundIn(data) {
    // The second block of fields is trailers, which are no attributes.
    case .headers(let frame):
      isLast = frame.endStream
      if headLength == 0 { begin(frame.headers, isLast: isLast, context: context) }
    case .data(let frame):
      isLast = frame.endStream
      guard case .byteBuffer(let part) = frame.data else { return }
      add(part, context: context)
    default: return
    }
    postpone(context: context)
    guard isLast, !isAnswered else { return }
    hasEnded = true
    deadline?.cancel()
    take(machine.end(), context: context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    recordIncomplete(context: context)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    recordIncomplete(context: context)
    context.close(promise: nil)
  }

  private func begin(_ headers: HPACKHeaders, isLast: Bool, context: ChannelHandlerContext) {
    let head = HTTP2Head(headers, hasBody: !isLast)
    bytes = head.bytes
    headLength = bytes.count
    if let fault = head.fault(setting.limits) {
      take(machine.fault(fault), context: context)
    } else {
      take(machine.head(head.facts), context: context)
      holdOrRefuse(context: context)
    }
  }

  private func add(_ part: ByteBuffer, context: ChannelHandlerContext) {
    take(machine.body(part.readableBytes), context: context)
    guard !isAnswered else { return }
    part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
    holdOrRefuse(context: context)
  }

  private func holdOrRefuse(context: ChannelHandlerContext) {
    if !isAnswered, !share.hold(bytes.count) { take(machine.fault(.noMemory), context: context) }
  }

  private func take(_ step: RequestMachine.Step, context: ChannelHandlerContext) {
    switch step {
    case .proceed: break
    case .sendContinue:
      let headers = HPACKHeaders([(":status", "100")])
      context.writeAndFlush(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
    case .deliver:
      var delivery = setting.delivery(bytes, headLength: headLength, at: .now())
      if machine.isCoded {
        do throws(ContentCodingError) {
          try delivery.decodeContent(limit: machine.limits.maxBody)
        } catch {
          return take(machine.undecodable(error), context: context)
        }
      }
      release()
      send(setting.receiver.receive(delivery), context: context)
    case .permit(let answer, let handshake):
      setting.receiver.asked(handshake)
      send(answer, context: context)
    // Over HTTP/2 no head asks for it.
    case .upgrade: break
    case .answer(let answer): send(answer, context: context)
    case .refuse(let turned):
      isAnswered = true
      if turned.isDelivery {
        _ = setting.receiver.receive(
          setting.delivery(bytes, headLength: headLength, at: .now(), refusal: turned.refusal))
      }
      release()
      send(turned.answer, context: context)
    }
  }

  private func release() {
    bytes = []
    _ = share.hold(0)
  }

  /// Shows a request whose stream broke: nobody is there to read an answer.
  private func recordIncomplete(context: ChannelHandlerContext) {
    guard headLength > 0, !hasEnded, !isAnswered else { return }
    isAnswered = true
    guard case .refuse(let turned) = machine.fault(.incomplete), turned.isDelivery else { return }
    _ = setting.receiver.receive(
      setting.delivery(bytes, headLength: headLength, at: .now(), refusal: turned.refusal))
    release()
  }

  private func send(_ answer: Answer, context: ChannelHandlerContext) {
    isAnswered = true
    deadline?.cancel()
    if let pending = answer.pending {
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      return pending.whenDecided { answer in
        bound.eventLoop.execute {
          let (stream, context) = bound.value
          if context.channel.isActive { stream.send(answer, context: context) }
        }
      }
    }
    guard let delay = answer.delay, delay > .zero else { return write(answer, context: context) }
    context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
      guard let self, context.channel.isActive else { return }
      write(answer, context: context)
    }
  }

  private func write(_ answer: Answer, context: ChannelHandlerContext) {
    let (headers, body) = HTTP2Head.response(answer, isHead: machine.isHead, at: .now())
    let sent = hasEnded ? nil : context.eventLoop.makePromise(of: Void.self)
    // The rest of a request that is answered already is not wanted (RFC 9113, 8.1); but a reset overtakes what waits.
    sent?.futureResult.assumeIsolated().whenSuccess { [weak self] in
      guard let self, context.channel.isActive else { return }
      context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
    }
    let head = wrapOutboundOut(.headers(.init(headers: headers, endStream: body.isEmpty)))
    context.write(head, promise: body.isEmpty ? sent : nil)
    if !body.isEmpty {
      let data = IOData.byteBuffer(ByteBuffer(bytes: body))
      context.write(wrapOutboundOut(.data(.init(data: data, endStream: true))), promise: sent)
    }
    context.flush()
  }

  private func postpone(context: ChannelHandlerContext) {
    guard !isAnswered else { return }
    deadline?.set(min(context.eventLoop.now + TimeAmount(setting.limits.bodyIdleTimeout), end))
  }
}
