import CloudEvents
import InspectorCore

/// Everything that the screen is made of. The only state of the UI; `update` changes it, `view` draws it.
public struct Model: Sendable {
  public var size: Size
  public var now: WallTime
  /// Seconds that the user's clock is ahead of UTC.
  public var utcOffset: Int
  /// What the store kept when it was last looked at.
  public var live: StoreSnapshot
  /// What the list shows: the live one, or the one at which the view was paused.
  public var shown: StoreSnapshot
  public var isPaused = false

  /// Where the listener listens, or would, as the user would write it.
  public var addresses: [String]
  /// Why nothing is listened on; nil where it is.
  public internal(set) var notListening: String?

  public var focus = PaneID.list
  public var layoutChoice = LayoutChoice.automatic
  public var isZoomed = false
  /// Whether the facets stand at the side; `nil` where the size decides.
  public var showsFacets: Bool?
  /// Whether the timeline stands over the list; `nil` where the size decides.
  public var showsTimeline: Bool?
  public var splits = Splits()

  /// The dispatch rules in force.
  public var rules = RuleSet()
  /// Why other rules than those of the file are in force; nil where it is those.
  public internal(set) var rulesProblem: String?
  public var rows = Rows()
  public var list = EventListState()
  public internal(set) var filter = FilterState()
  /// The filters that are kept under a name.
  public var savedFilters: [SavedFilter] = []
  /// The columns of the list besides marks and time, from left to right.
  public var columns = Column.standard
  /// Those that it had at first, as they are configured.
  public private(set) var configuredColumns = Column.standard
  /// What the list is sorted by; nil for the order of arrival.
  public internal(set) var sort: RowSort?
  /// The entries that the user has marked.
  public internal(set) var marks: Set<UInt64> = []
  public internal(set) var showsOnlyMarked = false
  /// The entries that the user has deleted from the list.
  public internal(set) var removed: Set<UInt64> = []
  /// The list begins with this entry; those before were cleared away.
  public internal(set) var clearedBefore: UInt64 = 0
  var history = History()
  /// What was cleared away and is still kept, to be taken back.
  var clearing: Clearing?
  var duplicates = Duplicates()
  var listCounts = ListCounts()
  /// What is searched for in the list.
  var listSearch: ListSearch?
  var timelineState = TimelineState()
  public var facets = FacetsState()
  public var detail = DetailState()
  public var composer: ComposerState
  /// The overlays that are open, the topmost last.
  var overlays: [OpenOverlay] = []
  /// How many overlays were opened in all.
  var overlayCount = 0
  public var message: Message? {
    didSet { if let message, message != oldValue { note(message) } }
  }
  /// What is wrong for as long as it lasts; it shows wherever there is no message.
  public var alarm: Message?
  /// What was said so far, the newest last.
  public internal(set) var log: [LogEntry] = []
  /// Keys that begin a binding with more keys.
  public var pendingKeys: [Key] = []
  /// Which of the bindings that they begin the cursor is on.
  var pendingCursor = 0

  public var keymap: Keymap
  public var themes: [ThemeChoice]
  public var theme: String
  public var isMouseOn = false
  /// The settings of this run.
  public var settings: [SettingRow] = []
  /// Whether the terminal shows no glyphs but those of ASCII.
  public var isASCII = false
  /// Whether the mouse can be turned on at all.
  public var allowsMouse = true
  /// Whether secrets are shown as they came.
  public var keepsSecrets: Bool
  /// What makes data readable.
  public var decoders = DataDecoders.standard
  /// The targets that the user keeps under names.
  public var targets: [TargetProfile] = []
  /// The forms that the user keeps under names, and where their files are.
  public var templates: [ComposerTemplate] = []
  public var templatesDirectory = ""
  /// The filter that was taken up from the last session, until what it hides has been said.
  var restoredFilter: String?
  /// The series that is being sent.
  var series: SeriesProgress?
  /// What `~/` stands for.
  public var homeDirectory = ""
  /// What was typed into prompts that were left, by what they ask for.
  var unfinished: [String: String] = [:]
  /// What was chosen in the palette, by its name, the last one first.
  var recentItems: [String] = []
  /// The files that were written, the last one last.
  var savedFiles: [String] = []
  /// The commands that something was given to, the last one last.
  var commandHistory: [String] = []
  /// How far the file has come that is being loaded, where it takes long.
  var loading: LoadProgress?
  /// The files that were loaded, the last one last.
  var loadedFiles: [String] = []
  /// Where new ids come from.
  public var random: RandomNumbers
  /// Targets that something may be sent to again without asking.
  public var trustedTargets: Set<String> = []
  /// What is on its way, in a few words, by the number that its answer will come with.
  var sending: [Int: Sending] = [:]
  /// How many events this session has sent, or tried to.
  public var sendCount = 0

