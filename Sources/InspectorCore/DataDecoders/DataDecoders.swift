import CloudEvents

/// Everything that can make data readable, first to last: a new decoder is one line here.
public enum DataDecoders {
  public static let all: [any DataDecoder] = [
    JSONDataDecoder(),
    TextDataDecoder(),
    HexDataDecoder(),
  ]

  /// Makes data readable with the first decoder that takes it; the last one takes everything.
  ///
  /// - Parameters:
  ///   - contentType: what the event declares, as it was written.
  ///   - name: a decoder that is to be tried first, by its name.
  ///   - limitLines: how many lines are made at most.
  public static func decode(
    bytes: [UInt8], contentType: String?, preferring name: String? = nil, limitLines: Int
  ) -> DecodedData {
    let type = contentType.flatMap { MediaType($0) }
    if let preferred = all.first(where: { $0.name == name }),
      let decoded = preferred.decode(bytes, contentType: type, limit: limitLines)
    {
      return finished(preferred.name, "\(preferred.name), as you asked", decoded, bytes, problem: nil)
    }
    for decoder in all {
      guard let reason = decoder.reason(for: type, bytes),
        let decoded = decoder.decode(bytes, contentType: type, limit: limitLines)
      else { continue }
      return finished(
        decoder.name, "\(decoder.name), because \(reason)", decoded, bytes, problem: problem(type, bytes))
    }
    preconditionFailure("the last decoder takes everything")
  }

  private static func finished(
    _ name: String, _ explanation: String, _ decoded: DecodedLines, _ bytes: [UInt8], problem: String?
  ) -> DecodedData {
    let size = "\(bytes.count) byte\(bytes.count == 1 ? "" : "s")"
    return DecodedData(
      name: name, explanation: explanation,
      facts: decoded.facts.isEmpty ? size : "\(decoded.facts) · \(size)",
      lines: decoded.lines, isCut: decoded.isCut, problem: problem)
  }

  /// What keeps data that is declared as JSON from being that.
  private static func problem(_ type: MediaType?, _ bytes: [UInt8]) -> String? {
    guard type?.isJSON == true else { return nil }
    return bytes.withUnsafeBytes { bytes in
      do throws(JSONError) {
        _ = try JSONScanner.scan(bytes)
        return nil
      } catch {
        let (line, column) = error.position(in: bytes)
        return "It is declared as JSON and is not: line \(line), column \(column): \(error)."
      }
    }
  }
}
