import CloudEvents
import CloudEventsHTTP

/// A field that a query can ask for. The parser, the completion and the help are made from ``all``.
public struct QueryField: Sendable {
  /// What a field's values are.
  enum Kind: Sendable {
    /// Text, compared whole, with `*` and `?`.
    case text
    /// One of some words.
    case words([String])
    case number
    case size
    case duration
    case status
    /// A header, an extension or a path in the data: its own name stands after the dot.
    case named

    var takesComparisons: Bool {
      switch self {
      case .number, .size, .duration, .status, .named: true
      case .text, .words: false
      }
    }

    var expected: String {
      switch self {
      case .text: "a text, with * and ? for any characters"
      case .words(let words): "one of \(words.joined(separator: ", "))"
      case .number: "a number such as 42 or >=42"
      case .size: "a size such as >64k"
      case .duration: "a time such as <5m"
      case .status: "a status such as 404, 4xx or >=400"
      case .named: "a text, or a comparison such as >100"
      }
    }
  }

  /// Makes the term for a comparison with a value; `own` is what stands after the dot of a `named` field.
  typealias Maker =
    @Sendable (_ own: String, _ comparison: Comparison, _ value: String) throws(TermError) -> QueryTerm

  /// The name without its colon; one that ends with a dot goes on with a name of the event's own.
  public let name: String
  /// What it asks for, in a few words.
  public let help: String
  /// A term with it.
  public let example: String
  let kind: Kind
  private let make: Maker

  private init(_ name: String, _ kind: Kind, _ example: String, _ help: String, make: @escaping Maker) {
    self.name = name
    self.kind = kind
    self.example = example
    self.help = help
    self.make = make
  }

  /// All fields, in the order of the help.
  public static let all: [QueryField] = [
    attribute(.type, "type:com.example.*", "the type; * and ? stand for any characters"),
    attribute(.source, "source:/orders", "the source"),
    attribute(.subject, "subject:order-*", "the subject"),
    attribute(.id, "id:1041", "the id"),
    attribute(.time, "time:2026-11-23T*", "the time as it is written"),
    attribute(.datacontenttype, "datacontenttype:text/*", "the data's media type"),
    attribute(.dataschema, "dataschema:https:*", "the data's schema"),
    attribute(.specversion, "specversion:1.0", "the specification's version"),
    named("ext.", "ext.partitionkey:7", "an extension attribute") { name, test in
      .extensionAttribute(AttributeName(unchecked: name), test)
    },
    named("data.", "data.total:>100", "a value in JSON data: data.user.id, data.lines.0.sku, data./a/b") {
      .data(DataPath($0), $1)
    },
    named("header.", "header.user-agent:curl*", "a header, by its name in any case") {
      .header(Array($0.lowercased().utf8), $1)
    },
    QueryField("is", .words(QueryFlag.allCases.map(\.rawValue)), "is:invalid", "what an entry is") {
      _, _, value throws(TermError) in
      guard let flag = QueryFlag(rawValue: value) else {
        throw TermError.notOneOf(value, QueryFlag.allCases.map(\.rawValue))
      }
      return .flag(flag)
    },
    words("mode", ContentMode.allCases.map(\.rawValue), "mode:binary", "the content mode") { .mode($0) },
    text("format", "format:json", "the event format, by its media type or the end of it") { .format($0) },
    words(
      "transport", Delivery.Transport.allCases.map(\.rawValue), "transport:unix", "how it came"
    ) { .transport($0) },
    text("method", "method:PUT", "the request's method") { .method($0) },
    text("target", "target:/hooks/*", "the request's target") { .target($0) },
    text("peer", "peer:127.0.0.1:*", "who sent it") { .peer($0) },
    text("tag", "tag:orders", "a tag that a rule gave it") { .tag($0) },
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
        let isNumber = value.utf8.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
        throw TermError(
          "\(value) is no time; it is written like 500ms, 30s, 5m or 2h", isIncomplete: isNumber)
      }
      return .age(comparison, nanoseconds)
    },
    QueryField("seq", .number, "seq:>=100", "the entry's number") { _, comparison, value throws(TermError) in
      guard let number = UInt64(value) else {
        throw TermError("\(value) is no number; it is written like 42")
      }
      return .number(comparison, number)
    },
  ]

  /// The field that a name, with its own part after the dot, means.
  static func named(_ name: String) -> QueryField? {
    all.first { field in
      guard field.name.hasSuffix(".") else { return field.name == name }
      return name.hasPrefix(field.name) && name.utf8.count > field.name.utf8.count
    }
  }

  /// The term for a value.
  func term(name: String, comparison: Comparison, value: String) throws(TermError) -> QueryTerm {
    try make(String(name.dropFirst(self.name.count)), comparison, value)
  }

  // MARK: Rows of the table

  private static func attribute(_ attribute: CoreAttribute, _ example: String, _ help: String) -> QueryField {
    text(attribute.rawValue, example, help) { .attribute(attribute, $0) }
  }

  private static func text(
    _ name: String, _ example: String, _ help: String,
    _ term: @escaping @Sendable (GlobPattern) -> QueryTerm
  ) -> QueryField {
    QueryField(name, .text, example, help) { _, _, value throws(TermError) in term(GlobPattern(value)) }
  }

  private static func named(
    _ name: String, _ example: String, _ help: String,
    _ term: @escaping @Sendable (String, ValueTest) -> QueryTerm
  ) -> QueryField {
    QueryField(name, .named, example, help) { own, comparison, value throws(TermError) in
      term(own, try ValueTest(comparison, value))
    }
  }

  private static func words(
    _ name: String, _ words: [String], _ example: String, _ help: String,
    _ term: @escaping @Sendable (GlobPattern) -> QueryTerm
  ) -> QueryField {
    QueryField(name, .words(words), example, help) { _, _, word throws(TermError) in
      let pattern = GlobPattern(word)
      guard words.contains(where: { $0.withBytes { pattern.matches($0) } }) else {
        throw TermError.notOneOf(word, words)
      }
      return term(pattern)
    }
  }
}
