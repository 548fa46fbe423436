/// What can be done with the filter from any pane.
struct FilterCommands: Layer {
  func title(of command: Command, in model: Model) -> String? {
    command == .toggleFilter ? (model.filter.isOn ? "Filter off" : "Filter on") : nil
  }

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .toggleFilter, model.filter.applied.isEmpty else { return nil }
    return "There is no filter to switch; \(model.key(.filter)) makes one."
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .filter: model.beginFilter()
    case .toggleFilter: model.toggleFilter()
    case .clearFilter: model.setFilter("")
    default: return nil
    }
    return []
  }
}
