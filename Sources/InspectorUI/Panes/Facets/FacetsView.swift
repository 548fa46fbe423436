import InspectorCore

/// The values of each facet with how many events have them, and whether the filter lets them through.
struct FacetsView {
  let model: Model

  /// What can be done, in the live keys.
  private var hints: [String] {
    func key(_ command: Command) -> String {
      let key = model.key(command, in: .facets)
      return key == "Enter" && !model.isASCII ? "⏎" : key
    }
    return [
      "\(key(.facetToggle)) toggle · \(key(.clearFacets)) all",
      "\(key(.facetOnly)) only · \(key(.facetExclude)) exclude",
      "They write the filter.",
    ]
  }
  private static let hintCount = 3

  /// Rows for values; under them stands what can be done where there is room for it.
  static func rowCount(in rect: Rect) -> Int {
    rect.height >= 30 ? rect.height - hintCount - 1 : rect.height
  }

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let rows = model.facets.rows
    guard !rows.isEmpty else {
      canvas.draw("TYPE", x: rect.x + 3, y: rect.y, width: rect.width - 4, role: .listHeader)
      canvas.draw("None yet.", x: rect.x + 3, y: rect.y + 1, width: rect.width - 4, role: .textDim)
      return
    }
    let count = Self.rowCount(in: rect)
    let marks = FacetMarks(
      filter: model.filter.isOn ? model.filter.applied : "", condition: model.rows.condition)
    for row in 0..<count where model.facets.top + row < rows.count {
      draw(model.facets.top + row, marks, into: &canvas, rect, y: rect.y + row)
    }
    guard count < rect.height else { return }
    for (index, hint) in hints.enumerated() {
      canvas.draw(
        hint, x: rect.x + 1, y: rect.maxY - Self.hintCount + index, width: rect.width - 2, role: .textDim)
    }
  }

  private func draw(_ index: Int, _ marks: FacetMarks, into canvas: inout Canvas, _ rect: Rect, y: Int) {
    let inside = Rect(x: rect.x + 1, y: y, width: rect.width - 2, height: 1)
    let isSelected = index == model.facets.cursor && model.focus == .facets
    let overlay: StyleRole? = isSelected ? .listSelected : nil
    if let overlay { canvas.overlay(Rect(x: rect.x, y: y, width: rect.width, height: 1), role: overlay) }
    switch model.facets.rows[index] {
    case .space: break
    case .title(let facet, let values):
      canvas.draw(facet.title, x: inside.x, y: y, width: inside.width, role: .listHeader)
      canvas.draw(
        Shown.plural(values, "value"), x: inside.x, y: y, width: inside.width, role: .textDim, align: .right)
    case .more(let facet, let count):
      canvas.draw(
        "… \(Shown.count(count)) more \(facet.title.lowercased())s", x: inside.x + 2, y: y,
        width: inside.width - 2,
        role: .textDim, overlay: overlay)
    case .value(let facet, let text, let count):
      let (glyph, role) = marks.mark(facet, text)
      canvas.draw(glyph, x: inside.x, y: y, width: 1, role: role, overlay: overlay)
      let number = Shown.count(count)
      let isTyped = facet == .type && role != .facetOff
      let room = max(1, inside.width - 3 - number.count)
      // Types and sources differ in their ends.
      let excess = DisplayWidth.of(text, upTo: 400, profile: canvas.widths.forText) - room
      let isCut = excess > 0 && (facet == .type || facet == .source)
      if isCut { canvas.draw("…", x: inside.x + 2, y: y, width: 1, role: .textDim, overlay: overlay) }
      canvas.draw(
        text, x: inside.x + (isCut ? 3 : 2), y: y, width: room - (isCut ? 1 : 0),
        role: isTyped ? .typeHash : role, overlay: overlay, hash: isTyped ? EventListView.hash(text) : nil,
        scroll: isCut ? excess + 1 : 0)
      canvas.draw(
        number, x: inside.x, y: y, width: inside.width, role: role == .facetOff ? .facetOff : .textDim,
        overlay: overlay, align: .right)
    }
  }
}

/// What the filter says of the values of facets.
struct FacetMarks {
  private let terms: [String]
  private let typeQuery: Query?
  /// Whether more than terms for facets decides.
  private let isOpaque: Bool

  init(filter: String, condition: EventCondition?) {
    typeQuery = condition?.typeQuery
    isOpaque = condition != nil && FilterLanguage.of(filter) == .cesql
    terms = condition == nil ? [] : FilterTerms.terms(of: filter)
  }

  /// `✓` where the filter asks for the value, `✗` where it leaves it out, `·` where it depends on more.
  func mark(_ facet: Facet, _ text: String) -> (glyph: String, role: StyleRole) {
    if isOpaque { return ("·", .facetPart) }
    if facet == .type, let typeQuery {
      return typeQuery.matches(type: text) ? ("✓", .facetOn) : ("✗", .facetOff)
    }
    let term = FilterTerms.term(facet.field, text)
    if terms.contains(term) { return ("✓", .facetOn) }
    if terms.contains("-" + term) { return ("✗", .facetOff) }
    let asked = terms.filter { $0.hasPrefix(facet.field + ":") }
    if asked.isEmpty { return (" ", .text) }
    return asked.contains { $0.contains("*") || $0.contains("?") } ? ("·", .facetPart) : ("✗", .facetOff)
  }
}
