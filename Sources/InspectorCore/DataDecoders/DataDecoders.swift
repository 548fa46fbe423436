import CloudEvents

/// Everything that can make data readable, first to last: a new decoder is one line here.
public struct DataDecoders: Sendable {
  /// The decoders, in the order in which they are asked.
  public let list: [any DataDecoder]

  /// The decoders without any schema.
  public static let standard = DataDecoders()

  /// The decoders, with schemas for those that can use them.
  public init(schemas: DataSchemas = DataSchemas()) {
    list = [
      CompressedDataDecoder(),
      ImageDataDecoder(),
      JSONDataDecoder(),
      XMLDataDecoder(),
      FormDataDecoder(),
      MultipartDataDecoder(),
      ProtobufDataDecoder(descriptors: schemas.protobuf),
      CBORDataDecoder(),
      MessagePackDataDecoder(),
      AvroDataDecoder(schemas: schemas.avro),
      TextDataDecoder(),
      HexDataDecoder(),
    ]
  }

  /// Makes data readable with the first decoder that can; the last one takes everything.
  ///
  /// - Parameters:
  ///   - declared: what the event says about its data.
  ///   - name: a decoder that is to be tried first, by its name.
  ///   - limitLines: how many lines are made at most.
  ///   - bytesPerLine: how many bytes stand in a line where they are shown as numbers.
  public func decode(
    _ bytes: [UInt8], declared: DataDeclaration, preferring name: String? = nil, limitLines: Int,
    bytesPerLine: Int = 16
  ) -> DecodedData {
    bytes.withUnsafeBytes {
      decode(
        $0, declared: declared, preferring: name, limitLines: limitLines, bytesPerLine: bytesPerLine)
    }
  }

  /// Makes data readable with the first decoder that can, without copying it.
  public func decode(
    _ bytes: UnsafeRawBufferPointer, declared: DataDeclaration, preferring name: String? = nil,
    limitLines: Int, bytesPerLine: Int = 16
  ) -> DecodedData {
    let context = DecodingContext(
      declared: declared, limit: max(0, limitLines), decoders: self, bytesPerLine: bytesPerLine)
    return decode(bytes, in: context, preferring: name)
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext, preferring name: String?
  ) -> DecodedData {
    var context = context
    context.unread = nil
    var problem: String?
    for decoder in list.filter({ $0.name == name }) + list {
      let isAsked = decoder.name == name
      let found = isAsked ? DataReason.guessed("you asked for it") : decoder.reason(for: bytes, in: context)
      guard let reason = found else { continue }
      do throws(DataMismatch) {
        let decoded = try decoder.decode(bytes, in: context)
        let size = "\(bytes.count) byte\(bytes.count == 1 ? "" : "s")"
        let inside = decoded.inside.map { "; inside: \($0)" } ?? ""
        return DecodedData(
          name: decoder.name, explanation: "\(decoder.name), because \(reason.text)\(inside)",
          facts: decoded.facts.isEmpty ? size : "\(decoded.facts) · \(size)", lines: decoded.lines,
          isCut: decoded.isCut, problem: problem ?? decoded.problem)
      } catch {
        if case .declared = reason, context.unread == nil {
          context.unread = error.missing ?? "it cannot be read as \(decoder.name)"
        }
        guard problem == nil else { continue }
        if isAsked {
          problem = "It is not \(decoder.name): \(error)."
        } else if case .declared = reason {
          problem =
            error.missing == nil
            ? "It is declared as \(decoder.name) and is not: \(error)."
            : "It is declared as \(decoder.name), but \(error)."
        }
      }
    }
    preconditionFailure("the last decoder takes everything")
  }
}
