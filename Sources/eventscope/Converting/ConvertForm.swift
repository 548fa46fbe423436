import ArgumentParser
import InspectorCore

/// What a recording can be made into.
enum ConvertForm: ExpressibleByArgument, Equatable {
  /// One JSON array of events.
  case batch
  /// A delivery record a line.
  case records
  /// Raw HTTP requests.
  case httpBinary
  case httpStructured
  /// A document for each event.
  case yaml
  /// What the export menu writes too.
  case export(any Exporter)

  private static let own: [(name: String, form: ConvertForm)] = [
    ("batch", .batch), ("records", .records), ("http-binary", .httpBinary),
    ("http-structured", .httpStructured),
    ("yaml", .yaml),
  ]

  private static let named =
    own + Exporters.all.map { (name: $0.name, form: ConvertForm.export($0)) }

  /// Every form's name.
  static let names = named.map(\.name)
  static var allValueStrings: [String] { names }

  init?(argument: String) {
    guard let form = Self.named.first(where: { $0.name == argument })?.form else { return nil }
    self = form
  }

  static func == (left: ConvertForm, right: ConvertForm) -> Bool { left.name == right.name }

  /// What `--to` calls it.
  var name: String {
    switch self {
    case .batch: "batch"
    case .records: "records"
    case .httpBinary: "http-binary"
    case .httpStructured: "http-structured"
    case .yaml: "yaml"
    case .export(let exporter): exporter.name
    }
  }
}
