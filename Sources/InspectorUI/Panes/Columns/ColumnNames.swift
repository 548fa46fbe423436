import InspectorCore

/// Columns as they are written in a line: `type, delta, data.order.total`, or `+ext.partitionkey -size`.
struct ColumnNames {
  /// Why a text names no columns: a sentence that says what would be right.
  struct Problem: Error {
    var sentence: String
  }

  let columns: [Column]

  /// - Parameters:
  ///   - text: names, separated by commas or spaces. Where one has a sign, all say what is added and taken away.
  ///   - current: the columns that are there now.
  init(_ text: String, changing current: [Column]) throws(Problem) {
    let words = text.split { $0 == "," || !text.contains(",") && $0.isWhitespace }
      .map { String($0).trimmingCharacters }.filter { !$0.isEmpty }
    guard !words.isEmpty else { throw Problem(sentence: "No column is named.") }
    let isChange = words.contains { $0.hasPrefix("+") || $0.hasPrefix("-") }
    var columns = isChange ? current : []
    for word in words {
      let column = try Self.column(
        word.hasPrefix("+") || word.hasPrefix("-") ? String(word.dropFirst()) : word)
      if word.hasPrefix("-") {
        columns.removeAll { $0 == column }
      } else if !columns.contains(column) {
        columns.append(column)
      }
    }
    guard !columns.isEmpty else { throw Problem(sentence: "One column must stay.") }
    self.columns = columns
  }

  /// The column of a name that can be chosen.
  static func column(_ name: String) throws(Problem) -> Column {
    guard let column = Column(name), column != .mark, column != .time else {
      if let fixed = Column(name) { throw Problem(sentence: "\(fixed.label) is always there.") }
      let known = Column.choices.map(\.name)
      let hint = suggestion(for: name, in: known)
      let others = "; there are \(known.joined(separator: ", ")), ext.NAME and data.PATH."
      throw Problem(sentence: "There is no column \(name)" + (hint.isEmpty ? others : hint))
    }
    return column
  }
}

extension Column {
  /// Why no column of the list is called so, in a sentence; `nil` where one is that can be chosen.
  public static func problem(with name: String) -> String? {
    do throws(ColumnNames.Problem) {
      _ = try ColumnNames.column(name)
      return nil
    } catch {
      return error.sentence
    }
  }
}
