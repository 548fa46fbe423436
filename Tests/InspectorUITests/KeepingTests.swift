import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// What stays, and for how long: marked events when there is no more room, cleared ones until it cannot be taken back.
@Suite struct KeepingTests {
  private func small(_ entries: Int = 5) -> HeadlessInspector {
    var ui = HeadlessInspector(100, 24, limits: .init(entries: entries))
    for index in 1...3 { receive(index, in: &ui) }
    return ui
  }

  private func receive(_ index: Int, in ui: inout HeadlessInspector) {
    ui.receive(
      Wire.binary(
        id: "\(index)", source: "/s", type: index % 2 == 0 ? "even" : "odd",
        attributes: [("ce-subject", "subject-\(index)")]))
  }

  /// The subjects of the rows, from top to bottom.
  private func subjects(_ ui: HeadlessInspector) -> [Int] {
    ui.lines.dropFirst(2).compactMap { line in
      line.firstRange(of: "subject-").flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
    }
  }

  @Test func `marked events stay when others make room`() {
    var ui = small()
    ui.press("g m")
    for index in 4...20 { receive(index, in: &ui) }
    #expect(subjects(ui) == [1, 17, 18, 19, 20])
    #expect(ui.lines[0].contains("1 marked · 15 dropped"))
    ui.press("g")
    #expect(ui.selectedSubject == "subject-1")
    ui.press("j")
    #expect(ui.selectedSubject == "subject-17")
    ui.press("M")
    #expect(subjects(ui) == [1])
  }

  @Test(arguments: ["type:odd", "type LIKE 'odd'", "subject-1"])
  func `a filter is asked about marked events too`(filter: String) {
    var ui = small()
    ui.press("g m m")
    for index in 4...20 { receive(index, in: &ui) }
    ui.setFilter(filter)
    #expect(subjects(ui).first == 1 && !subjects(ui).contains(2))
    ui.press("~")
    #expect(subjects(ui) == [1, 2, 18, 19, 20])
    ui.press("s j Enter")
    #expect(subjects(ui) == [20, 19, 18, 2, 1])
    receive(21, in: &ui)
    #expect(subjects(ui) == [21, 20, 19, 2, 1])
  }

  @Test func `the list is searched through marked events too`() {
    var ui = small()
    ui.press("g m")
    for index in 4...9 { receive(index, in: &ui) }
    ui.press("/")
    ui.type("subject-")
    ui.press("Enter")
    #expect(ui.screen.contains("of 5"))
    receive(10, in: &ui)
    #expect(ui.screen.contains("of 5"))
  }

  @Test func `marked events count at the side`() {
    var ui = HeadlessInspector(100, 24, limits: .init(entries: 3))
    for index in 1...2 { receive(index, in: &ui) }
    ui.press("g m t")
    for index in [4, 6, 8, 10] { receive(index, in: &ui) }
    #expect(ui.line(with: " odd ").contains("1") && ui.line(with: " even ").contains("2"))
    ui.press("Esc U")
    for index in [12, 14, 16] { receive(index, in: &ui) }
    #expect(ui.line(with: " even ").contains("3") && !ui.screen.contains(" odd"), "\(ui.screen)")
  }

  @Test func `where all that is kept is marked the oldest goes, and that is said`() {
    var ui = small(3)
    ui.press("g m m m")
    receive(4, in: &ui)
    #expect(ui.screen.contains("All that is kept is marked, so 1 marked event had to go"))
    #expect(ui.lines[0].contains("1 dropped, 1 marked") && ui.model.marks == [2, 3])
  }

