extension Prompt {
  /// What became of a text.
  enum Answer {
    case done([Effect])
    /// A sentence that says what would be right; the prompt asks again.
    case refused(String)
  }

  /// A prompt that asks again, and says why, where it cannot take the text.
  static func asking(
    _ title: String, text: String = "", hint: String = "", history: [String] = [],
    taking: @escaping @Sendable (String, inout Model) -> Answer
  ) -> Prompt {
    asking(title, shown: title, text: text, hint: hint, history: history, taking: taking)
  }

  private static func asking(
    _ title: String, shown: String, text: String, hint: String, history: [String],
    taking: @escaping @Sendable (String, inout Model) -> Answer
  ) -> Prompt {
    var prompt = Prompt(title: shown, text: text) { typed, model in
      switch taking(typed, &model) {
      case .done(let effects): return effects
      case .refused(let sentence):
        model.open(
          asking(
            title, shown: "\(sentence) \(title)", text: typed, hint: hint, history: history, taking: taking))
        return []
      }
    }
    prompt.hint = hint
    prompt.history = InputHistory(history)
    return prompt
  }
}
