import CESQL

/// A filter that the user keeps under a name, in `filters.toml`: `orders = "type:com.shop.order.*"`.
public struct NamedFilter: Sendable, Hashable {
  public var name: String
  /// A query, or a CESQL expression after `=`.
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The filters of a file, and what is wrong with it.
  public static func read(
    _ text: String, path: String
  ) -> (filters: [NamedFilter], problems: [ConfigurationProblem]) {
    let file: TOMLFile
    do {
      file = try TOMLFile(text, name: path)
    } catch {
      return ([], [error])
    }
    var filters: [NamedFilter] = []
    var problems: [ConfigurationProblem] = []
    for member in file.root.table ?? [] {
      guard let text = member.value.string else {
        problems.append(
          file.problem(
            "a filter must be a string, not \(member.value.kind)", atValueOf: [.key(member.name)]))
        continue
      }
      filters.append(NamedFilter(name: member.name, text: text))
      if let wrong = problem(of: text) {
        problems.append(
          file.problem("the filter \"\(member.name)\" is wrong: \(wrong)", at: [.key(member.name)]))
      }
    }
    return (filters, problems)
  }

  /// What keeps a text from being a query and a CESQL expression.
  private static func problem(of text: String) -> String? {
    let isCESQL = text.hasPrefix("=")
    do {
      _ = try CESQLExpression(isCESQL ? String(text.dropFirst()) : text)
      return nil
    } catch  where isCESQL {
      return "column \(error.column + 1): \(error.message)"
    } catch {}
    do {
      _ = try Query(text)
      return nil
    } catch {
      return "column \(error.offset + 1): \(error.message); expected \(error.expected)"
    }
  }
}