  @Test func `u says once that what was cleared is gone, before it takes back what was done before`() {
    var ui = small(100)
    ui.setFilter("type:odd")
    ui.press("g m X j Enter")
    ui.pass(seconds: 31)
    ui.press("u")
    #expect(
      ui.screen.contains("The 3 events that were cleared are gone for good. u again takes back changing the"))
    #expect(ui.model.filter.applied == "type:odd")
    ui.press("u")
    #expect(ui.model.filter.applied.isEmpty && ui.screen.contains("Taken back: changing the filter."))
  }

  @Test func `once what was cleared is gone the screen says again how to send something`() {
    var ui = small(100)
    ui.press("X j Enter")
    #expect(ui.screen.contains("Cleared — u takes it back.") && !ui.screen.contains("curl http"))
    ui.pass(seconds: 31)
    #expect(ui.screen.contains("Waiting for CloudEvents on") && ui.screen.contains("curl http"))
    ui.press("y c")
    #expect(ui.screen.contains("curl"))
    receive(4, in: &ui)
    #expect(subjects(ui) == [4] && !ui.screen.contains("curl http"))
  }

  @Test func `what was cleared comes back with the cursor where it was`() {
    var ui = small(100)
    for index in 4...40 { receive(index, in: &ui) }
    ui.press("g j j j j j")
    let lines = ui.lines[2..<20]
    ui.press("X j Enter u")
    #expect(ui.lines[2..<20] == lines && ui.selectedSubject == "subject-6")
  }

  @Test func `after a clear the title and the filter row are about what came since`() {
    var ui = small(100)
    ui.receive(Wire.request(contentType: "text/plain", body: "no event"))
    #expect(ui.lines[0].contains("4 events") && ui.lines[0].contains("1 invalid"))
    ui.press("X j Enter")
    for _ in 0..<2 {
      #expect(ui.lines[0].contains("0 events") && ui.lines[0].contains("4 cleared"))
      #expect(!ui.lines[0].contains("invalid") && !ui.lines[1].contains("kept"))
      ui.pass(seconds: 31)
    }
    for index in 4...6 { receive(index, in: &ui) }
    #expect(ui.lines[0].contains("3 events") && ui.lines[0].contains("4 cleared"))
    #expect(!ui.lines[0].contains("invalid") && !ui.lines[1].contains("kept"))
  }

  @Test func `what is dropped after a clear is counted apart from what was cleared`() {
    var ui = small()
    ui.press("X j Enter")
    for index in 4...10 { receive(index, in: &ui) }
    #expect(ui.lines[0].contains("7 events") && ui.lines[0].contains("2 dropped"))
    #expect(ui.lines[1].contains("5 kept of 7"))
  }

  @Test func `deleted events are told in the filter row, and not counted as invalid`() {
    var ui = small()
    ui.receive(Wire.request(contentType: "text/plain", body: "no event"))
    ui.press("d")
    #expect(ui.lines[1].contains("1 deleted") && !ui.lines[0].contains("invalid"))
    ui.press("d")
    #expect(ui.lines[1].contains("2 deleted"))
    ui.setFilter("type:odd")
    #expect(ui.lines[1].contains("1 of 2  2 deleted"))
    ui.press("Backspace u u u u")
    #expect(!ui.lines[1].contains("deleted") && ui.lines[0].contains("1 invalid"))
  }

  @Test func `what was cleared comes back for a while, and then its memory is free`() {
    var ui = small(100)
    ui.press("g m X j Enter")
    #expect(subjects(ui).isEmpty)
    #expect(ui.screen.contains("Cleared 3 events; u takes it back for 30 s, then their memory is free."))
    receive(4, in: &ui)
    ui.press("u")
    #expect(subjects(ui) == [1, 2, 3, 4] && ui.model.marks == [1])
    ui.pass(seconds: 31)
    #expect(ui.store.snapshot().count == 4, "what came back is not forgotten")
    ui.press("X j Enter")
    receive(5, in: &ui)
    ui.press("f Esc")
    ui.pass(seconds: 29)
    #expect(ui.store.snapshot().count == 5)
    ui.pass(seconds: 1)
    #expect(ui.store.snapshot().count == 1 && subjects(ui) == [5])
    #expect(ui.screen.contains("The memory of what was cleared is free again"))
    ui.press("u")
    #expect(ui.screen.contains("The 4 events that were cleared are gone for good.") && subjects(ui) == [5])
    ui.press("u")
    #expect(ui.screen.contains("There is nothing to take back.") && subjects(ui) == [5])
  }
}
