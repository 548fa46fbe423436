import CloudEvents
import CloudEventsHTTP

/// A field that a query can ask for. The parser, the completion and the help are made from ``all``.
public struct QueryField: Sendable {
  /// What its values are.
  enum Kind: Sendable {
    /// Text, compared whole, with `*` and `?`.
    case text
    /// One of some words.
    case words([String])
    case size
    case duration
    case status
    /// A header, an extension or a path in the data: its own name stands after the dot.
    case named

    var takesComparisons: Bool {
      switch self {
      case .size, .duration, .status, .named: true
      case .text, .words: false
      }
    }

    var expected: String {
      switch self {
      case .text: "a text, with * and ? for any characters"
      case .words(let words): "one of \(words.joined(separator: ", "))"
      case .size: "a size such as >64k"
      case .duration: "a time such as <5m"
      case .status: "a status such as 404, 4xx or >=400"
      case .named: "a text, or a comparison such as >100"
      }
    }
  }

  /// The name without its colon; one that ends with a dot goes on with a name of the event's own.
  public let name: String
  /// What it asks for, in a few words.
  public let help: String
  /// A term with it.
  public let example: String
  let kind: Kind
  private let make: @Sendable (_ own: String, Comparison, String) throws(TermError) -> QueryTerm

  private init(
    _ name: String, _ kind: Kind, _ example: String, _ help: String,
    make: @escaping @Sendable (String, Comparison, String) throws(TermError) -> QueryTerm
  ) {
    self.name = name
    self.kind = kind
    self.example = example
    self.help = help
    self.make = make
  }

  /// All fields, in the order of the help.
  public static let all: [QueryField] =
    [
      attribute(.type, "type:com.example.*", "the type; * and ? stand for any characters"),
      attribute(.source, "source:/orders", "the source"),
      attribute(.subject, "subject:order-*", "the subject"),
      attribute(.id, "id:1041", "the id"),
      attribute(.time, "time:2026-11-23T*", "the time as it is written"),
      attribute(.datacontenttype, "datacontenttype:text/*", "the data's media type"),
      attribute(.dataschema, "dataschema:https:*", "the data's schema"),
      attribute(.specversion, "specversion:1.0", "the specification's version"),
      QueryField("ext.", .named, "ext.partitionkey:7", "an extension attribute") {
        name, comparison, value throws(TermError) in
        .extensionAttribute(AttributeName(unchecked: name), try ValueTest(comparison, value))
      },
      QueryField("data.", .named, "data.total:>100", "a value in JSON data: data.user.id, data.lines.0.sku") {
        path, comparison, value throws(TermError) in
        .data(DataPath(path), try ValueTest(comparison, value))
      },
      QueryField("header.", .named, "header.user-agent:curl*", "a header, by its name in any case") {
        name, comparison, value throws(TermError) in
        .header(Array(name.lowercased().utf8), try ValueTest(comparison, value))
      },
      QueryField("is", .words(QueryFlag.allCases.map(\.rawValue)), "is:invalid", "what an entry is") {
        _, _, value throws(TermError) in
        guard let flag = QueryFlag(rawValue: value) else {
          throw TermError.notOneOf(value, QueryFlag.allCases.map(\.rawValue))
        }
        return .flag(flag)
      },
      words("mode", ContentMode.allCases.map(\.rawValue), "mode:binary", "the content mode") {
        $0.mode?.rawValue
      },
      words("transport", Delivery.Transport.allCases.map(\.rawValue), "transport:unix", "how it came") {
        $0.transport.rawValue
      },
      text("method", "method:PUT", "the request's method") { $0.requestWord(0) },
      text("target", "target:/hooks/*", "the request's target") { $0.requestWord(1) },
      text("peer", "peer:127.0.0.1:*", "who sent it") { $0.peer },
      text("tag", "tag:orders", "a tag that a rule gave it") { _ in nil },
      QueryField("status", .status, "status:4xx", "the status that was answered") {
        _, comparison, value throws(TermError) in
        .status(try StatusTest(comparison, value))
      },
      QueryField("size", .size, "size:>64k", "bytes of the body; k, m and g are powers of 1024") {
        _, comparison, value throws(TermError) in
        guard let bytes = QueryUnits.size(value) else {
          throw TermError("\(value) is no size; it is written like 512, 64k or 1.5m")
        }
        return .size(comparison, bytes)
      },
      QueryField("age", .duration, "age:<5m", "how long ago it came; ms, s, m, h and d") {
        _, comparison, value throws(TermError) in
        guard let nanoseconds = QueryUnits.duration(value) else {
          throw TermError("\(value) is no time; it is written like 500ms, 30s, 5m or 2h")
        }
        return .age(comparison, nanoseconds)
      },
    ]

  /// The field that a name, with its own part after the dot, means.
  static func named(_ name: String) -> QueryField? {
    all.first {
      $0.name == name || $0.name.hasSuffix(".") && name.hasPrefix($0.name) && name.count > $0.name.count
    }
  }

  /// The term for a value.
  func term(name: String, comparison: Comparison, value: String) throws(TermError) -> QueryTerm {
    try make(String(name.dropFirst(self.name.count)), comparison, value)
  }

  private static func attribute(_ name: AttributeName, _ example: String, _ help: String) -> QueryField {
    QueryField(name.rawValue, .text, example, help) { _, _, value throws(TermError) in
      .attribute(name, GlobPattern(value))
    }
  }

  private static func text(
    _ name: String, _ example: String, _ help: String, of value: @escaping @Sendable (QuerySubject) -> String?
  ) -> QueryField {
    QueryField(name, .text, example, help) { _, _, text throws(TermError) in
      if name == "tag" { return .tag(GlobPattern(text)) }
      return .text(name, GlobPattern(text), value)
    }
  }

  private static func words(
    _ name: String, _ words: [String], _ example: String, _ help: String,
    of value: @escaping @Sendable (QuerySubject) -> String?
  ) -> QueryField {
    QueryField(name, .words(words), example, help) { _, _, word throws(TermError) in
      guard words.contains(word) else { throw TermError.notOneOf(word, words) }
      return .text(name, GlobPattern(word), value)
    }
  }
}

/// What `is:` can ask.
enum QueryFlag: String, Sendable, CaseIterable {
  case valid, invalid, warning, duplicate, sent, refused, batch, binary, structured, ndjson

  func holds(for subject: QuerySubject) -> Bool {
    switch self {
    case .valid: subject.isValid
    case .invalid: !subject.isValid
    case .warning: subject.isValid && !subject.event.violations.isEmpty
    case .duplicate: subject.isDuplicate
    case .sent: subject.isSent
    case .refused: !subject.isSent && subject.status.map { $0 >= 400 } ?? !subject.isValid
    case .batch: subject.mode == .batched
    case .binary: subject.mode == .binary
    case .structured: subject.mode == .structured
    case .ndjson: subject.transport == .ndjson
    }
  }
}

/// Why a value does not suit its field.
struct TermError: Error {
  var message: String
  /// Whether it could still become right by typing on.
  var isIncomplete = false

  init(_ message: String, isIncomplete: Bool = false) {
    self.message = message
    self.isIncomplete = isIncomplete
  }

  static func notOneOf(_ word: String, _ words: [String]) -> TermError {
    let guess =
      nearest(word, in: words).map { "; did you mean \($0)?" }
      ?? "; it is one of \(words.joined(separator: ", "))"
    return TermError(
      "\(word) is none of these words\(guess)", isIncomplete: words.contains { $0.hasPrefix(word) })
  }
}
