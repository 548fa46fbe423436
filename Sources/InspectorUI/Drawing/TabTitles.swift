/// The titles of a row of tabs, the active one in brackets, as long as there is room for all of them.
enum TabTitles {
  static func fitting(_ titles: [String], active: Int, room: Int) -> [String] {
    func tight(_ index: Int, _ title: some StringProtocol) -> String {
      index == active ? (index == 0 ? "" : " ") + "[\(index + 1) \(title)]" : " \(index + 1) \(title)"
    }
    let forms: [(_ index: Int, _ title: String) -> String] = [
      { index, title in index == active ? "[\(index + 1) \(title)]" : " \(index + 1) \(title) " },
      { index, title in tight(index, title) },
      { index, title in tight(index, index == active ? title : String(title.prefix(4))) },
      { index, title in tight(index, index == active ? title : String(title.prefix(3))) },
      { index, title in index == active ? tight(index, title) : " \(index + 1)" },
    ]
    let rows = forms.map { form in titles.enumerated().map { form($0.offset, $0.element) } }
    return rows.first { $0.joined().count <= room } ?? rows[rows.count - 1]
  }
}
