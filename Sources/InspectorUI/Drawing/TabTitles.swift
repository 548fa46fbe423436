/// How the titles of tabs stand in a row.
enum TabTitles {
  /// The titles, the active one in brackets, in whole words as far as there is room for them: where there is not room
  /// for all, from the left as many as fit, and of the others their numbers.
  static func fitting(_ titles: [String], active: Int, room: Int) -> [String] {
    func title(_ index: Int, isWhole: Bool, isTight: Bool = true) -> String {
      let text = isWhole ? "\(index + 1) \(titles[index])" : "\(index + 1)"
      if index == active { return (index > 0 && isTight ? " " : "") + "[\(text)]" }
      return isTight ? " \(text)" : " \(text) "
    }
    let wide = titles.indices.map { title($0, isWhole: true, isTight: false) }
    if wide.joined().count <= room { return wide }
    var row = titles.indices.map { title($0, isWhole: $0 == active) }
    for index in titles.indices where index != active {
      let number = row[index]
      row[index] = title(index, isWhole: true)
      guard row.joined().count > room else { continue }
      row[index] = number
      break
    }
    return row
  }
}
