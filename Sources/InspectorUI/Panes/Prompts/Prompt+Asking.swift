extension Prompt {
  /// What became of a text.
  enum Answer {
    case done([Effect])
    /// A sentence that says what would be right; the prompt asks again.
    case refused(String)
  }

  /// A prompt that asks again, and says why, where it cannot take the text.
  static func asking(
    _ title: String, name: String? = nil, proposal: String = "", hint: String = "", history: [String] = [],
    completesPaths: Bool = false, taking: @escaping @Sendable (String, inout Model) -> Answer
  ) -> Prompt {
    let name = name ?? title
    var prompt = Prompt(title: title, name: name, proposal: proposal) { typed, model in
      switch taking(typed, &model) {
      case .done(let effects): return effects
      case .refused(let sentence):
        var again = asking(
          title, name: name, hint: hint, history: history, completesPaths: completesPaths, taking: taking)
        again.title = "\(sentence) \(title)"
        again.field = TextField(typed)
        model.open(again)
        return []
      }
    }
    prompt.hint = hint
    prompt.history = InputHistory(history)
    prompt.completesPaths = completesPaths
    return prompt
  }
}
