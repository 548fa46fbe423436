import ArgumentParser
import InspectorCore

extension Setting {
  /// The help of its option.
  func help(_ discussion: String = "") -> ArgumentHelp {
    let end = standard.isEmpty || kind == .flag || !discussion.isEmpty ? "" : " (default: \(standard))"
    let sentence = end.isEmpty ? summary : String(summary.dropLast()) + end + "."
    return ArgumentHelp("\(sentence)", discussion: discussion, valueName: placeholder)
  }
}
