import InspectorCore

/// What brings events here that nobody has sent: those of a file, and a few to look around with.
struct LoadCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "L", .load),
    KeyBinding(scope, "D", .demo),
  ]

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .load, let loading = model.loading else { return nil }
    return "\(loading.name) is being loaded; \(model.key(.back)) stops it."
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .load:
      model.ask(
        Prompt.asking(
          "Load", hint: "NDJSON, a JSON array, a recording or raw HTTP", history: model.loadedFiles,
          completesPaths: true
        ) {
          path, model in
          guard !path.isEmpty else { return .refused("Write the name of a file.") }
          if !model.loadedFiles.contains(path) { model.loadedFiles.append(path) }
          let home = path.hasPrefix("~/") ? model.homeDirectory + path.dropFirst() : path
          return .done([.load(path: home)])
        })
    case .demo:
      guard model.live.count > 0 else { return [.receive(DemoEvents.requests)] }
      let load = Menu.Item("Load \(DemoEvents.count) demo events") { _ in
        [.receive(DemoEvents.requests)]
      }
      model.open(Menu(title: "There are events already", items: [.cancel, load]))
    default: return nil
    }
    return []
  }
}

/// How far the loading of a file has come.
public struct LoadProgress: Sendable, Equatable {
  public var name: String
  /// How many entries were taken.
  public var count: Int
  /// How much of the file was read; nil where that is not known.
  public var percent: Int?

  public init(name: String, count: Int, percent: Int?) {
    (self.name, self.count, self.percent) = (name, count, percent)
  }
}
