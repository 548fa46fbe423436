import CloudEvents

/// The XML event format (working draft): `application/cloudevents+xml` and its batch.
///
/// Read are documents in UTF-8, UTF-16 and the charsets of one byte that this library knows, without a document type.
/// Written is UTF-8: text and JSON data as `xs:string`, one XML element as `xs:any` where that gives back the same
/// bytes, and everything else, text that XML cannot hold too, as `xs:base64Binary`.
///
/// The prefixes `ce`, `xs`, `xsd` and `xsi` are understood, with a warning, where nothing declares them.
public struct XMLEventFormat: EventFormat {
  public let name = "xml"
  public let mediaType = "application/cloudevents+xml"
  public let batchMediaType: String? = "application/cloudevents-batch+xml"

  public init() {}

  public func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    guard let whole = ByteRange(whole: bytes) else { return .tooLarge(.xml) }
    var decoded: DecodedEvent
    do throws(XMLError) {
      decoded = try Self.inUTF8(bytes) { (utf8) throws(XMLError) in try decodeDocument(utf8) }
    } catch {
      decoded = DecodedEvent(extent: whole, violations: [Self.violation(for: error, in: bytes)])
    }
    decoded.extent = whole
    return decoded
  }

  /// Hands a document to `body` in UTF-8, whatever its encoding is.
  private static func inUTF8<Value>(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(XMLError) -> Value
  ) throws(XMLError) -> Value {
    guard let transcoded = try XMLEncoding.transcoded(bytes) else { return try body(bytes) }
    let result = transcoded.withUnsafeBytes { (utf8) -> Result<Value, XMLError> in
      do throws(XMLError) { return .success(try body(utf8)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func decodeDocument(_ bytes: UnsafeRawBufferPointer) throws(XMLError)
    -> DecodedEvent
  {
    var parser = try XMLPullParser(bytes, bindings: XMLBinding.customary)
    let root = try Self.root(from: &parser)
    guard root.name.namespace == .cloudEvents, bytes[root.name.local].equals("event") else {
      while try parser.next() != nil {}
      return DecodedEvent(extent: .none, violations: [Self.otherRoot(root, .xmlElement, in: bytes)])
    }
    var decoded = try XMLEventDecoder.decode(root, from: &parser, in: bytes)
    while try parser.next() != nil {}
    decoded.violations += Self.undeclared(parser)
    return decoded
  }

  public func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    guard let whole = ByteRange(whole: bytes) else {
      return DecodedBatch(events: [], violations: DecodedEvent.tooLarge(.xml).violations)
    }
    do throws(XMLError) {
      let isTranscoded = try XMLEncoding.transcoded(bytes) != nil
      var batch = try Self.inUTF8(bytes) { (utf8) throws(XMLError) in try decodeBatchDocument(utf8) }
      // Where the members stand is not known in the bytes that came.
      if isTranscoded { for index in batch.events.indices { batch.events[index].extent = whole } }
      return batch
    } catch {
      return DecodedBatch(events: [], violations: [Self.violation(for: error, in: bytes)])
    }
  }

  private func decodeBatchDocument(_ bytes: UnsafeRawBufferPointer) throws(XMLError) -> DecodedBatch {
    var parser = try XMLPullParser(bytes, bindings: XMLBinding.customary)
    let root = try Self.root(from: &parser)
    guard root.name.namespace == .cloudEvents, bytes[root.name.local].equals("batch") else {
      while try parser.next() != nil {}
      return DecodedBatch(events: [], violations: [Self.otherRoot(root, .xmlBatch, in: bytes)])
    }
    var batch = BatchCollector(rule: .xmlBatch)
    var violations: [Violation] = []
    func report(_ rule: ConformanceRule, _ message: String) {
      if violations.count < Validator.maximumViolations {
        violations.append(Violation(rule, .message, message))
      }
    }
    while let token = try parser.next() {
      switch token {
      case .text(let text) where parser.depth > 0:
        if !XMLEventDecoder.isSpace(text, in: bytes) {
          report(.xmlText, "Text stands between the events of the batch; only white space may.")
        }
      case .start(let child):
        let name = String(decoding: bytes[child.name.local].prefix(80), as: UTF8.self)
        if child.name.namespace != .cloudEvents {
          report(
            .xmlForeign,
            "<\(name)> in the batch is not of the namespace http://cloudevents.io/xmlformat/V1; it is passed over."
          )
        } else if !bytes[child.name.local].equals("event") {
          report(.xmlBatch, "<\(name)> stands in the batch; only event elements may.")
        } else if !batch.isFull {
          let member = try XMLEventDecoder.decode(child, from: &parser, in: bytes)
          batch.put { member }
          continue
        } else {
          batch.put { DecodedEvent(extent: .none) }
        }
        try XMLEventDecoder.skip(from: &parser)
      default: break
      }
    }
    return batch.finished(violations: violations + Self.undeclared(parser))
  }

  /// A member of a batch has its namespaces from the batch around it.
  public func decodeMember(
    _ index: Int, at extent: ByteRange, of batch: UnsafeRawBufferPointer
  ) -> DecodedEvent {
    do throws(XMLError) {
      if try XMLEncoding.transcoded(batch) != nil {
        let members = decodeBatch(batch).events
        return index < members.count ? members[index] : DecodedEvent(extent: extent)
      }
      // Looked at whole when the batch was decoded; a member must not cost as much as the batch.
      var parser = try XMLPullParser(batch, bindings: XMLBinding.customary, isKnownUTF8: true)
      _ = try Self.root(from: &parser)
      parser.seek(to: Int(extent.start))
      while let token = try parser.next() {
        if case .start(let element) = token {
          return try XMLEventDecoder.decode(element, from: &parser, in: batch)
        }
      }
      return DecodedEvent(extent: extent)
    } catch {
      return DecodedEvent(extent: extent, violations: [Self.violation(for: error, in: batch)])
    }
  }

  public func encode(_ event: CloudEvent) -> [UInt8] {
    XMLEventEncoder.document("event", XMLEventEncoder.specversion(of: event)) { out in
      XMLEventEncoder.appendContents(of: event, to: &out)
    }
  }

  public func encodeBatch(_ events: [CloudEvent]) -> [UInt8] {
    XMLEventEncoder.document("batch") { out in
      for event in events {
        out.append(contentsOf: "<ce:event\(XMLEventEncoder.specversion(of: event))>".utf8)
        XMLEventEncoder.appendContents(of: event, to: &out)
        out.append(contentsOf: "</ce:event>".utf8)
      }
    }
  }

  // MARK: What is wrong with a document

  private static func root(from parser: inout XMLPullParser) throws(XMLError) -> XMLElement {
    while let token = try parser.next() {
      if case .start(let element) = token { return element }
    }
    throw XMLError(.unexpectedEnd(expected: "an element"), at: parser.position)
  }

  private static func violation(for error: XMLError, in bytes: UnsafeRawBufferPointer) -> Violation {
    let (line, column) = error.position(in: bytes)
    let rule: ConformanceRule = if case .prefix = error.reason { .xmlPrefix } else { .xml }
    return Violation(
      rule, .message, "The body is no XML that can be read: line \(line), column \(column): \(error).")
  }

  private static func otherRoot(
    _ root: XMLElement, _ rule: ConformanceRule, in bytes: UnsafeRawBufferPointer
  ) -> Violation {
    let name = String(decoding: bytes[root.name.local].prefix(80), as: UTF8.self)
    let right = rule == .xmlBatch ? "batch" : "event"
    let namespace = String(decoding: root.name.namespace.uri.prefix(120), as: UTF8.self)
    var found = "<\(name)>"
    if root.name.namespace != .cloudEvents {
      found += namespace.isEmpty ? " without a namespace" : " of \(namespace)"
    }
    return Violation(
      rule, .message,
      "The document's element is \(found); it must be \(right) of the namespace http://cloudevents.io/xmlformat/V1."
    )
  }

  private static func undeclared(_ parser: XMLPullParser) -> [Violation] {
    parser.undeclared.map { prefix in
      let uri = XMLBinding.customary.first { $0.prefix.elementsEqual(prefix.utf8) }?.namespace.uri ?? []
      return Violation(
        .xmlUndeclared, .message,
        "The prefix \(prefix) is not declared; it is taken for \(String(decoding: uri, as: UTF8.self)).")
    }
  }
}
