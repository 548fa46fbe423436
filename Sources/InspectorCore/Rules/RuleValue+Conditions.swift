import CESQL

/// The values that say which events a rule is for. The place of a problem is the character in the file, where that can
/// be told.
extension RuleValue {
  func query() -> Query? {
    guard let text = text(as: "a query such as 'type:com.example.*'", mayBeEmpty: true) else { return nil }
    do {
      return try Query(text)
    } catch {
      let isGuess = error.message.hasSuffix("?")
      let message = isGuess ? error.message : "\(error.message); expected is \(error.expected)"
      if !reader.refuse(message, inText: text, at: path, offset: error.offset) {
        refuse("\(message) (character \(error.offset + 1) of the query)")
      }
      return nil
    }
  }

  /// A CESQL expression.
  func expression() -> CESQLExpression? {
    guard let text = text(as: #"an expression such as "type LIKE 'com.%'""#) else { return nil }
    do {
      return try CESQLExpression(text)
    } catch {
      let place = text.index(ofLine: error.line, column: error.column)
      let offset = text.distance(from: text.startIndex, to: place)
      if !reader.refuse(error.message, inText: text, at: path, offset: offset) {
        refuse("\(error.message) (line \(error.line), column \(error.column) of the expression)")
      }
      return nil
    }
  }

  /// A filter of the Subscriptions API, or an array of them.
  func filter() -> SubscriptionFilter? {
    do {
      return try SubscriptionFilter(source)
    } catch {
      reader.refuse(error.message, at: error.place.path, isKey: error.place.isKey)
      return nil
    }
  }

  private var source: FilterSource<FilterPlace> {
    let content: FilterSource<FilterPlace>.Content
    if let text = value.string {
      content = .text(text)
    } else if let members = value.table {
      content = .table(
        members.map { member in
          let inner = RuleValue(
            member.value, name: member.name, path: path + [.key(member.name)], reader: reader)
          return .init(
            name: member.name, place: FilterPlace(path: inner.path, isKey: true), value: inner.source)
        })
    } else if let elements = value.array {
      content = .list(
        elements.enumerated().map { index, element in
          RuleValue(element, name: name, path: path + [.index(index)], reader: reader).source
        })
    } else {
      content = .other
    }
    return FilterSource(content: content, place: FilterPlace(path: path, isKey: false))
  }
}

/// Where a part of a filter stands in a rules file.
private struct FilterPlace: Sendable {
  var path: [PathStep]
  var isKey: Bool
}
