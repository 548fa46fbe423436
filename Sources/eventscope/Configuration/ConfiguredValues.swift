import InspectorCore
import InspectorUI

/// What is wrong with values that are of the right kind, and still cannot be used.
extension Configuration {
  /// Everything that is wrong with the values.
  func problemsOfValues() -> [ConfigurationProblem] {
    addressProblems + columnProblems + [filterProblem, themeProblem].compactMap(\.self) + rulesProblems
  }

  /// What is wrong with the addresses, each where it stands.
  var addressProblems: [ConfigurationProblem] {
    guard let entry = entry(Settings.addresses), case .list(let addresses) = entry.value else { return [] }
    return addresses.enumerated().compactMap { index, text -> ConfigurationProblem? in
      do throws(AddressError) {
        if case .unixNDJSON = try Address(text) {
          return entry.problem("\(text) is for sending; a unix:PATH takes lines too", element: index)
        }
        return nil
      } catch {
        return entry.problem("\(error.sentence)", element: index)
      }
    }
  }

  /// What is wrong with the columns of the list, each where it stands.
  var columnProblems: [ConfigurationProblem] {
    guard let entry = entry(Settings.columns), case .list(let names) = entry.value else { return [] }
    return names.enumerated().compactMap { index, name in
      Column.problem(with: name).map { sentence in
        let clause = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return entry.problem(clause.prefix(1).lowercased() + clause.dropFirst(), element: index)
      }
    }
  }

  /// The columns of the list; those that there are not are left out. `nil` where none is set.
  var columns: [Column]? {
    let columns = (list(Settings.columns) ?? []).filter { Column.problem(with: $0) == nil }.compactMap {
      Column($0)
    }
    return columns.isEmpty ? nil : columns.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Why the filter is no query.
  var filterProblem: ConfigurationProblem? {
    guard let entry = entry(Settings.filter), let text = text(Settings.filter) else { return nil }
    do {
      _ = try Query(text)
      return nil
    } catch {
      return entry.problem(
        "\"filter\" is no query: column \(error.offset + 1): \(error.message); expected \(error.expected)")
    }
  }

  /// What is wrong with the rules file that is named, or with its name.
  var rulesProblems: [ConfigurationProblem] {
    guard let entry = entry(Settings.rules), let path = text(Settings.rules) else { return [] }
    do {
      return try RulesFile(path).problems()
    } catch {
      return [entry.problem("\"rules\" names a file that is missing or broken: \(error.clause)")]
    }
  }

  /// Why the theme that is named cannot be used.
  var themeProblem: ConfigurationProblem? {
    guard let entry = entry(Settings.theme), let name = text(Settings.theme) else { return nil }
    do {
      try ThemeFiles.check(name)
      return nil
    } catch {
      return entry.problem("\"theme\" cannot be used: \(error.clause)")
    }
  }
}

extension Failure {
  /// The sentence without its full stop, to go on after a place.
  fileprivate var clause: String {
    let sentence = sentence ?? "it cannot be read"
    return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}

extension AddressError {
  /// The same without the full stop.
  fileprivate var sentence: String { String(description.dropLast()) }
}
