/// What a piece of the screen is; a theme says how that looks.
///
/// Names are dotted, and a role that a theme leaves out looks like its longest prefix that the theme has.
public struct StyleRole: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  public var rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public init(stringLiteral value: String) {
    rawValue = value
  }

  /// The role without its last part: `list.selected` for `list.selected.unfocused`, nil for `list`.
  public var parent: StyleRole? {
    guard let dot = rawValue.lastIndex(of: ".") else { return nil }
    return StyleRole(rawValue: String(rawValue[..<dot]))
  }
}

extension StyleRole {
  /// Whether it is a role of text from outside, in which nothing is a mark of the program.
  var isForText: Bool { Self.forText.contains(self) }

  private static let forText: Set<StyleRole> = [
    .text, .typeHash, .jsonKey, .jsonString, .formField, .formFocused,
  ]

  public static let text: StyleRole = "text"
  public static let textDim: StyleRole = "text.dim"
  public static let textStrong: StyleRole = "text.strong"

  public static let border: StyleRole = "border"
  public static let borderFocused: StyleRole = "border.focused"

  public static let title: StyleRole = "title"
  public static let titleLive: StyleRole = "title.live"
  public static let titlePaused: StyleRole = "title.paused"
  public static let titleError: StyleRole = "title.error"

  public static let footer: StyleRole = "footer"
  public static let footerKey: StyleRole = "footer.key"

  public static let listHeader: StyleRole = "list.header"
  public static let listSelected: StyleRole = "list.selected"
  public static let listSelectedUnfocused: StyleRole = "list.selected.unfocused"
  public static let listMarked: StyleRole = "list.marked"
  public static let listNew: StyleRole = "list.new"

  public static let eventOK: StyleRole = "event.ok"
  public static let eventInvalid: StyleRole = "event.invalid"
  public static let eventWarning: StyleRole = "event.warning"
  public static let eventSent: StyleRole = "event.sent"
  public static let eventFailed: StyleRole = "event.failed"
  public static let eventDuplicate: StyleRole = "event.duplicate"
  public static let typeHash: StyleRole = "type.hash"

  public static let filterEmpty: StyleRole = "filter.empty"
  public static let filterIncomplete: StyleRole = "filter.incomplete"
  public static let filterInvalid: StyleRole = "filter.invalid"
  public static let filterNotBoolean: StyleRole = "filter.notboolean"
  public static let filterValid: StyleRole = "filter.valid"

  public static let searchMatch: StyleRole = "search.match"
  public static let searchMatchCurrent: StyleRole = "search.match.current"

  public static let tab: StyleRole = "tab"
  public static let tabActive: StyleRole = "tab.active"
  public static let tabNonempty: StyleRole = "tab.nonempty"

  public static let facetOn: StyleRole = "facet.on"
  public static let facetOff: StyleRole = "facet.off"
  public static let facetPart: StyleRole = "facet.part"

  public static let chartBar: StyleRole = "chart.bar"
  public static let chartAxis: StyleRole = "chart.axis"

  public static let jsonKey: StyleRole = "json.key"
  public static let jsonString: StyleRole = "json.string"
  public static let jsonNumber: StyleRole = "json.number"
  public static let jsonBool: StyleRole = "json.bool"
  public static let jsonNull: StyleRole = "json.null"
  public static let jsonPunct: StyleRole = "json.punct"

  public static let hexOffset: StyleRole = "hex.offset"
  public static let hexByte: StyleRole = "hex.byte"
  public static let hexASCII: StyleRole = "hex.ascii"
  public static let hexLinked: StyleRole = "hex.linked"

  public static let formField: StyleRole = "form.field"
  public static let formFocused: StyleRole = "form.focused"
  public static let formError: StyleRole = "form.error"
  public static let formHint: StyleRole = "form.hint"

  public static let dialog: StyleRole = "dialog"
  public static let button: StyleRole = "button"
  public static let buttonFocused: StyleRole = "button.focused"

  public static let messageInfo: StyleRole = "message.info"
  public static let messageOK: StyleRole = "message.ok"
  public static let messageWarn: StyleRole = "message.warn"
  public static let messageError: StyleRole = "message.error"

  public static let progress: StyleRole = "progress"
  public static let scrollbar: StyleRole = "scrollbar"
  public static let scrollbarHit: StyleRole = "scrollbar.hit"
  public static let scrollbarMark: StyleRole = "scrollbar.mark"

  /// Every role that a theme can style.
  public static let all: [StyleRole] = [
    .text, .textDim, .textStrong, .border, .borderFocused, .title, .titleLive, .titlePaused, .titleError,
    .footer, .footerKey, .listHeader, .listSelected, .listSelectedUnfocused, .listMarked, .listNew, .eventOK,
    .eventInvalid, .eventWarning, .eventSent, .eventFailed, .eventDuplicate, .typeHash, .filterEmpty,
    .filterIncomplete, .filterInvalid, .filterNotBoolean, .filterValid, .searchMatch, .searchMatchCurrent,
    .tab, .tabActive, .tabNonempty, .facetOn, .facetOff, .facetPart, .chartBar, .chartAxis, .jsonKey,
    .jsonString, .jsonNumber, .jsonBool, .jsonNull, .jsonPunct, .hexOffset, .hexByte, .hexASCII, .hexLinked,
    .formField, .formFocused, .formError, .formHint, .dialog, .button, .buttonFocused, .messageInfo,
    .messageOK, .messageWarn, .messageError, .progress, .scrollbar, .scrollbarHit, .scrollbarMark,
  ]
}
