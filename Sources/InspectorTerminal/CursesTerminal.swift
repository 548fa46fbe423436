import CNcurses
import CloudEvents
import Glibc
import InspectorUI

/// The terminal that the program runs in, through ncurses.
///
/// There is one at a time, and one thread that uses it; only its ``waker`` may be used from elsewhere. While
/// it is open, every end of the process gives the terminal back, and signals that ask the program to end
/// arrive as
/// ``Input/wake`` with a ``signal``.
public final class CursesTerminal {
  /// How many colours are used.
  public let depth: ColorDepth
  /// In cells, as the terminal said last.
  public private(set) var size: Size
  /// Wakes the thread that waits in ``next(timeout:)``.
  public let waker: Waker

  private let output: Int32
  private let input: Int32
  private let pipe: WakePipe
  private var painter: ScreenPainter
  private var keys: KeyReader
  private var wantsMouse: Bool
  private let hasMouse: Bool
  private var isOpen = true
  /// When the terminal was asked for its background's colour, as long as it may still answer.
  private var asked: ContinuousClock.Instant?
  private let term: String
  /// Whether keys can still come.
  private var hasInput = true

  /// Takes the terminal over.
  ///
  /// Output goes to standard output, which must be a terminal. Keys come from standard input, or from
  /// `/dev/tty` where that is a pipe or a file.
  public init(options: TerminalOptions) throws(TerminalError) {
    let isUnicode = Self.usesLocale()
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    output = STDOUT_FILENO
    input = isatty(STDIN_FILENO) == 1 ? STDIN_FILENO : open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard input >= 0, let pipe = WakePipe() else { throw .notATerminal }
    self.pipe = pipe
    waker = Waker(pipe)

    guard let term = Self.environment("TERM"), !term.isEmpty else { throw .termUnset }
    self.term = term
    let known = curses_look_up(term, output)
    guard known.known else { throw term == "dumb" ? .noCursorAddressing(term) : .termUnknown(term) }
    guard known.addresses_cursor, term != "dumb" else { throw .noCursorAddressing(term) }
    let output = output
    let direct = ColorDepth.directEntries(for: term).first { curses_look_up($0, output).addresses_cursor }
    var depth = ColorDepth(
      for: ColorDepth.Evidence(
        flag: options.colorFlag, noColor: Self.environment("NO_COLOR"),
        colorTerm: Self.environment("COLORTERM"),
        colors: Int(known.colors), setsForeground: known.sets_foreground, hasDirectEntry: direct != nil))

    // Before ncurses, which takes over only the signals that nobody handles.
    terminal_guard_install(input, pipe.writeEnd)
    var isStarted = false
    if depth == .direct, let direct { isStarted = curses_start(direct, output, input) }
    if !isStarted {
      guard curses_start(term, output, input) else {
        terminal_guard_detach()
        throw .notStarted(term)
      }
      if depth == .direct, known.colors <= 256 { depth = known.colors >= 256 ? .indexed : .sixteen }
    }
    if depth != .mono, !curses_start_color() { depth = .mono }
    self.depth = depth

    let repertoire: ASCIIGlyphs.Repertoire =
      !isUnicode || options.ascii ? .ascii : term == "linux" ? .withoutMarks : .unicode
    painter = ScreenPainter(palette: Palette(theme: options.theme, depth: depth), repertoire: repertoire)
    keys = KeyReader(descriptor: input)
    wantsMouse = options.mouse
    hasMouse = term != "linux" && !term.hasPrefix("vt")
    size = Size(width: Int(curses_columns()), height: Int(curses_rows()))
    arm()
    setModes(true)
    _ = measure()
  }

  deinit {
    close()
  }

  /// Whether lines and marks are drawn in ASCII.
  public var isASCII: Bool { painter.repertoire != .unicode }

  /// Whether text is to be drawn in ASCII too, with what is none escaped.
  public var escapesText: Bool { painter.repertoire == .ascii }

  /// How the roles look; a new theme shows with the next canvas.
  public var theme: Theme {
    get { painter.palette.theme }
    set {
      painter.palette.theme = newValue
      painter.forget()
    }
  }

  /// Shows the canvas: writes what differs from the one before, and nothing where nothing does.
  public func present(_ canvas: Canvas) {
    guard isOpen else { return }
    painter.paint(canvas)
  }

  /// The next input, or nil when none came in time.
  ///
  /// - Parameter milliseconds: How long to wait; negative: for as long as it takes.
  public func next(timeout milliseconds: Int32) -> Input? {
    guard isOpen else { return nil }
    let deadline = ContinuousClock.now + .milliseconds(max(0, milliseconds))
    while true {
      if let input = signalled() { return input }
      if hasInput, let input = keys.next() { return input }
      var wait: Int32 = -1
      if milliseconds >= 0 {
        // Rounded up, so that the last fraction of a millisecond is not spent in a loop.
        let left = ContinuousClock.now.duration(to: deadline) + .microseconds(999)
        wait = Int32(min(Double(Int32.max), max(0, left / .milliseconds(1))))
      }
      var waiting = [
        pollfd(fd: hasInput ? input : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&waiting, 2, wait)
      if ready == 0 { return nil }
      guard ready > 0 else { continue }
      if waiting[0].revents != 0 { checkInput() }
      if waiting[1].revents != 0, pipe.drain() { return .wake }
    }
  }

  /// The signal that asks the program to end (TERM, HUP, INT or QUIT), once. Where nobody asks for it within
  /// a second of its arrival, the terminal is given back and the process ends of it.
  public func signal() -> Int32? {
    let number = terminal_guard_take_signal()
    return number == 0 ? nil : number
  }

  /// Draws everything anew with the next canvas, whatever another program left on the screen.
  public func redraw() {
    painter.forget()
  }

  /// Stops the program as Ctrl-Z does in a shell, with the terminal as it was; returns when it is continued.
  ///
  /// What comes back from ``next(timeout:)`` first is ``Input/resize(_:)``, so that the screen is drawn
  /// again.
  public func suspend() {
    guard isOpen else { return }
    leave()
    terminal_guard_stop()
    enter()
  }

  /// Does something while the terminal is as it was before, for example runs an editor or a pager in it.
  public func outside<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard isOpen else { return try body() }
    leave()
    terminal_guard_lend(true)
    defer {
      terminal_guard_lend(false)
      enter()
    }
    return try body()
  }