  public init(
    size: Size, now: WallTime, utcOffset: Int = 0, snapshot: StoreSnapshot, addresses: [String] = [],
    keymap: Keymap = .standard, themes: [ThemeChoice] = [], theme: String = "", keepsSecrets: Bool = false,
    seed: UInt64 = 1
  ) {
    self.size = size
    self.now = now
    self.utcOffset = utcOffset
    self.live = snapshot
    self.shown = snapshot
    self.addresses = addresses
    self.keymap = keymap
    self.themes = themes
    self.theme = theme
    self.keepsSecrets = keepsSecrets
    random = RandomNumbers(seed: seed)
    composer = ComposerState(target: addresses.first ?? "http://localhost:8080")
  }

  /// Has the list begin with these columns.
  public mutating func setColumns(_ columns: [Column]) {
    (self.columns, configuredColumns) = (columns, columns)
  }

  /// The entry under the cursor.
  public var selected: Entry? { list.cursor.flatMap { shown.entry($0) } }

  /// Whether the composer is open, maybe under another overlay.
  public var isComposing: Bool { isOpen(Composer.self) }

  /// The scopes of the overlays that are open, the topmost last.
  public var openOverlays: [Scope] { overlays.map { type(of: $0.layer).scope } }

  /// Whether everything is looked at that there is; where not, any action goes on with it.
  public var isSettled: Bool {
    rows.isComplete && listCounts.isComplete(for: live) && listSearch?.isComplete(for: rows) != false
      && (!Layout(self).panes.contains(.facets) || facets.isComplete(for: shown))
      && overlays.allSatisfy(\.layer.isComplete)
  }

  /// When something happens without a key.
  public var nextMoment: WallTime? {
    [filterMoment, clearing?.end].compactMap(\.self).min()
  }

  /// How many entries have come since the list was cleared, kept or not.
  var received: UInt64 {
    clearedBefore == 0 ? live.counters.entries : live.next - min(live.next, clearedBefore)
  }

  /// How many of them had to make room for others.
  var dropped: UInt64 {
    guard clearedBefore > 0 else { return live.counters.dropped }
    let gone = max(live.first, clearedBefore) - clearedBefore
    return gone == 0 ? 0 : gone - UInt64(live.setAside.count { $0 >= clearedBefore })
  }

  /// How many entries came while the view was paused.
  var waiting: Int { isPaused ? Int(live.next - shown.next) : 0 }
}

/// Something that is on its way.
struct Sending: Sendable, Equatable {
  /// What it is and where it goes, in a few words.
  var what: String
  /// How many of its headers do not go with it because they are secret.
  var withheld = 0
}

/// A theme that can be chosen.
public struct ThemeChoice: Sendable, Hashable {
  /// The file's name without its ending.
  public var id: String
  public var name: String

  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// One line about what has just happened, until the next key.
public struct Message: Sendable, Hashable {
  public enum Kind: Sendable {
    case info, ok, warning, error
  }

  public var kind: Kind
  public var text: String

  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// A stream of random numbers (SplitMix64) that is a value, so that updates with it can be repeated.
public struct RandomNumbers: RandomNumberGenerator, Sendable, Equatable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// A UUID of version 4.
  public mutating func uuid() -> String {
    var bytes = withUnsafeBytes(of: next()) { Array($0) } + withUnsafeBytes(of: next()) { Array($0) }
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]].map { $0.joined() }.joined(
      separator: "-")
  }
}
