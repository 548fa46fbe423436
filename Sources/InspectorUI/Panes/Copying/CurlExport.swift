import InspectorCore

/// An entry as a curl command for the composer's target.
enum CurlExport {
  static func command(for entry: Entry, to target: String) -> String {
    let address = (try? Address(target))?.withTarget(of: entry.requestLine.target)
    let skipped = [
      "host", "content-length", "connection", "transfer-encoding", "expect", "user-agent", "accept",
    ]
    var fields = entry.fields.filter { !skipped.contains($0.name.lowercased()) }
      .map { (name: $0.name, value: Secrets.maskedHeader(name: $0.name, value: $0.value)) }
    if entry.headLength == 0 { fields = [(name: "Content-Type", value: "application/cloudevents+json")] }
    return CurlCommand.text(
      target: address?.description ?? AddressError.masked(target), fields: fields,
      body: entry.headLength == 0 ? entry.bytes : entry.bodyBytes)
  }
}
