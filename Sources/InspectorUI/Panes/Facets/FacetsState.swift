import InspectorCore

/// The types at the side: which one the cursor is on.
public struct FacetsState: Sendable, Equatable {
  public var cursor = 0
  public var top = 0

  /// The rows: every type that is kept, the most frequent first.
  static func items(of model: Model) -> [(value: String, count: Int)] { model.shown.typeFacets }

  /// What a query for exactly this type is.
  static func query(type: String) -> String { "type:" + QueryCompletion.quoted(type) }
}
