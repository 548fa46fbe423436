/// How list and detail share the screen.
public enum LayoutChoice: String, Sendable, CaseIterable {
  case automatic = "by size"
  case stacked = "list over detail"
  case sideBySide = "list beside detail"
  case single = "one pane at a time"
}

/// Which rectangle each part of the screen has, from the size and from what is open.
public struct Layout: Sendable, Equatable {
  public var title = Rect(x: 0, y: 0, width: 0, height: 0)
  public var filter = Rect(x: 0, y: 0, width: 0, height: 0)
  public var facets = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The list with its header row.
  public var list = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The detail with its row of tabs.
  public var detail = Rect(x: 0, y: 0, width: 0, height: 0)
  public var message = Rect(x: 0, y: 0, width: 0, height: 0)
  public var footer = Rect(x: 0, y: 0, width: 0, height: 0)
  /// What stands between title and footer.
  public var body = Rect(x: 0, y: 0, width: 0, height: 0)
  public var isSideBySide = false

  public init(_ model: Model) {
    let size = model.size
    var rest = size.rect
    // As the screen shrinks: footer, message, filter bar and title go, in this order; the list stays.
    if size.height >= 4 { (title, rest) = rest.split(top: 1) }
    if size.height >= 6 { (filter, rest) = rest.split(top: 1) }
    if size.height >= 8 { (rest, footer) = rest.split(bottom: 1) }
    if size.height >= 7 { (rest, message) = rest.split(bottom: 1) }
    body = rest

    let choice = Layout.choice(for: model)
    let wantsFacets = model.showsFacets ?? (size.width >= 160 && size.height >= 40)
    if model.isZoomed {
      switch model.focus {
      case .list: list = rest
      case .detail: detail = rest
      case .facets: facets = rest
      }
      return
    }
    if choice == .single {
      switch model.focus {
      case .facets where wantsFacets: facets = rest
      case .detail where model.detail.isOpen: detail = rest
      default: list = rest
      }
      return
    }
    if wantsFacets && size.width >= 60 {
      let width = min(40, max(24, size.width / 6))
      (facets, rest) = rest.split(left: width)
      (_, rest) = rest.split(left: 1)
    }
    isSideBySide = choice == .sideBySide
    if isSideBySide {
      let width = rest.width * 21 / 40
      (list, detail) = rest.split(left: width)
      (_, detail) = detail.split(left: 1)
    } else if model.detail.isOpen {
      let height = max(4, rest.height * 9 / 20)
      (list, detail) = rest.split(top: height)
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

  /// Where a pane stands; empty where it is not on the screen.
  public func rect(of pane: PaneID) -> Rect {
    switch pane {
    case .facets: facets
    case .list: list
    case .detail: detail
    }
  }

  /// The panes that are on the screen, from left to right.
  public var panes: [PaneID] { PaneID.allCases.filter { !rect(of: $0).isEmpty } }

  /// Draws the lines between panes.
  func drawBorders(into canvas: inout Canvas, focus: PaneID) {
    if !facets.isEmpty, facets.maxX < body.maxX {
      canvas.verticalLine(x: facets.maxX, from: body.y, height: body.height)
    }
    if isSideBySide, !detail.isEmpty {
      canvas.verticalLine(
        x: detail.x - 1, from: body.y, height: body.height, role: focus == .detail ? .borderFocused : .border)
    }
  }
}
