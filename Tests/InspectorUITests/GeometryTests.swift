import InspectorUI
import Testing

@Suite("Rectangles")
struct GeometryTests {
  private let rect = Rect(x: 2, y: 3, width: 10, height: 5)

  @Test("Splitting gives two parts that make the whole, whatever is asked", arguments: [-1, 0, 2, 5, 10, 99])
  func splits(amount: Int) {
    let vertical = [rect.split(left: amount).left, rect.split(right: amount).right]
    #expect(vertical.allSatisfy { $0.width == min(max(0, amount), 10) && $0.height == 5 })
    let horizontal = [rect.split(top: amount).top, rect.split(bottom: amount).bottom]
    #expect(horizontal.allSatisfy { $0.height == min(max(0, amount), 5) && $0.width == 10 })
    #expect(rect.split(top: amount).rest.maxY == rect.maxY)
    #expect(rect.split(bottom: amount).rest.minY == rect.minY)
    #expect(rect.split(right: amount).right.maxX == rect.maxX)
    #expect(rect.split(left: amount).rest.maxX == rect.maxX)
  }

  @Test("Insets and intersections never turn negative")
  func clamped() {
    #expect(rect.inset(dx: 1, dy: 1) == Rect(x: 3, y: 4, width: 8, height: 3))
    #expect(rect.inset(dx: 50, dy: 50).isEmpty)
    #expect(rect.intersection(Rect(x: 50, y: 50, width: 3, height: 3)).isEmpty)
    #expect(rect.intersection(Rect(x: 0, y: 0, width: 4, height: 4)) == Rect(x: 2, y: 3, width: 2, height: 1))
    #expect(Rect(x: 0, y: 0, width: -4, height: 2).width == 0)
    #expect(Size(width: -1, height: 2).width == 0)
  }
}
