extension Scope {
  public static let facets = Scope("facets", title: "In the types")
}

extension FacetsPane {
  static let scope = Scope.facets

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .facetOnly),
      KeyBinding(scope, "o", .facetOnly),
      KeyBinding(scope, "x", .facetExclude),
      KeyBinding(scope, "a", .clearFilter, title: "All", help: "Take the terms for types out of the filter"),
    ]
}
