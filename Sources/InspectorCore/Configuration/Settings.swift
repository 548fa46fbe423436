/// Everything that can be set. Options, configuration keys, environment variables, checks and their help are made of
/// this one table: a new setting is a row here, and an option where a command takes it.
public enum Settings {
  public static let addresses = Setting(
    "addresses", .list, "Where to listen: http://HOST:PORT (port 0: any free one) or unix:PATH.",
    placeholder: "address", standard: "http://localhost:8080 and unix:$XDG_RUNTIME_DIR/eventscope.sock")
  public static let filter = Setting(
    "filter", .text, "Show only what matches, such as 'type:com.example.* -is:invalid'.", placeholder: "query"
  )
  public static let rules = Setting(
    "rules", .path, "Rules to act on what arrives, in TOML.", placeholder: "file", isForProjects: false)
  public static let capacity = Setting(
    "capacity", .number(from: 1), "Keep at most so many events.", placeholder: "events", standard: "100000")
  public static let memory = Setting(
    "memory", .size(upTo: 1 << 40), "Keep at most so many bytes.", placeholder: "size", standard: "256m")
  public static let maxBody = Setting(
    "max-body", .size(upTo: 1 << 30), "Take bodies up to this size.", placeholder: "size", standard: "16m")
  public static let allowHost = Setting(
    "allow-host", .list, "Serve requests for this host too; * is every one.", placeholder: "name")
  public static let allowOrigin = Setting(
    "allow-origin", .list, "Serve requests from web pages of this origin too; * is every one.",
    placeholder: "origin")
  public static let keepSecrets = Setting(
    "keep-secrets", .flag,
    "Show Authorization, Cookie, *token*, *secret* and *api-key* headers as they came.", placeholder: "flag",
    standard: "false")

  public static let theme = Setting(
    "theme", .text, "A theme's name, or the path of a theme file.", placeholder: "name|file",
    standard: "default-dark or default-light")
  public static let appearance = Setting(
    "appearance", .choice(["auto", "dark", "light"]),
    "Whether the terminal is dark or light; auto asks it.", placeholder: "kind", standard: "auto")
  public static let color = Setting(
    "color", .choice(["auto", "always", "never", "16", "256", "direct"]), "How many colours.",
    placeholder: "depth", standard: "auto")
  public static let ascii = Setting(
    "ascii", .flag, "Draw in ASCII: lines and marks as - | +, other characters as <U+65E5>.",
    placeholder: "flag", standard: "false")
  public static let mouse = Setting(
    "mouse", .choice(["off", "on", "never"]),
    "Whether the mouse is used: off until F12, on from the start, or never.", placeholder: "when",
    standard: "off")
  public static let ambiguousWidth = Setting(
    "width.ambiguous", .number(from: 1),
    "How many columns the terminal gives to ambiguous characters: 2 in East Asian set-ups.",
    placeholder: "columns", standard: "1")
  public static let columns = Setting(
    "columns", .list,
    "The columns of the list: type, source, subject, id, mode, status, size, delta, ext.NAME, data.PATH.",
    placeholder: "names", standard: "type, source, subject, size")
  public static let restoreSession = Setting(
    "restore-session", .flag, "Take up the filter and the layout of the last session.", placeholder: "flag",
    standard: "true")

  public static let all = [
    addresses, filter, rules, capacity, memory, maxBody, allowHost, allowOrigin, keepSecrets, theme,
    appearance,
    color, ascii, mouse, ambiguousWidth, columns, restoreSession,
  ]

  public static func named(_ key: String) -> Setting? { all.first { $0.key == key } }
}
