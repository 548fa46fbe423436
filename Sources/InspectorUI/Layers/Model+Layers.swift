import InspectorCore

extension Model {
  // MARK: The stack

  /// Lays an overlay over everything else; it has the keys until it is closed.
  mutating func open(_ layer: some Layer) {
    overlayCount += 1
    overlays.append(OpenOverlay(number: overlayCount, layer: layer))
    pendingKeys = []
  }

  /// Takes the topmost overlay away.
  mutating func closeOverlay() {
    _ = overlays.popLast()
    pendingKeys = []
  }

  /// Whether an overlay of a kind is open.
  func isOpen<Kind: Layer>(_ kind: Kind.Type) -> Bool { overlays.contains { $0.layer is Kind } }

  /// The layers that get a command, the topmost first.
  var layers: [any Layer] {
    let panes = isModal ? [] : [Panes.pane(focus) as any Layer]
    return overlaysInReach.map(\.layer) + panes + Panes.everywhere
  }

  /// The overlays down to the first that lets nothing through, the topmost first.
  private var overlaysInReach: [OpenOverlay] {
    let count = overlays.reversed().prefix { !$0.layer.isModal }.count + 1
    return overlays.suffix(count).reversed()
  }

  /// Whether an overlay keeps keys from the panes.
  private var isModal: Bool { overlays.contains { $0.layer.isModal } }

  /// The layer that the footer is about.
  var topLayer: any Layer { overlays.last?.layer ?? Panes.pane(focus) }

  /// The scopes that a key is looked up in, the innermost first.
  public var scopes: [Scope] {
    var scopes = overlaysInReach.map { type(of: $0.layer).scope }
    if !isModal {
      if notListening != nil { scopes.append(.notListening) }
      scopes.append(type(of: Panes.pane(focus)).scope)
      scopes.append(.everywhere)
    }
    return scopes + [.always]
  }

  // MARK: What a command is here

  /// What a command does just now, in a word.
  func title(of command: Command) -> String {
    title(of: command, among: layers, keymap.bindings(of: command, in: scopes).first)
  }

  /// The same for who asks for many commands: in some layers, and with the binding that is shown for it.
  func title(of command: Command, among layers: [any Layer], _ binding: KeyBinding?) -> String {
    // Loops, as a closure would copy the whole model each time: the footer asks this for every command in each frame.
    for layer in layers { if let title = layer.title(of: command, in: self) { return title } }
    return binding?.title ?? command.title
  }

  /// Why a command can do nothing just now, in a sentence; nil where it can.
  func reason(against command: Command) -> String? { reason(against: command, among: layers) }

  /// The same for who asks for many commands.
  func reason(against command: Command, among layers: [any Layer]) -> String? {
    for layer in layers { if let reason = layer.reason(against: command, in: self) { return reason } }
    return nil
  }

  /// The first key of a command over the panes, or in a scope; its name where it has none.
  func key(_ command: Command, in scope: Scope = .everywhere) -> String {
    keymap.keys(for: command, in: [scope, .always]).first ?? command.rawValue
  }

  // MARK: Offering

  /// Carries out a command, or says why it can do nothing.
  mutating func run(_ command: Command) -> [Effect] {
    if let reason = reason(against: command) {
      message = Message(.warning, reason)
      return []
    }
    // Each overlay can be left, whether it knows how or not.
    let leaves = command == .back && !overlays.isEmpty
    let isTaken = offer(panes: !isModal && !leaves, everywhere: !leaves) { $0.run(command, in: &$1) }
    if isTaken == nil, leaves { closeOverlay() }
    return isTaken ?? []
  }

  /// Takes a key: finishes what other keys have begun, or begins something.
  mutating func take(_ key: Key) -> [Effect] {
    message = nil
    if key == Key.control("c") { return overlays.isEmpty ? [.quit] : run(.back) }
    let keys = pendingKeys + [key]
    let wasPending = !pendingKeys.isEmpty
    pendingKeys = []
    switch keymap.resolve(keys, in: scopes) {
    case .command(let command): return run(command)
    case .prefix:
      (pendingKeys, pendingCursor) = (keys, 0)
      return []
    case .none: break
    }
    if wasPending { return takeInPendingMenu(key, after: Array(keys.dropLast())) }
    if let effects = offer(panes: !isModal, { $0.take(key, in: &$1) }) { return effects }
    if overlays.isEmpty, case .character = key.code {
      message = Message(.info, "\(key) has no meaning here; \(self.key(.help)) shows all keys.")
    }
    return []
  }

  /// Takes a key that goes on with nothing that other keys have begun: what they can go on with is a menu too.
  private mutating func takeInPendingMenu(_ key: Key, after begun: [Key]) -> [Effect] {
    guard case .prefix(let bindings) = keymap.resolve(begun, in: scopes) else { return [] }
    if case .command(let command) = keymap.resolve([key], in: [.menu]) {
      if let move = Move(command) {
        pendingKeys = begun
        pendingCursor = move.applied(to: pendingCursor, page: 10, count: bindings.count)
        return []
      }
      if command == .open { return run(bindings[min(pendingCursor, bindings.count - 1)].command) }
      if command == .back { return [] }
    }
    if key.code != .escape {
      message = Message(
        .warning, "\((begun + [key]).map(\.description).joined(separator: " ")) is no key here.")
    }
    return []
  }

  /// Takes a paste, or says that nobody did.
  mutating func paste(_ text: String) -> [Effect] {
    if let effects = offer(panes: !isModal, { $0.paste(text, in: &$1) }) { return effects }
    message = Message(
      .warning,
      "A paste of \(Shown.plural(text.count, "character")) was ignored; \(key(.filter)) or \(key(.compose)) takes text."
    )
    return []
  }

  /// Takes a mouse report: the topmost overlay, else the pane under the pointer.
  mutating func take(_ mouse: Mouse) -> [Effect] {
    let layout = Layout(self)
    guard overlays.isEmpty else {
      return offer(panes: false) { $0.take(mouse, in: &$1, layout.body) } ?? []
    }
    guard let under = layout.panes.first(where: { layout.rect(of: $0).contains(mouse.point) }) else {
      return []
    }
    if case .press = mouse.kind { focus = under }
    var pane = Panes.pane(under)
    return pane.take(mouse, in: &self, layout.rect(of: under)) ?? []
  }

  /// Offers something to the layers, the topmost first, until one takes it.
  private mutating func offer(
    panes: Bool, everywhere: Bool = false, _ body: (inout any Layer, inout Model) -> [Effect]?
  ) -> [Effect]? {
    for open in overlaysInReach {
      var layer = open.layer
      let effects = body(&layer, &self)
      // It may have closed itself.
      if let index = overlays.firstIndex(where: { $0.number == open.number }) {
        overlays[index].layer = layer
      }
      if let effects { return effects }
    }
    for layer in (panes ? [Panes.pane(focus)] : []) + (everywhere ? Panes.everywhere : []) {
      var layer = layer
      if let effects = body(&layer, &self) { return effects }
    }
    return nil
  }

  /// Lets each pane on the screen and each overlay bring itself up to date.
  mutating func settleLayers(in layout: Layout) {
    for pane in Panes.panes {
      var pane = pane
      pane.settle(in: &self, layout.rect(of: pane.id))
    }
    for open in overlays {
      var layer = open.layer
      layer.settle(in: &self, layout.body)
      if let index = overlays.firstIndex(where: { $0.number == open.number }) {
        overlays[index].layer = layer
      }
    }
  }
}
