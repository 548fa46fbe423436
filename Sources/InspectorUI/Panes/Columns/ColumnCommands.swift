import InspectorCore

/// What changes the columns of the list from wherever the focus is.
struct ColumnCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(.detail, "a", .addColumn, help: "Add a column to the list for the value under the cursor")
  ]

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .resetColumns, model.columns == model.configuredColumns else { return nil }
    return "The columns are as they were at first."
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .columns: model.open(ColumnMenu(model))
    case .addColumn: model.askForColumn()
    case .resetColumns: model.choose(model.configuredColumns)
    default: return nil
    }
    return []
  }
}

extension Model {
  /// Has the list show other columns, or the same in another order.
  mutating func choose(_ columns: [Column]) {
    guard columns != self.columns else { return }
    remember("choosing columns")
    self.columns = columns
  }

  /// Asks for a column to add, and proposes the value that the cursor is on in the detail.
  mutating func askForColumn() {
    var proposal = ""
    if focus == .detail, let name = detail.term?.prefix(while: { $0 != ":" }), Column(String(name)) != nil {
      proposal = String(name)
    }
    var prompt = Prompt.asking(
      "Add column:", proposal: proposal, hint: "ext.NAME, data.PATH, delta … Tab completes"
    ) { text, model in
      do throws(ColumnNames.Problem) {
        let column = try ColumnNames.column(text.trimmingCharacters)
        model.choose(model.columns + (model.columns.contains(column) ? [] : [column]))
        model.message = Message(
          .ok, "The list has the column \(column.name); \(model.key(.columns, in: .list)) orders columns.")
        return .done([])
      } catch {
        return .refused(error.sentence)
      }
    }
    prompt.completions = { text, model in
      model.columnNamesSeen.filter { $0.hasPrefix(text) && $0 != text }
    }
    ask(prompt)
  }

  /// Names of columns that would show something of the newest events.
  private var columnNamesSeen: [String] {
    let core = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"]
    let extensions = attributeNamesSeen.filter { !core.contains($0) }.map { "ext." + $0 }
    return extensions + dataPathsSeen + Column.choices.map(\.name)
  }
}
