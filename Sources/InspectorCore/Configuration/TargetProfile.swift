/// A place to send to that the user keeps under a name, in `targets.toml`.
///
/// ```toml
/// local = "http://localhost:8080"
///
/// [staging]
/// address = "https://staging.example.com/events"
/// headers = { Authorization = "Bearer {env:STAGING_TOKEN}" }
/// ```
public struct TargetProfile: Sendable, Hashable {
  public struct Header: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public var name: String
  public var address: String
  /// Fields that go with each message, in order. `{env:NAME}` is filled in when it is sent.
  public var headers: [Header]

  public init(name: String, address: String, headers: [Header] = []) {
    self.name = name
    self.address = address
    self.headers = headers
  }

  /// The targets of a file, and what is wrong with it.
  public static func read(
    _ text: String, path: String
  ) -> (targets: [TargetProfile], problems: [ConfigurationProblem]) {
    do {
      let file = try TOMLFile(text, name: path)
      var problems: [ConfigurationProblem] = []
      let targets = (file.root.table ?? []).compactMap { member in
        target(member, in: file, problems: &problems)
      }
      return (targets, problems)
    } catch {
      return ([], [error])
    }
  }

  private static func target(
    _ member: TOMLMember, in file: TOMLFile, problems: inout [ConfigurationProblem]
  ) -> TargetProfile? {
    let path: [PathStep] = [.key(member.name)]
    var target = TargetProfile(name: member.name, address: member.value.string ?? "")
    for inner in member.value.table ?? [] {
      let place = path + [.key(inner.name)]
      switch (inner.name, inner.value) {
      case ("address", .string(let text)): target.address = text
      case ("headers", .table(let fields)):
        for field in fields {
          if let value = field.value.string {
            target.headers.append(Header(name: field.name, value: value))
          } else {
            problems.append(
              file.problem(
                "a header must be a string, not \(field.value.kind)", atValueOf: place + [.key(field.name)]))
          }
        }
      case ("address", _), ("headers", _):
        problems.append(
          file.problem(
            "\"\(inner.name)\" must be \(inner.name == "headers" ? "a table of names and values" : "a string"), "
              + "not \(inner.value.kind)", atValueOf: place))
      default:
        let hint = suggestion(for: inner.name, in: ["address", "headers"])
        problems.append(file.problem("\"\(inner.name)\" means nothing in a target\(hint)", at: place))
      }
    }
    do {
      _ = try Address(target.address)
      return target
    } catch {
      let reason = target.address.isEmpty ? "the target \"\(member.name)\" has no address" : "\(error.reason)"
      problems.append(file.problem(reason, atValueOf: path))
      return nil
    }
  }
}