  /// Gives the terminal back as it was. Doing it twice is harmless.
  public func close() {
    guard isOpen else { return }
    awaitAnswer()
    leave()
    isOpen = false
    terminal_guard_detach()
    if input != STDIN_FILENO { _ = Glibc.close(input) }
  }

  /// Asks the terminal to keep the bytes in its clipboard (OSC 52). There is no answer, and not every
  /// terminal does.
  public func copyToClipboard(_ bytes: [UInt8]) {
    write(Array("\u{1B}]52;c;".utf8) + Base64.encoded(bytes) + [7])
  }

  /// Sends the terminal a sign for the user, such as BEL, that moves no cursor.
  public func notify(_ sequence: [UInt8]) {
    guard isOpen else { return }
    write(sequence)
  }

  /// Asks the terminal for its background's colour; ``appearance()`` has the answer, if one comes.
  public func askForBackground() {
    let answers = [
      "xterm", "tmux", "screen", "foot", "alacritty", "kitty", "wezterm", "rxvt", "st", "konsole", "vte",
    ]
    guard isOpen, answers.contains(where: { term == $0 || term.hasPrefix($0 + "-") }) else { return }
    asked = .now
    write(Array("\u{1B}]11;?\u{1B}\\".utf8))
  }

  /// Whether the terminal is light or dark, once it has said so. An answer that took longer than 100 ms comes too
  /// late.
  public func appearance() -> Theme.Appearance? {
    guard let text = keys.takeBackground(), let asked else { return nil }
    self.asked = nil
    guard ContinuousClock.now - asked <= Self.patience else { return nil }
    return TerminalBackground.appearance(reply: text)
  }

  /// How long an answer is waited for.
  private static let patience = Duration.milliseconds(100)

  /// Takes an answer that is still on its way, so that the shell does not get it.
  private func awaitAnswer() {
    guard let asked else { return }
    while ContinuousClock.now - asked < Self.patience, keys.background == nil {
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 10) >= 0 else { break }
      if waiting.revents != 0, keys.next() == nil, keys.background == nil { break }
    }
    self.asked = nil
  }

  /// Turns mouse reports on or off.
  public func setMouse(_ on: Bool) {
    wantsMouse = on
    guard isOpen, hasMouse else { return }
    write(Array((on ? "\u{1B}[?1000h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1000l").utf8))
  }
}

extension CursesTerminal {
  /// Sets the locale's character set, and says whether it is UTF-8.
  private static func usesLocale() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      // A locale that is not installed; its name may still say that the terminal speaks UTF-8.
      let values = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).filter { !$0.isEmpty }
      let name = (values.first ?? "").lowercased()
      if name.hasSuffix("utf-8") || name.hasSuffix("utf8") { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8"
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// What signal handlers noted.
  private func signalled() -> Input? {
    if terminal_guard_take_resize(), measure() { return .resize(size) }
    if terminal_guard_take_stop() { suspend() }
    if terminal_guard_take_continue() {
      painter.forget()
      _ = measure()
      return .resize(size)
    }
    return terminal_guard_signal() != 0 ? .wake : nil
  }

  /// Asks the kernel for the size, and tells ncurses; whether it is a new one.
  private func measure() -> Bool {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard terminal_size(output, &rows, &columns) else { return false }
    let measured = Size(width: Int(columns), height: Int(rows))
    if columns != curses_columns() || rows != curses_rows() {
      curses_resize(rows, columns)
      painter.forget()
    }
    defer { size = measured }
    return measured != size
  }

  /// A terminal that is gone is always ready to be read, and there is nothing.
  private func checkInput() {
    var count: Int32 = 0
    if ioctl(input, UInt(FIONREAD), &count) != 0 || count == 0 {
      hasInput = false
      kill(getpid(), SIGHUP)
    }
  }

  private func leave() {
    setModes(false)
    curses_leave()
    terminal_guard_disarm()
    terminal_guard_restore_modes()
  }

  private func enter() {
    arm()
    curses_enter()
    setModes(true)
    painter.forget()
    _ = measure()
    // The screen has to be drawn again even where its size is the same.
    terminal_guard_note_continue()
  }

  private func arm() {
    var sequence = [CChar](repeating: 0, count: 1024)
    let count = curses_restore_sequence(&sequence, sequence.count)
    terminal_guard_arm(sequence, count)
  }

  /// Bracketed paste, and the mouse where it is wanted.
  private func setModes(_ on: Bool) {
    write(Array((on ? "\u{1B}[?2004h" : "\u{1B}[?2004l").utf8))
    if wantsMouse {
      let wanted = wantsMouse
      setMouse(on)
      wantsMouse = wanted
    }
  }

  private func write(_ bytes: [UInt8]) {
    guard isOpen else { return }
    bytes.withUnsafeBytes { buffer in
      curses_out_bytes(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    curses_out_flush()
  }
}
