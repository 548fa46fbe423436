/// How list and detail share the screen.
public enum LayoutChoice: String, Sendable, CaseIterable {
  case automatic = "by size"
  case stacked = "list over detail"
  case sideBySide = "list beside detail"
  case single = "one pane at a time"
}

/// Which rectangle each part of the screen has, from the size and from what is open.
///
/// As the screen shrinks these go, in this order: timeline, facets, detail, columns of the list, footer, message, filter
/// bar, title. The row under the cursor stays. Nothing of it is remembered, so all comes back when it grows.
public struct Layout: Sendable, Equatable {
  public var title = Rect.zero
  public var filter = Rect.zero
  public var facets = Rect.zero
  public var timeline = Rect.zero
  /// The list with its header row.
  public var list = Rect.zero
  /// The detail with its row of tabs.
  public var detail = Rect.zero
  public var message = Rect.zero
  public var footer = Rect.zero
  /// What stands between title and footer.
  public var body = Rect.zero
  public var isSideBySide = false

  /// Rows of the timeline: a title, the bars, and the times.
  static let timelineHeight = 5

  public init(_ model: Model) {
    let size = model.size
    var rest = size.rect
    if size.height >= 4 { (title, rest) = rest.split(top: 1) }
    if size.height >= 6 { (filter, rest) = rest.split(top: 1) }
    if size.height >= 8 { (rest, footer) = rest.split(bottom: 1) }
    if size.height >= 7 { (rest, message) = rest.split(bottom: 1) }
    body = rest

    let choice = Layout.choice(for: model)
    let isLarge = size.width >= 160 && size.height >= 40
    let wantsFacets = model.showsFacets ?? isLarge
    let wantsTimeline = model.showsTimeline ?? isLarge
    if model.isZoomed || choice == .single {
      // One pane has the whole room.
      switch model.focus {
      case .facets where wantsFacets: facets = rest
      case .timeline where wantsTimeline: timeline = rest
      case .detail where model.detail.isOpen || model.isZoomed: detail = rest
      default: list = rest
      }
      return
    }
    let splits = model.splits
    if wantsFacets, Layout.hasRoomForFacets(size) {
      (facets, rest) = rest.split(left: max(16, min(splits.facets(of: size.width), rest.width - 42)))
      (_, rest) = rest.split(left: 1)
    }
    if wantsTimeline, Layout.hasRoomForTimeline(size) {
      (timeline, rest) = rest.split(top: Layout.timelineHeight)
      (_, rest) = rest.split(top: 1)
    }
    isSideBySide = choice == .sideBySide
    if isSideBySide {
      (list, detail) = rest.split(left: splits.share(rest.width, splits.beside, least: 24))
      (_, detail) = detail.split(left: 1)
    } else if model.detail.isOpen {
      (list, detail) = rest.split(top: splits.share(rest.height, splits.over, least: 3))
    } else {
      list = rest
    }
  }

  /// What is done where the size decides: side by side from 110 columns, one pane where it is small, else stacked.
  static func choice(for model: Model) -> LayoutChoice {
    if model.size.height < 16 || model.size.width < 60 { return .single }
    guard model.layoutChoice == .automatic else { return model.layoutChoice }
    return model.size.width >= 110 ? .sideBySide : .stacked
  }

  static func hasRoomForFacets(_ size: Size) -> Bool { size.width >= 66 && size.height >= 16 }
  static func hasRoomForTimeline(_ size: Size) -> Bool { size.height >= 20 && size.width >= 60 }

  /// Where a pane stands; empty where it is not on the screen.
  public func rect(of pane: PaneID) -> Rect {
    switch pane {
    case .facets: facets
    case .timeline: timeline
    case .list: list
    case .detail: detail
    }
  }

  /// The panes that are on the screen, from left to right.
  public var panes: [PaneID] { PaneID.allCases.filter { !rect(of: $0).isEmpty } }

  /// Draws the lines between panes.
  ///
  /// - Parameter dividesDetail: whether list and detail stand apart, and do not share their room.
  func drawBorders(into canvas: inout Canvas, focus: PaneID, dividesDetail: Bool) {
    var borders = Borders()
    if !facets.isEmpty, facets.maxX < body.maxX {
      borders.vertical(x: facets.maxX, y: body.y, height: body.height, isFocused: focus == .facets)
    }
    if !timeline.isEmpty, timeline.maxY < body.maxY {
      borders.horizontal(
        x: timeline.x, y: timeline.maxY, width: timeline.width, isFocused: focus == .timeline)
    }
    if dividesDetail, isSideBySide, !detail.isEmpty {
      borders.vertical(x: detail.x - 1, y: detail.y, height: detail.height, isFocused: focus == .detail)
    }
    borders.draw(into: &canvas)
  }
}

/// How the panes share the room, as far as the user has moved their borders.
public struct Splits: Sendable, Hashable {
  /// The list's part where the detail stands beside it, in percent.
  public var beside = 55
  /// The list's part where the detail stands under it, in percent.
  public var over = 50
  /// Columns that the facets have more or less than they would.
  public var facets = 0

  public init() {}

  func facets(of width: Int) -> Int { max(width >= 110 ? 26 : 24, min(40, width * 3 / 20)) + facets }

  /// A part in cells; both parts keep at least some.
  func share(_ whole: Int, _ percent: Int, least: Int) -> Int {
    max(min(least, whole / 2), min(whole * percent / 100, whole - min(least, whole / 2)))
  }

  /// Makes a pane larger or smaller by a step.
  mutating func move(_ pane: PaneID, larger: Bool, isSideBySide: Bool) {
    let step = (larger ? 1 : -1) * (pane == .detail ? -1 : 1)
    switch pane {
    case .facets: facets = max(-24, min(60, facets + 2 * step))
    case .timeline: break
    case .list, .detail:
      if isSideBySide {
        beside = max(15, min(85, beside + 5 * step))
      } else {
        over = max(15, min(85, over + 5 * step))
      }
    }
  }
}
