import InspectorCore

/// An entry as a curl command for the composer's target.
enum CurlExport {
  static func command(for entry: Entry, to target: String, keepSecrets: Bool = false) -> String {
    let address =
      (try? Address(target))
      ?? .http(
        host: "localhost", port: 8080, target: "/", isTLS: false, userinfo: nil)
    return CurlExporter.command(for: ExportedMessage(entry, to: address, keepSecrets: keepSecrets))
  }
}
