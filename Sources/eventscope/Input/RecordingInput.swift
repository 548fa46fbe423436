import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Reads events and delivery records: NDJSON of them, one alone over several lines, or an array; and HTTP messages.
///
/// Lines are read as they come, so that a file may be of any size; an array and a value over several lines are
/// read whole.
struct RecordingInput {
  private let source: LineSource
  /// What the whole input is, where it is a bare body.
  private let type: MediaType?
  private let now = WallTime.now()

  /// - Parameters:
  ///   - path: `nil` and `-` are stdin.
  ///   - contentType: the media type of the whole input, which is then a body in an event format.
  ///   - output: what is written out whenever there is nothing more to read.
  init(_ path: String?, contentType: String? = nil, output: BufferedOutput? = nil) throws(Failure) {
    type = try contentType.map { text throws(Failure) in try ContentTypeArgument.parse(text) }
    source = try LineSource(path)
    if let output { source.onWait = { output.flush() } }
  }

  /// What messages call it.
  var name: String { source.name }

  /// How much has been read, in percent; `nil` where nobody knows how much there is.
  var percent: Int? { source.percent }

  /// Calls `body` with each event and record, and with each line that is neither, until it returns `false`.
  func forEach(_ body: (RecordingItem) throws(Failure) -> Bool) throws(Failure) {
    if let type { return try forEachEvent(of: type, body) }
    if try source.startsHTTP() { return try forEachMessage(in: try source.rest(), body) }
    var walk = Walk()
    while let line = try source.next() {
      guard try take(line, &walk, body) else { return }
    }
  }

  /// Hands on the lines with events for which `judge` says that they match, as they are, and calls `body` with each line
  /// of which it says nothing, all in their order. Lines are judged on all cores while the next are read.
  func forEach(
    judgedBy judge: EventLineJudge, matching: (UnsafeRawBufferPointer) -> Void,
    _ body: (RecordingItem) throws(Failure) -> Bool
  ) async throws(Failure) {
    if let type { return try forEachEvent(of: type, body) }
    if try source.startsHTTP() { return try forEachMessage(in: try source.rest(), body) }
    var walk = Walk()
    // How the text is laid out shows in its first line.
    while walk.isFirst, let line = try source.next() {
      guard try take(line, &walk, body) else { return }
    }
    func handOn(_ judged: JudgedBlock) throws(Failure) -> Bool {
      for line in judged.lines {
        if line.verdict == .matches {
          judged.withBytes(of: line, matching)
        } else {
          let open = LineSource.Line(
            bytes: judged.withBytes(of: line) { Array($0) }, number: source.lineCount + line.number,
            isEnded: true)
          guard try take(open, &walk, body) else { return false }
        }
      }
      source.passed(judged.bytes, lines: judged.lineCount)
      return true
    }
    var judging: [Task<JudgedBlock, Never>] = []
    repeat {
      if let block = source.takeBlock() { judging.append(Task { JudgedBlock(block, by: judge) }) }
      // What is known is not kept back while more is waited for.
      while !judging.isEmpty, judging.count > JudgedBlock.mostAtOnce || source.wouldWait {
        guard try handOn(await judging.removeFirst().value) else { return }
      }
    } while try source.readMore()
    for task in judging { guard try handOn(await task.value) else { return } }
    while let line = try source.next() {
      guard try take(line, &walk, body) else { return }
    }
  }

  /// What is known of the lines so far.
  private struct Walk {
    var isFirst = true
    var hasRecord = false
  }

