import CloudEvents
import InspectorCore

/// The event's data, decoded by its content type.
struct DataTab: DetailTab {
  let title = "Data"

  func hasContent(_ entry: Entry) -> Bool { entry.dataSize > 0 || !entry.isValid && entry.size > 0 }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard let (bytes, declared, what) = data(of: entry) else {
      return [[TextSpan(" The event has no data.", .textDim)]]
    }
    let decoded = context.decoders.decode(
      bytes, declared: declared, limitLines: DetailContext.maximumLines)
    var lines: [DetailLine] = wrapped(
      "\(what)\(decoded.explanation) · \(decoded.facts)", width: context.width - 2, indent: " ",
      role: .textDim)
    if let problem = decoded.problem {
      lines += wrapped(problem, width: context.width - 4, indent: "   ", role: .eventWarning)
    }
    lines.append([])
    lines += decoded.lines.map { line in
      [TextSpan(" " + String(repeating: " ", count: line.indent * 2))] + line.spans.map(TextSpan.init)
    }
    if decoded.isCut {
      lines.append([TextSpan(" … there is more; Raw has all of it", .textDim)])
    }
    return lines
  }

  /// The data's bytes; the whole body where no event could be found in it.
  private func data(of entry: Entry) -> (bytes: [UInt8], declared: DataDeclaration, what: String)? {
    if let event = entry.event, !event.attributes.isEmpty {
      guard let data = event.data else { return nil }
      let encoding = entry.mode == .binary ? header("content-encoding", of: entry) : nil
      return (data.bytes, DataDeclaration(of: event, contentEncoding: encoding), "")
    }
    let body = entry.bodyBytes
    guard !body.isEmpty else { return nil }
    let declared = DataDeclaration(
      contentType: header("content-type", of: entry), contentEncoding: header("content-encoding", of: entry))
    return (body, declared, "The body: ")
  }

  private func header(_ name: String, of entry: Entry) -> String? {
    entry.fields.first { $0.name.lowercased() == name }?.value
  }
}
