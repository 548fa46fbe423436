/// How the titles of tabs stand in a row.
struct TabTitles {
  /// A tab's title, and what stands for it where there is little room.
  typealias Title = (whole: String, short: String)

  private enum Form { case whole, short, number }

  private let titles: [Title]
  private let active: Int

  private init(_ titles: [Title], active: Int) {
    self.titles = titles
    self.active = active
  }

  /// The titles, the active one in brackets. Where there is not room for all, the longest are shortened first, and where
  /// that is not enough, the last of them become numbers.
  ///
  /// - Parameter kept: the one that becomes a number after all others, the active one aside.
  static func fitting(_ titles: [Title], active: Int, keeping kept: Int? = nil, room: Int) -> [String] {
    TabTitles(titles, active: active).fitting(keeping: kept, room: room)
  }

  private func fitting(keeping kept: Int?, room: Int) -> [String] {
    var forms = titles.map { _ in Form.whole }
    let wide = row(forms, isTight: false)
    if wide.joined().count <= room { return wide }
    let others = titles.indices.filter { $0 != active }
    let byLength = others.sorted { titles[$0].whole.count > titles[$1].whole.count }
    let fromTheEnd = others.reversed().filter { $0 != kept } + others.filter { $0 == kept }
    let steps =
      (byLength + [active]).map { ($0, Form.short) } + fromTheEnd.map { ($0, Form.number) }
    for (index, form) in steps {
      if row(forms).joined().count <= room { break }
      forms[index] = form
    }
    return row(forms)
  }

  private func row(_ forms: [Form], isTight: Bool = true) -> [String] {
    titles.indices.map { index in
      let text =
        switch forms[index] {
        case .whole: "\(index + 1) \(titles[index].whole)"
        case .short: "\(index + 1) \(titles[index].short)"
        case .number: "\(index + 1)"
        }
      if index == active { return (index > 0 && isTight ? " " : "") + "[\(text)]" }
      return isTight ? " \(text)" : " \(text) "
    }
  }
}
