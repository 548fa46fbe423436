extension Scope {
  public static let facets = Scope("facets", title: "In the facets")
}

extension FacetsPane {
  static let scope = Scope.facets

  static let bindings =
    [
      KeyBinding(scope, "Space", .facetToggle),
      KeyBinding(scope, "Enter", .facetOnly),
      KeyBinding(scope, "o", .facetOnly),
      KeyBinding(scope, "x", .facetExclude),
      KeyBinding(scope, "a", .clearFacets),
    ] + Move.bindings(in: scope).filter { $0.keyNames != "Space" }
}
