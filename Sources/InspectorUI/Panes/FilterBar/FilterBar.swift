/// The filter's text field while it is edited. The bar itself is always on the screen.
struct FilterBar: Layer {
  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .complete, .saveFilter, .savedFilters, .editor, .back] }

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .saveFilter where model.filter.applied.isEmpty: "There is no filter to keep yet."
    case .savedFilters where model.savedFilters.isEmpty: "No filter is kept under a name yet."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .open: return model.endFilter()
    case .back: model.cancelFilter()
    case .complete: model.completeFilter()
    case .editor: return [.edit(model.filter.field.text, fileExtension: "txt")]
    default: return nil
    }
    return []
  }

  func take(_ key: Key, in model: inout Model) -> [Effect]? {
    model.filterKey(key)
    return []
  }

  func paste(_ text: String, in model: inout Model) -> [Effect]? {
    model.filter.field.insert(text)
    model.filterTextChanged()
    return []
  }
}
