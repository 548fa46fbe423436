import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite("The themes that come with the program")
struct BuiltInThemeTests {
  static let names = ThemeLibrary.builtIn.names
  /// Roles that are no text.
  private static let graphics: Set<StyleRole> = [
    .border, .borderFocused, .scrollbar, .scrollbarHit, .scrollbarMark, .chartBar, .chartAxis, .progress,
  ]
  private static let overlays: [StyleRole?] = [
    nil, .listSelected, .listSelectedUnfocused, .listMarked, .listNew, .searchMatch, .searchMatchCurrent,
    .hexLinked, .formFocused, .dialog,
  ]

  @Test("All are there")
  func all() {
    let expected: Set = [
      "default-dark", "default-light", "mono", "high-contrast", "deuteranopia", "nord", "gruvbox",
      "solarized-dark", "solarized-light",
    ]
    #expect(expected.isSubset(of: Self.names))
  }

  @Test("Each loads without a warning and has a style for every role at every depth", arguments: names)
  func loads(name: String) throws {
    let loaded = try ThemeLibrary.builtIn.theme(named: name)
    #expect(loaded.warnings == [])
    for role in StyleRole.all {
      for depth in ColorDepth.allCases {
        let style = loaded.theme.style(for: role, depth: depth)
        #expect((style.foreground == nil) == (depth == .mono))
      }
    }
  }

