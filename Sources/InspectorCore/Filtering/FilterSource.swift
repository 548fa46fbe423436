import CloudEvents

/// A filter of the Subscriptions API as it is written, whatever the notation.
struct FilterSource<Place: Sendable>: Sendable {
  indirect enum Content: Sendable {
    case text(String)
    case table([Member])
    case list([FilterSource])
    /// A number, a Boolean and the like, which have no place in a filter.
    case other
  }

  struct Member: Sendable {
    var name: String
    /// Where the name stands.
    var place: Place
    var value: FilterSource
  }

  var content: Content
  /// Where it begins.
  var place: Place

  /// The same as JSON, on one line.
  var json: String {
    var json = JSONWriter()
    write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func write(to json: inout JSONWriter) {
    switch content {
    case .text(let text): json.string(text)
    case .table(let members):
      json.object { json in
        for member in members {
          json.name(member.name)
          member.value.write(to: &json)
        }
      }
    case .list(let elements):
      json.array { json in
        for element in elements { element.write(to: &json) }
      }
    case .other: json.null()
    }
  }
}

/// What is wrong in a filter, and where.
struct FilterFault<Place: Sendable>: Error {
  var place: Place
  /// What is wrong and what would be right, without the full stop.
  var message: String
}
