import CloudEvents

/// Everything that can make data readable, first to last: a new decoder is one line here.
public enum DataDecoders {
  public static let all: [any DataDecoder] = [
    JSONDataDecoder(),
    TextDataDecoder(),
    HexDataDecoder(),
  ]

  /// Makes data readable with the first decoder that can; the last one takes everything.
  ///
  /// - Parameters:
  ///   - contentType: what the event declares, as it was written.
  ///   - name: a decoder that is to be tried first, by its name.
  ///   - limitLines: how many lines are made at most.
  public static func decode(
    bytes: [UInt8], contentType: String?, preferring name: String? = nil, limitLines: Int
  ) -> DecodedData {
    bytes.withUnsafeBytes {
      decode(bytes: $0, contentType: contentType, preferring: name, limitLines: limitLines)
    }
  }

  /// Makes data readable with the first decoder that can, without copying it.
  public static func decode(
    bytes: UnsafeRawBufferPointer, contentType: String?, preferring name: String? = nil, limitLines: Int
  ) -> DecodedData {
    let type = contentType.flatMap { MediaType($0) }
    let limit = max(0, limitLines)
    var problem: String?
    for decoder in all.filter({ $0.name == name }) + all {
      let isAsked = decoder.name == name
      guard let reason = isAsked ? "you asked for it" : decoder.reason(for: type, bytes) else { continue }
      do throws(DataMismatch) {
        let decoded = try decoder.decode(bytes, contentType: type, limit: limit)
        let size = "\(bytes.count) byte\(bytes.count == 1 ? "" : "s")"
        return DecodedData(
          name: decoder.name, explanation: "\(decoder.name), because \(reason)",
          facts: decoded.facts.isEmpty ? size : "\(decoded.facts) · \(size)", lines: decoded.lines,
          isCut: decoded.isCut, problem: problem)
      } catch {
        if problem == nil, isAsked || type != nil {
          problem =
            isAsked
            ? "It is not \(decoder.name): \(error)."
            : "It is declared as \(decoder.name) and is not: \(error)."
        }
      }
    }
    preconditionFailure("the last decoder takes everything")
  }
}
