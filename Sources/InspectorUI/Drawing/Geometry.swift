/// A size in cells; never negative.
public struct Size: Sendable, Hashable {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole area: from 0, 0.
  public var rect: Rect { Rect(x: 0, y: 0, width: width, height: height) }
}

/// A cell's place: columns from the left, rows from the top, from 0.
public struct Point: Sendable, Hashable {
  public var x: Int
  public var y: Int

  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells. Width and height are never negative.
public struct Rect: Sendable, Hashable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// No cell at all.
  public static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

  public init(size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }

  /// Whether it holds no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }
  public var size: Size { Size(width: width, height: height) }

  /// The first column.
  public var minX: Int { x }
  /// The column after the last.
  public var maxX: Int { x + width }
  /// The first row.
  public var minY: Int { y }
  /// The row after the last.
  public var maxY: Int { y + height }

  public func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x < maxX && point.y >= minY && point.y < maxY
  }

  /// The cells that both hold; empty where there are none.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(minX, other.minX)
    let top = max(minY, other.minY)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// The rectangle with so many columns less at both sides, and rows less above and below.
  public func inset(dx: Int, dy: Int) -> Rect {
    let dx = min(dx, width / 2 + width % 2)
    let dy = min(dy, height / 2 + height % 2)
    return Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
  }

  /// The same size, in the middle of another and a little above it.
  public func centered(in other: Rect) -> Rect {
    Rect(
      x: other.x + max(0, (other.width - width) / 2), y: other.y + max(0, (other.height - height) / 3),
      width: width,
      height: height)
  }

  /// The smallest rectangle that holds both; the other where one is empty.
  public func joined(with other: Rect) -> Rect {
    if isEmpty { return other }
    if other.isEmpty { return self }
    let left = min(minX, other.minX)
    let top = min(minY, other.minY)
    return Rect(
      x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }

  /// The upper rows, at most as many as there are, and the rest.
  public func split(top rows: Int) -> (top: Rect, rest: Rect) {
    let rows = min(max(0, rows), height)
    return (
      Rect(x: x, y: y, width: width, height: rows),
      Rect(x: x, y: y + rows, width: width, height: height - rows)
    )
  }

  /// The rest, and the lower rows, at most as many as there are.
  public func split(bottom rows: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = split(top: height - min(max(0, rows), height))
    return (rest, bottom)
  }

  /// The left columns, at most as many as there are, and the rest.
  public func split(left columns: Int) -> (left: Rect, rest: Rect) {
    let columns = min(max(0, columns), width)
    return (
      Rect(x: x, y: y, width: columns, height: height),
      Rect(x: x + columns, y: y, width: width - columns, height: height)
    )
  }

  /// The rest, and the right columns, at most as many as there are.
  public func split(right columns: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = split(left: width - min(max(0, columns), width))
    return (rest, right)
  }
}
