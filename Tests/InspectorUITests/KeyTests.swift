import InspectorUI
import Testing

@Suite("Keys and their names")
struct KeyTests {
  @Test(
    "A name makes a key, and the key says the name",
    arguments: [
      "a", "G", "?", "-", "+", "Space", "Enter", "Esc", "Tab", "Shift-Tab", "Backspace", "Delete", "Insert",
      "Up",
      "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn", "F1", "F12", "Ctrl-P", "Ctrl-Space", "Ctrl-\\",
      "Ctrl-_", "Alt-x", "Alt-X", "Ctrl-Up", "Ctrl-Alt-A", "日", "\\", "|",
    ])
  func roundTrip(name: String) throws {
    #expect(try #require(Key(name)).description == name)
  }

  @Test(
    "Other spellings, and keys that terminals cannot tell apart",
    arguments: [
      ("ctrl-p", "Ctrl-P"), ("C-p", "Ctrl-P"), ("M-x", "Alt-x"), ("S-Tab", "Shift-Tab"), ("Escape", "Esc"),
      ("Return", "Enter"), ("PageDown", "PgDn"), ("Ctrl-M", "Enter"), ("Ctrl-J", "Enter"), ("Ctrl-I", "Tab"),
      ("Ctrl-[", "Esc"), ("Ctrl-H", "Backspace"), ("Ctrl-@", "Ctrl-Space"), ("Shift-g", "G"), ("f5", "F5"),
      ("Ctrl--", nil), ("", nil), ("Hyper-x", nil), ("F0", nil), ("F64", nil), ("Enterr", nil), ("ab", nil),
      (" ", nil), ("\u{1B}", nil), ("Shift-1", nil), ("Ctrl-é", nil),
    ] as [(String, String?)])
  func spellings(name: String, expected: String?) {
    #expect(Key(name)?.description == expected)
  }

  @Test(
    "Sequences that terminfo does not list",
    arguments: [
      ("1;5", "A", "Ctrl-Up"), ("1;3", "C", "Alt-Right"), ("", "H", "Home"), ("3;5", "~", "Ctrl-Delete"),
      ("15", "~", "F5"), ("97;5", "u", "Ctrl-A"), ("13;2", "u", "Enter"), ("9;2", "u", "Shift-Tab"),
      ("", "Z", "Shift-Tab"), ("12;34", "R", nil), ("?62;c", "c", nil), ("200", "~", nil),
      ("99999999999999999999", "~", nil),
    ] as [(String, Unicode.Scalar, String?)])
  func sequences(parameters: String, final: Unicode.Scalar, expected: String?) {
    #expect(ControlSequence.key(parameters: parameters, final: final)?.description == expected)
  }

  @Test("Mouse reports")
  func mouse() {
    let press = Mouse(point: Point(x: 299, y: 4), kind: .press(.left))
    #expect(ControlSequence.mouse(parameters: "0;300;5", final: "M") == press)
    let release = Mouse(point: Point(x: 0, y: 0), kind: .release(.right))
    #expect(ControlSequence.mouse(parameters: "2;1;1", final: "m") == release)
    #expect(ControlSequence.mouse(parameters: "64;2;2", final: "M")?.kind == .wheelUp)
    #expect(ControlSequence.mouse(parameters: "65;2;2", final: "M")?.kind == .wheelDown)
    for parameters in ["35;2;2", "0;0;0", "0;1", "", "3;1;1"] {
      #expect(ControlSequence.mouse(parameters: parameters, final: "M") == nil)
    }
  }

  @Test("Without Unicode, every glyph of the program has an ASCII stand-in of the same width")
  func standIns() {
    for glyph in "─│┌┐└┘├┤┬┴┼●▲▼▸▾▌↑↓→←…·×✓✗≠⏎▁▂▃▄▅▆▇█░µ" {
      let text = ASCIIGlyphs.text(of: Cell(text: String(glyph)), in: .ascii)
      #expect(text.utf8.count == 1 && text != "?", "\(glyph)")
    }
    #expect(ASCIIGlyphs.text(of: Cell(text: "日", width: 2), in: .ascii) == "??")
    #expect(ASCIIGlyphs.text(of: Cell(text: "日", width: 2), in: .withoutMarks) == "日")
    #expect(ASCIIGlyphs.text(of: Cell(text: "─"), in: .withoutMarks) == "-")
    #expect(ASCIIGlyphs.text(of: Cell(text: "─"), in: .unicode) == "─")
  }
}