  /// Calls `body` with what stands on a line, or in all that is left where the first line shows that it is one text;
  /// whether there is more to come.
  private func take(
    _ line: LineSource.Line, _ walk: inout Walk, _ body: (RecordingItem) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    if line.bytes.allSatisfy({ [0x20, 0x09, 0x0d].contains($0) }) { return true }
    let isArray = line.bytes.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "[")
    var item = item(line.bytes, line: line.number)
    if walk.isFirst, isArray || item.isCut, line.isEnded || isArray {
      walk.isFirst = false
      let whole = line.bytes + (line.isEnded ? [0x0a] : []) + (try source.rest())
      try forEachIn(whole, from: line.number, isArray: isArray, body)
      return false
    }
    walk.isFirst = false
    if item.isTorn(inRecording: walk.hasRecord, isLast: !line.isEnded) { item.content = .torn }
    if case .entry(let entry) = item.content, entry.isRecord { walk.hasRecord = true }
    return try body(item)
  }

  /// The events of a body in an event format.
  private func forEachEvent(
    of type: MediaType, _ body: (RecordingItem) throws(Failure) -> Bool
  ) throws(Failure) {
    let bytes = try source.rest()
    let entries = RecordedEntry.entries(inBody: bytes, type: type, using: .program, name: name, now: now)
    for entry in entries {
      var item = RecordingItem(content: .entry(entry), bytes: bytes, line: 1, file: name)
      item.index = entry.batch?.index
      guard try body(item) else { return }
    }
  }

  /// The items of bytes that are read whole: an array, or values that may stand over several lines.
  private func forEachIn(
    _ bytes: [UInt8], from line: Int, isArray: Bool, _ body: (RecordingItem) throws(Failure) -> Bool
  ) throws(Failure) {
    if isArray {
      if bytes.withUnsafeBytes({ JSONScanner.isValid($0) }) {
        return try forEachMember(of: bytes, from: line, body)
      }
      _ = try body(item(bytes, line: line))
      return
    }
    let texts = JSONText.texts(in: bytes, from: line)
    let isRecording = texts.contains { RecordingItem.beginsRecord(bytes[$0.range]) }
    for (index, text) in texts.enumerated() {
      let value = bytes[text.range]
      var item = item(value.contains(0x0a) ? compact(value) : Array(value), line: text.line)
      if let error = text.error {
        (item.content, item.bytes) = (.broken(error), Array(value))
        let isLast = index == texts.count - 1 && bytes.last != 0x0a
        if item.isTorn(inRecording: isRecording, isLast: isLast) { item.content = .torn }
      }
      guard try body(item) else { return }
    }
  }

  /// The entries of HTTP messages, as if they had been delivered.
  private func forEachMessage(
    in bytes: [UInt8], _ body: (RecordingItem) throws(Failure) -> Bool
  ) throws(Failure) {
    var reader = HTTPMessageReader(bytes)
    var number: UInt64 = 1
    while true {
      let message: HTTPMessageReader.Message?
      do {
        message = try reader.next()
      } catch {
        throw Failure(.data, "\(name) is no HTTP message: \(error).")
      }
      guard let message else { return }
      let received = ReceivedDelivery(captured: message, peer: name, firstNumber: number)
      // An answer that carries no event is no delivery.
      if received.mode == nil, message.bytes.starts(with: "HTTP/".utf8) { continue }
      number += UInt64(received.entries.count)
      for record in received.records(keepSecrets: true) {
        guard try body(item(record.line, line: Int(record.number))) else { return }
      }
    }
  }

  private func forEachMember(
    of bytes: [UInt8], from firstLine: Int, _ body: (RecordingItem) throws(Failure) -> Bool
  ) throws(Failure) {
    let batch = JSONEventFormat().decodeBatch(bytes)
    let members = bytes.withUnsafeBytes { bytes -> [ByteRange] in
      var scanner = JSONScanner(bytes)
      var members: [ByteRange] = []
      try? scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        members.append(try scanner.value().range)
      }
      return members
    }
    var line = firstLine
    var position = 0
    for (index, member) in members.enumerated() {
      for byte in bytes[position..<Int(member.start)] where byte == 0x0a { line += 1 }
      position = Int(member.start)
      var item = item(compact(bytes[member.range]), line: line)
      item.index = index
      // What only the whole batch shows.
      if case .entry(var entry) = item.content, !entry.isRecord, index < batch.events.count {
        let wrong = batch.events[index].violations.filter { $0.rule == .batchSpecversion }
        entry.add(wrong)
        item.content = .entry(entry)
      }
      guard try body(item) else { return }
    }
  }

  private func item(_ bytes: [UInt8], line: Int) -> RecordingItem {
    let content: RecordingItem.Content
    switch RecordReader.kind(of: bytes) {
    case .event:
      content = .entry(RecordedEntry(eventLine: bytes, name: name, now: now))
    case .record:
      do throws(JSONError) {
        content = .entry(try RecordReader.record(bytes, name: name, now: now))
      } catch {
        content = .broken(error)
      }
    case .other:
      content = .neither
    case .broken(let error):
      content = .broken(error)
    }
    return RecordingItem(content: content, bytes: bytes, line: line, file: name)
  }

  private func compact(_ value: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    value.withUnsafeBytes { JSONWriter.appendCompact($0, to: &out) }
    return out
  }
}

extension RecordingItem {
  /// Whether it is a record that was cut, as by a crash: at the end of a file, or where recording went on behind it.
  ///
  /// - Parameters:
  ///   - isRecording: whether there is a record in the file, so that what begins one may be no more than a few bytes.
  ///   - isLast: whether it is the last line, without a line break: any record may have been cut there, and not only one
  ///     that begins as those do that are written here.
  fileprivate func isTorn(inRecording isRecording: Bool, isLast: Bool) -> Bool {
    guard isCut else { return false }
    return Self.beginsRecord(bytes[...]) || isRecording && (isLast || Self.recordStart.starts(with: bytes))
  }

  private static let recordStart = Array(#"{"seq":"#.utf8)

  /// Whether some bytes go on behind the beginning of each record that is written here.
  fileprivate static func beginsRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count > recordStart.count && bytes.starts(with: recordStart)
  }

  /// Whether the text ends in the middle of a JSON value.
  fileprivate var isCut: Bool {
    guard case .broken(let error) = content else { return false }
    if case .unexpectedEnd = error.reason { return true }
    // A character that is cut is no UTF-8, and a number or a word that is cut is wrong before it ends.
    let rest = bytes[min(error.offset, bytes.count)...]
    return rest.count <= 3 && rest.allSatisfy { $0 >= 0x80 }
      || rest.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || [0x2d, 0x2e].contains($0) }
  }
}
