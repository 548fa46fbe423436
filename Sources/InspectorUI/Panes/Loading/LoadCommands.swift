import InspectorCore

/// What brings events here that nobody has sent: those of a file, and a few to look around with.
struct LoadCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "L", .load),
    KeyBinding(scope, "D", .demo),
  ]

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
      let load = Menu.Item("Load \(DemoEvents.requests.count) demo events") { _ in
        [.receive(DemoEvents.requests)]
      }
      model.open(Menu(title: "There are events already", items: [.cancel, load]))
    default: return nil
    }
    return []
  }
}
