/// What a piece of the screen is; a theme says how that looks.
///
/// Names are dotted, and a role that a theme leaves out looks like its longest prefix that the theme has.
public enum StyleRole: String, Sendable, CaseIterable {
  case text = "text"
  case textDim = "text.dim"
  case textStrong = "text.strong"

  case border = "border"
  case borderFocused = "border.focused"

  case title = "title"
  case titleLive = "title.live"
  case titlePaused = "title.paused"
  case titleError = "title.error"

  case footer = "footer"
  case footerKey = "footer.key"

  case listHeader = "list.header"
  case listSelected = "list.selected"
  case listSelectedUnfocused = "list.selected.unfocused"
  case listMarked = "list.marked"
  case listNew = "list.new"

  case eventOK = "event.ok"
  case eventInvalid = "event.invalid"
  case eventWarning = "event.warning"
  case eventSent = "event.sent"
  case eventFailed = "event.failed"
  case eventDuplicate = "event.duplicate"
  case typeHash = "type.hash"

  case filterEmpty = "filter.empty"
  case filterIncomplete = "filter.incomplete"
  case filterInvalid = "filter.invalid"
  case filterNotBoolean = "filter.notboolean"
  case filterValid = "filter.valid"

  case searchMatch = "search.match"
  case searchMatchCurrent = "search.match.current"

  case tab = "tab"
  case tabActive = "tab.active"
  case tabNonempty = "tab.nonempty"

  case facetOn = "facet.on"
  case facetOff = "facet.off"
  case facetPart = "facet.part"

  case chartBar = "chart.bar"
  case chartAxis = "chart.axis"

  case jsonKey = "json.key"
  case jsonString = "json.string"
  case jsonNumber = "json.number"
  case jsonBool = "json.bool"
  case jsonNull = "json.null"
  case jsonPunct = "json.punct"

  case hexOffset = "hex.offset"
  case hexByte = "hex.byte"
  case hexASCII = "hex.ascii"
  case hexLinked = "hex.linked"

  case formField = "form.field"
  case formFocused = "form.focused"
  case formError = "form.error"
  case formHint = "form.hint"

  case dialog = "dialog"
  case button = "button"
  case buttonFocused = "button.focused"

  case messageInfo = "message.info"
  case messageOK = "message.ok"
  case messageWarn = "message.warn"
  case messageError = "message.error"

  case progress = "progress"
  case scrollbar = "scrollbar"
  case scrollbarHit = "scrollbar.hit"
  case scrollbarMark = "scrollbar.mark"

  // Prefixes alone: what a theme says of them holds for all that begin with them.
  case list, event, type, filter, search, facet, chart, json, hex, form, message

  /// The role without its last part: `list.selected` for `list.selected.unfocused`, nil for `list`.
  public var parent: StyleRole? {
    guard let dot = rawValue.lastIndex(of: ".") else { return nil }
    return StyleRole(rawValue: String(rawValue[..<dot]))
  }

  /// Whether it is a role of text from outside, in which nothing is a mark of the program.
  var isForText: Bool {
    switch self {
    case .text, .typeHash, .jsonKey, .jsonString, .formField, .formFocused: true
    default: false
    }
  }

  /// Every role that something is drawn in.
  public static let all: [StyleRole] = {
    let prefixes: Set<StyleRole> = [
      .list, .event, .type, .filter, .search, .facet, .chart, .json, .hex, .form, .message,
    ]
    return allCases.filter { !prefixes.contains($0) }
  }()
}
