import CESQL
import CloudEvents
import Foundation
import Testing
import Yams

/// The CESQL conformance kit, in the folder `cesql_tck` of the one that the variable CLOUDEVENTS_TCK names.
@Suite(.enabled(if: ConformanceKit.folder != nil, "CLOUDEVENTS_TCK names no folder with the kit"))
struct ConformanceKitTests {
  @Test(arguments: ConformanceKit.files)
  func `each case of the kit has its value and its error`(file: URL) throws {
    for test in try ConformanceKit.cases(in: file) {
      let comment = Comment(rawValue: "\(file.lastPathComponent), \(test.name): \(test.expression)")
      do {
        let result = try CESQLExpression(test.expression).evaluate(test.event)
        #expect(result.errors.map(\.kind.rawValue) == (test.error.map { [$0] } ?? []), comment)
        if let value = test.value { #expect(result.value == value, comment) }
      } catch {
        #expect(test.error == "parse", comment)
      }
    }
  }

  @Test func `the kit is whole`() throws {
    #expect(try ConformanceKit.files.reduce(0) { $0 + (try ConformanceKit.cases(in: $1).count) } >= 275)
  }
}

/// The kit's files.
enum ConformanceKit {
  struct Case {
    var name: String
    var expression: String
    var value: CESQLValue?
    var error: String?
    var event: CloudEvent
  }

  struct Unreadable: Error {
    var what: String
  }

  static let folder: URL? = ProcessInfo.processInfo.environment["CLOUDEVENTS_TCK"].map {
    URL(fileURLWithPath: $0).appendingPathComponent("cesql_tck")
  }

  static let files: [URL] = {
    guard let folder else { return [] }
    let all = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (all ?? []).filter { $0.pathExtension == "yaml" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }()

  static func cases(in file: URL) throws -> [Case] {
    let text = try String(contentsOf: file, encoding: .utf8)
    guard let tests = try Yams.compose(yaml: text)?["tests"]?.sequence else {
      throw Unreadable(what: file.lastPathComponent)
    }
    return try tests.map { node in
      guard let name = node["name"]?.string, let expression = node["expression"]?.scalar?.string else {
        throw Unreadable(what: "a case of \(file.lastPathComponent)")
      }
      var event = CloudEvent(id: "1", source: "/kit", type: "com.example.kit")
      if let given = node["event"]?.mapping {
        event = CloudEvent()
        set(given, on: &event)
      }
      if let overrides = node["eventOverrides"]?.mapping { set(overrides, on: &event) }
      return Case(
        name: name, expression: expression, value: node["result"].flatMap(value),
        error: node["error"]?.scalar?.string, event: event)
    }
  }

  private static func set(_ attributes: Node.Mapping, on event: inout CloudEvent) {
    for (key, node) in attributes {
      guard let name = key.scalar?.string, let text = node.scalar?.string else { continue }
      let attribute = AttributeName(unchecked: name)
      switch value(node) {
      case .boolean(let value)?: event[attribute] = .boolean(value)
      case .integer(let value)?: event[attribute] = .integer(value)
      default: event.set(attribute, text: text)
      }
    }
  }

  /// Plain scalars may be Booleans and integers; everything else is the string that stands there, times too.
  private static func value(_ node: Node) -> CESQLValue? {
    guard let scalar = node.scalar else { return nil }
    if scalar.style == .plain {
      if ["true", "false"].contains(scalar.string.lowercased()) {
        return .boolean(scalar.string.lowercased() == "true")
      }
      if let value = Int32(scalar.string) { return .integer(value) }
    }
    return .string(scalar.string)
  }
}
