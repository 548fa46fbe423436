import InspectorCore

/// Types, sources and other values at the side with how many events have them. They only ever write the filter.
struct FacetsPane: Pane {
  let id = PaneID.facets

  func footer(_ model: Model) -> [Command] {
    [.facetToggle, .facetOnly, .facetExclude, .clearFacets, .nextPane, .close, .help]
  }

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .clearFacets, FilterLanguage.of(model.filter.applied) == .query else { return nil }
    return withoutTerms(model) == model.filter.applied ? "The filter has no term for these values." : nil
  }

  /// The filter without its terms for the values of the facet under the cursor, or of all.
  private func withoutTerms(_ model: Model) -> String {
    let facets = model.facets.selected.map { [$0.facet] } ?? Facet.allCases
    return facets.reduce(model.filter.applied) { FilterTerms.without($1.field, in: $0) }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      model.facets.move(move, page: Layout(model).facets.height)
      return []
    }
    switch command {
    case .facetOnly:
      if case .more(let facet, _)? = row(in: model) {
        model.facets.unfolded.insert(facet)
      } else {
        only(in: &model)
      }
    case .facetExclude, .facetToggle: exclude(in: &model)
    case .clearFacets: clear(in: &model)
    default: return nil
    }
    return []
  }

  private func row(in model: Model) -> FacetsState.Row? {
    let facets = model.facets
    return facets.rows.indices.contains(facets.cursor) ? facets.rows[facets.cursor] : nil
  }

  /// A filter for only this value, and again for all.
  private func only(in model: inout Model) {
    guard let (facet, text) = model.facets.selected, isQuery(&model) else { return }
    let term = FilterTerms.term(facet.field, text)
    let others = FilterTerms.without(facet.field, in: model.filter.applied)
    let only = FilterTerms.joined(others, term)
    model.setFilter(model.filter.applied == only ? others : only)
  }

  /// A filter that leaves this value out, and again lets it through.
  private func exclude(in model: inout Model) {
    guard let (facet, text) = model.facets.selected, isQuery(&model) else { return }
    let term = "-" + FilterTerms.term(facet.field, text)
    // What shows one value only and what leaves one out are not meant together.
    let kept = FilterTerms.without(facet.field, in: model.filter.applied, keepingNegated: true)
    model.setFilter(FilterTerms.toggled(term, in: kept))
  }

  private func clear(in model: inout Model) {
    guard isQuery(&model) else { return }
    model.setFilter(withoutTerms(model))
  }

  /// Whether the filter is a query, which alone is written here; says so where it is none.
  private func isQuery(_ model: inout Model) -> Bool {
    guard FilterLanguage.of(model.filter.applied) == .cesql else { return true }
    model.message = Message(
      .warning, "The filter is CESQL, which is not rewritten here; \(model.key(.clearFilter)) clears it.")
    return false
  }

  func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? {
    switch mouse.kind {
    case .wheelUp, .wheelDown: model.facets.move(.rows(mouse.kind == .wheelUp ? -3 : 3), page: rect.height)
    case .press(.left):
      let row = model.facets.top + mouse.point.y - rect.minY
      if model.facets.rows.indices.contains(row), model.facets.rows[row].canHaveCursor {
        model.facets.cursor = row
      }
    default: return nil
    }
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    model.facets.settle(
      model.shown, from: model.clearedBefore, height: FacetsView.rowCount(in: rect), now: model.now)
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    FacetsView(model: model).draw(into: &canvas, rect)
  }
}
