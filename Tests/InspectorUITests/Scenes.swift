import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// A screen that is worth looking at, and how to get there from a list of events.
struct Scene: Sendable, CustomTestStringConvertible {
  /// What its fixture is called.
  let name: String
  private let act: @Sendable (inout HeadlessInspector) -> Void

  private init(
    _ name: String, _ keys: String = "",
    then act: @escaping (@Sendable (inout HeadlessInspector) -> Void) = { _ in }
  ) {
    self.name = name
    self.act = { ui in
      ui.press(keys)
      act(&ui)
    }
  }

  var testDescription: String { name }

  /// Goes to it.
  func play(in ui: inout HeadlessInspector) { act(&ui) }

  /// A new pane or overlay is at least one line here.
  static let all: [Scene] = [
    Scene("list"),
    Scene("list-marked", "m m Esc"),
    Scene("list-sorted", "s j j Enter"),
    Scene("list-paused", "p") { $0.receive(Wire.binary(id: "later")) },
    Scene("list-search", "/") { $0.finish("order-1042") },
    Scene("list-waiting", "k") { $0.receive(Wire.binary(id: "later")) },
    Scene("list-columns", ":") { $0.finish("columns delta type data.total ext.traceparent size") },
    Scene("not-listening") {
      $0.run(
        .cannotListen(
          "cannot listen on http://localhost:8080: the address is in use by pid 4711 (python3); "
            + "try http://localhost:8081"))
    },
    Scene("detail-attributes", "Enter 1"),
    Scene("detail-data", "Enter 2"),
    Scene("detail-headers", "Enter 3"),
    Scene("detail-raw", "Enter 4"),
    Scene("detail-hex", "Enter 5"),
    Scene("detail-as", "Enter 6"),
    Scene("detail-checks", "Enter 7"),
    Scene("detail-zoomed", "Enter 2 Enter"),
    Scene("detail-search", "Enter 2 /") { $0.type("1042") },
    Scene("facets", "t") { if $0.model.focus != .facets { $0.press("t") } },
    Scene("timeline", "i") { ui in
      while ui.model.focus != .timeline { ui.press("Tab") }
    },
    Scene("filter-empty", "f"),
    Scene("filter-incomplete", "f") { $0.type("type LIKE") },
    Scene("filter-invalid", "f") { $0.type("type LIKE 5 )") },
    Scene("filter-not-boolean", "f") { $0.type("LENGTH(type)") },
    Scene("filter-valid", "f") { $0.type("type:*.paid") },
    Scene("filter-hides-all", "f") { $0.finish("type:com.nobody.*") },
    Scene("filter-off", "f") {
      $0.finish("type:*.paid")
      $0.press("~")
    },
    Scene("filter-why", "f") {
      $0.finish("type:*.paid subject:order-1042")
      $0.press("W")
    },
    Scene("filter-keep", "f") {
      $0.finish("type:*.paid")
      $0.press("S")
    },
    Scene("filter-values", "+"),
    Scene("filter-menu") { ui in
      ui.change { model in
        model.savedFilters += [
          SavedFilter(name: "paid", text: "type:*.paid"),
          SavedFilter(name: "to Japan", text: "type LIKE 'com.shop.%' AND source = '/shop/jp/orders'"),
        ]
      }
      ui.press("S")
    },
    Scene("composer", "c"),
    Scene("composer-wrong", "c Ctrl-U") {
      $0.type("com.shop.order.created")
      $0.press("Down Down Down Down Down Down Down")
      $0.type("Trace-Id=7")
      $0.press("Down Down End Ctrl-U")
      $0.paste("{\n  \"order\": \"order-1043\",\n  \"total\": 12 34\n}")
      $0.press("F5")
    },
    Scene("composer-format", "c Up Up Right Down Right"),
    Scene("composer-copy", "e"),
    Scene("composer-headers", "c F3") { $0.type("X-Tenant: 7") },
    Scene("composer-preview", "c F3 F3"),
    Scene("composer-response", "c F5") { ui in
      ui.run(
        .delivered(
          1,
          .answered(
            status: 400, reason: "Bad Request",
            fields: [HeaderLine("Content-Type", "application/problem+json")],
            body: Array(#"{"title":"time is no RFC 3339 timestamp","status":400}"#.utf8),
            duration: .milliseconds(3)
          )))
    },
    Scene("composer-history", "c F5") { ui in
      ui.run(
        .delivered(
          1, .answered(status: 202, reason: "Accepted", fields: [], body: [], duration: .milliseconds(3))))
      ui.press("F3")
    },
    Scene("composer-templates", "c Ctrl-T"),
    Scene("composer-repeat", "c F8"),
    Scene("composer-steps", "c Ctrl-G Ctrl-G Enter F4"),
    Scene("composer-foreign", "c Up") {
      $0.press("Ctrl-U")
      $0.type("https://events.example.com/in")
      $0.press("F5")
    },
    Scene("palette", "Ctrl-P"),
    Scene("palette-found", "Ctrl-P") { $0.type("copy") },
    Scene("command-line", ":") { $0.type("fil") },
    Scene("help", "?"),
    Scene("help-search", "? /") { $0.finish("copy") },
    Scene("themes", "T"),
    Scene("sort-menu", "s"),
    Scene("columns-menu", "o"),
    Scene("copy-keys", "y"),
    Scene("copy-attribute", "y a"),
    Scene("copy-cell", "y l"),
    Scene("export-menu", "x"),
    Scene("export-destination", "x c"),
    Scene("save-menu", "w"),
    Scene("save-prompt", "w w"),
    Scene("save-overwrite") {
      $0.run(
        .fileExists(SaveRequest(path: "/home/me/data-5.json", bytes: [], what: "data", overwrites: false)))
    },
    Scene("pipe-prompt", "|"),
    Scene("load-prompt", "L"),
    Scene("demo-question", "D"),
    Scene("clear-question", "X"),
    Scene("cleared", "X j Enter"),
    Scene("log", "d u E"),
    Scene("rules", "H"),
    Scene("rules-tried", "H d"),
    Scene("compare", "C"),
    Scene("related", "R"),
  ]
}

extension HeadlessInspector {
  /// Types a text and takes it.
  fileprivate mutating func finish(_ text: String) {
    type(text)
    press("Enter")
  }

  /// The shop's afternoon, with the cursor on an event in the midst of it.
  static func afternoon(_ width: Int, _ height: Int) throws -> HeadlessInspector {
    var ui = HeadlessInspector(width, height, rules: try RuleSet(text: rules, file: "rules.toml"))
    ui.press("D g j j j j")
    return ui
  }

  private static let rules = """
    [[rule]]
    name = "slow consumer"
    when = 'type:com.shop.mail.*'
    respond = { status = 429, retry-after = 5 }

    [[rule]]
    name = "orders"
    cesql = "type LIKE 'com.shop.order.%'"
    tag = "orders"
    """
}
