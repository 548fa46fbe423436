/// The menu for the order of the list.
enum Sorting {
  /// What the list can be sorted by; the one that it is sorted by sorts again, or turns round.
  static func menu(_ model: Model) -> Menu {
    let current = model.sort
    func item(_ column: Column) -> Menu.Item {
      var detail = ""
      if let current, current.column == column {
        detail = current.isDescending ? "▼ now" : "▲ now"
        if needsSorting(model) { detail += ", again with \(Shown.count(model.rows.unsorted)) new" }
      }
      return Menu.Item(column.label, detail: detail, reason: column.reasonAgainstSorting) { model in
        sort(by: column, in: &model)
        return []
      }
    }
    let arrival = Menu.Item("Order of arrival", detail: current == nil ? "▲ now" : "") { model in
      set(nil, in: &model)
      return []
    }
    let newest = Menu.Item(
      "Newest first", detail: current == .newestFirst ? "▼ now" : ""
    ) { model in
      set(.newestFirst, in: &model)
      return []
    }
    let sortable = sortable(model)
    let choose = Menu.Item("Columns …", key: "o") { model in
      model.open(ColumnMenu(model))
      return []
    }
    var menu = Menu(title: "Sort by", items: [arrival, newest] + sortable.map(item) + [choose])
    menu.cursor =
      current.map { sort in
        sort.column == .time ? 1 : 2 + (sortable.firstIndex(of: sort.column) ?? 0)
      } ?? 0
    return menu
  }

  /// The columns that every list has, those that were added to this one, and the one that it is sorted by.
  private static func sortable(_ model: Model) -> [Column] {
    var columns = Column.choices
    for column in model.columns + [model.sort?.column].compactMap(\.self)
    where column.isValue && !columns.contains(column) { columns.append(column) }
    return columns
  }

  /// Sorts the list by a column; by the one that it is sorted by, again where rows came since, else turned round.
  static func sort(by column: Column, in model: inout Model) {
    if let reason = column.reasonAgainstSorting {
      model.message = Message(.warning, reason)
      return
    }
    let isCurrent = model.sort?.column == column
    if isCurrent, needsSorting(model) {
      model.rows.sort(by: model.sort)
      model.list.follows = false
      model.message = Message(.info, "Sorted again, with what came since.")
      return
    }
    set(RowSort(column, isDescending: isCurrent && model.sort?.isDescending == false), in: &model)
  }

  /// Whether rows stand below those that are sorted.
  private static func needsSorting(_ model: Model) -> Bool {
    model.rows.unsorted > 0 && !model.rows.newestIsFirst
  }

  private static func set(_ sort: RowSort?, in model: inout Model) {
    guard sort != model.sort else { return }
    model.remember("sorting the list")
    // Between orders that have the newest at an end, who follows goes along; else the cursor stays on its event.
    let follows = model.list.follows && hasNewestAtEnd(model.sort) && hasNewestAtEnd(sort)
    model.sort = sort
    model.rows.sort(by: sort)
    model.list.follows = follows
    model.list.isTouched = true
    model.message = Message(
      .info,
      sort == nil
        ? "In the order of arrival."
        : sort == .newestFirst
          ? "Newest first; new events come at the top."
          : "Sorted; new events stand below until the list is sorted again.")
  }

  private static func hasNewestAtEnd(_ sort: RowSort?) -> Bool { sort == nil || sort == .newestFirst }
}

extension String {
  /// With its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
