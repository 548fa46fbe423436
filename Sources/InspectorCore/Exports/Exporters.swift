/// What messages can be exported as.
public enum Exporters {
  public static let all: [any Exporter] = [
    CurlExporter(), HTTPieExporter(), JSONEventExporter(), NDJSONExporter(), HARExporter(), GoExporter(),
    PythonExporter(), JavaScriptExporter(),
  ]

  /// The one of that name.
  public static func named(_ name: String) -> (any Exporter)? { all.first { $0.name == name } }
}
