/// The menus for the order and the columns of the list.
enum Sorting {
  /// What the list can be sorted by; the one that it is sorted by turns round.
  static func menu(_ model: Model) -> Menu {
    let current = model.sort
    func item(_ column: Column) -> Menu.Item {
      let isCurrent = current?.column == column
      let turned = RowSort(column, isDescending: isCurrent && current?.isDescending == false)
      let detail = isCurrent ? (current!.isDescending ? "▼ now" : "▲ now") : ""
      return Menu.Item(column.rawValue.capitalizedFirst, detail: detail) { model in
        set(turned, in: &model)
        return []
      }
    }
    let arrival = Menu.Item("Order of arrival", detail: current == nil ? "▲ now" : "") { model in
      set(nil, in: &model)
      return []
    }
    let newest = Menu.Item(
      "Newest first", detail: current == RowSort(.time, isDescending: true) ? "▼ now" : ""
    ) { model in
      set(RowSort(.time, isDescending: true), in: &model)
      return []
    }
    let columns = Column.choices.map(item)
    let choose = Menu.Item("Columns …", key: "o") { model in
      model.open(columnMenu(model))
      return []
    }
    var menu = Menu(title: "Sort by", items: [arrival, newest] + columns + [choose])
    menu.cursor =
      current.map { sort in
        sort.column == .time ? 1 : 2 + (Column.choices.firstIndex(of: sort.column) ?? 0)
      } ?? 0
    return menu
  }

  /// Sorts the list by a column, or turns its order round.
  static func sort(by column: Column, in model: inout Model) {
    let isCurrent = model.sort?.column == column
    set(RowSort(column, isDescending: isCurrent && model.sort?.isDescending == false), in: &model)
  }

  private static func set(_ sort: RowSort?, in model: inout Model) {
    guard sort != model.sort else { return }
    model.remember("sorting the list")
    model.sort = sort
    model.rows.sort(by: sort)
    model.list.follows = false
    model.message = Message(
      .info,
      sort == nil
        ? "In the order of arrival." : "Sorted; new events stand below until the list is sorted again.")
  }

  /// The columns that can be on the screen; choosing one shows or hides it.
  static func columnMenu(_ model: Model, cursor: Int = 0) -> Menu {
    var menu = Menu(
      title: "Columns",
      items: Column.choices.enumerated().map { index, column in
        let isShown = model.columns.contains(column)
        let isLast = isShown && model.columns.count == 1
        return Menu.Item(
          "\(isShown ? "✓" : " ") \(column.rawValue.capitalizedFirst)",
          reason: isLast ? "One column must stay." : nil
        ) { model in
          model.remember("choosing columns")
          model.columns = Column.choices.filter { $0 == column ? !isShown : model.columns.contains($0) }
          model.open(columnMenu(model, cursor: index))
          return []
        }
      })
    menu.cursor = cursor
    return menu
  }
}

extension String {
  /// With its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