  @Test(
    "The selected row, the focused button and the current match can be seen at every depth", arguments: names)
  func visible(name: String) throws {
    let theme = try ThemeLibrary.builtIn.theme(named: name).theme
    for depth in ColorDepth.allCases {
      let text = theme.style(for: .text, depth: depth)
      for overlay in [StyleRole.listSelected, .listSelectedUnfocused, .searchMatch, .searchMatchCurrent] {
        #expect(
          theme.style(for: .text, overlay: overlay, depth: depth) != text, "\(overlay.rawValue) at \(depth)")
      }
      #expect(theme.style(for: .buttonFocused, depth: depth) != theme.style(for: .button, depth: depth))
      #expect(theme.style(for: .tabActive, depth: depth) != theme.style(for: .tab, depth: depth))
    }
  }

  @Test("Text has a contrast of 4.5:1 and more in RGB themes", arguments: names)
  func contrast(name: String) throws {
    let theme = try ThemeLibrary.builtIn.theme(named: name).theme
    guard case .rgb = theme.style(for: .text, depth: .direct).background else { return }
    for role in StyleRole.all where !Self.graphics.contains(role) {
      for hash in UInt8(0)..<(role == .typeHash ? 12 : 1) {
        let style = theme.style(for: role, hash: hash, depth: .direct)
        let ratio = try #require(style.contrast, "\(role.rawValue) uses a colour that nobody knows")
        #expect(ratio >= 4.5, "\(role.rawValue) \(hash): \(ratio)")
      }
      for overlay in [StyleRole.listSelected, .listSelectedUnfocused, .searchMatch, .searchMatchCurrent] {
        let ratio = try #require(theme.style(for: role, overlay: overlay, depth: .direct).contrast)
        #expect(ratio >= 3, "\(role.rawValue) under \(overlay.rawValue): \(ratio)")
      }
    }
  }

  @Test("The row under the cursor stands out from the page, and in a dialog, in RGB themes", arguments: names)
  func selection(name: String) throws {
    let theme = try ThemeLibrary.builtIn.theme(named: name).theme
    guard case .rgb = theme.style(for: .text, depth: .direct).background else { return }
    for overlay in [StyleRole.listSelected, .listSelectedUnfocused] {
      for role in overlay == .listSelected ? [StyleRole.text, .dialog] : [.text] {
        let ground = theme.style(for: role, depth: .direct)
        let row = theme.style(for: role, overlay: overlay, depth: .direct)
        let both = Style(foreground: row.background, background: ground.background)
        let ratio = try #require(both.contrast)
        #expect(ratio >= 1.3, "\(overlay.rawValue) on \(role.rawValue): \(ratio)")
      }
    }
  }

  @Test("In a dialog nothing has the ground of the page", arguments: names)
  func dialogs(name: String) throws {
    let theme = try ThemeLibrary.builtIn.theme(named: name).theme
    let page = theme.style(for: .text, depth: .direct).background
    guard case .rgb = page, theme.style(for: .dialog, depth: .direct).background != page else { return }
    for scene in Scene.all {
      var ui = try HeadlessInspector.afternoon(120, 36)
      scene.play(in: &ui)
      let canvas = ui.model.view()
      let dialog = (0..<canvas.size.height).flatMap { y in
        canvas.row(y).indices.filter { canvas[$0, y].role == .dialog }.map { Point(x: $0, y: y) }
      }
      guard let left = dialog.map(\.x).min(), let right = dialog.map(\.x).max(),
        let top = dialog.map(\.y).min(), let bottom = dialog.map(\.y).max()
      else { continue }
      for y in top...bottom {
        for x in left...right {
          let cell = canvas[x, y]
          let style = theme.style(for: cell.role, overlay: cell.overlay, hash: cell.hash, depth: .direct)
          guard style.background == page, ![.border, .borderFocused].contains(cell.role) else { continue }
          Issue.record("\(scene.name) at \(x), \(y): \(cell.role.rawValue) \"\(cell.text)\"")
          break
        }
      }
    }
  }

  @Test("The counters of the title stand on its ground", arguments: names)
  func title(name: String) throws {
    let theme = try ThemeLibrary.builtIn.theme(named: name).theme
    var ui = shop(120, 36)
    ui.press("m")
    let canvas = ui.model.view()
    let marked = canvas.row(0).first { $0.overlay == .listMarked || $0.role == .listMarked }
    let cell = try #require(marked)
    #expect(
      theme.style(for: cell.role, overlay: cell.overlay, depth: .direct).background
        == theme.style(for: .title, depth: .direct).background)
  }

  @Test("63 pairs are enough where there are 8 colours", arguments: names)
  func pairs(name: String) throws {
    let theme = try ThemeLibrary.builtIn.theme(named: name).theme
    var pairs: Set<[Color?]> = []
    for role in StyleRole.all {
      for overlay in Self.overlays {
        for hash in role == .typeHash ? Array(UInt8.min...UInt8.max) : [0] {
          let style = theme.style(for: role, overlay: overlay, hash: hash, depth: .sixteen).withEightColors
          for case .indexed(let index) in [style.foreground, style.background] { #expect(index < 8) }
          pairs.insert([style.foreground, style.background])
        }
      }
    }
    pairs.remove([.terminal, .terminal])
    #expect(pairs.count <= 63)
  }
}

extension Style {
  /// WCAG's contrast ratio; nil where a colour is the terminal's own.
  fileprivate var contrast: Double? {
    guard let text = foreground?.luminance, let ground = background?.luminance else { return nil }
    return (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
  }
}

extension Color {
  /// WCAG's relative luminance; nil for colours that depend on the terminal.
  fileprivate var luminance: Double? {
    guard case .rgb = self, let parts = components else { return nil }
    func linear(_ value: Int) -> Double {
      let share = Double(value) / 255
      if share <= 0.03928 { return share / 12.92 }
      let base = (share + 0.055) / 1.055
      // To the power 2.4.
      return base * base * fifthRoot(base * base)
    }
    return 0.2126 * linear(parts.red) + 0.7152 * linear(parts.green) + 0.0722 * linear(parts.blue)
  }
}

/// By Newton's method; x to the power 0.4 is the fifth root of x squared.
private func fifthRoot(_ value: Double) -> Double {
  var root = 1.0
  for _ in 0..<60 { root = (4 * root + value / (root * root * root * root)) / 5 }
  return root
}
