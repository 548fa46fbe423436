import Testing

@testable import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Reading changed rules again")
final class RulesReloaderTests {
  private let path: String
  private static let first = "[[rule]]\nname = 'first'\ntag = 'x'\n"

  init() throws {
    path = "/tmp/eventscope-rules-\(getpid())-\(UInt64.random(in: .min ... .max)).toml"
    try write(Self.first)
  }

  deinit {
    unlink(path)
  }

  private func write(_ text: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  private func reloader() throws -> RulesReloader {
    RulesReloader(path: path, current: try RuleSet.load(path: path))
  }

  private func names(_ change: RulesReloader.Change?) -> [String]? {
    if case .loaded(let rules) = change { rules.rules.map(\.name) } else { nil }
  }

  private func problem(_ change: RulesReloader.Change?) -> String? {
    if case .failed(let error) = change { error.summary } else { nil }
  }

  @Test("An unchanged file is not read again")
  func unchanged() throws {
    var reloader = try reloader()
    #expect(reloader.poll() == nil)
    #expect(reloader.poll() == nil)
    try write(Self.first)
    #expect(reloader.poll() == nil, "touched, and the same text")
  }

  @Test("A changed file brings its rules")
  func changed() throws {
    var reloader = try reloader()
    try write("[[rule]]\nname = 'second'\ntag = 'y'\n")
    #expect(names(reloader.poll()) == ["second"])
    #expect(reloader.poll() == nil)
  }

  @Test("A file that was changed before the first look is noticed")
  func changedBefore() throws {
    let rules = try RuleSet.load(path: path)
    try write("")
    var reloader = RulesReloader(path: path, current: rules)
    #expect(names(reloader.poll()) == [])
  }

  @Test("A wrong file is told once, and a mended one is taken")
  func wrong() throws {
    var reloader = try reloader()
    try write("[[rule]]\ntags = 'x'\n")
    #expect(problem(reloader.poll()) == "\(path):2:1: tags is no key here; did you mean tag?")
    #expect(reloader.poll() == nil)
    try write(Self.first)
    #expect(names(reloader.poll()) == ["first"])
  }

  @Test("A file that is gone is told once, and taken when it is back")
  func gone() throws {
    var reloader = try reloader()
    #expect(reloader.poll() == nil)
    unlink(path)
    #expect(reloader.poll() == nil, "an editor may be about to put another one there")
    #expect(problem(reloader.poll()) == "\(path): the file is gone")
    #expect(reloader.poll() == nil)
    try write(Self.first)
    #expect(names(reloader.poll()) == ["first"])
  }

  @Test("A file that cannot be read, or is no text, says so")
  func unreadable() throws {
    #expect(
      throws: RulesError([.init(file: "/nowhere.toml", message: "cannot be read: No such file or directory")])
    ) {
      try RuleSet.load(path: "/nowhere.toml")
    }
    #expect(throws: RulesError([.init(file: "/tmp", message: "cannot be read: Is a directory")])) {
      try RuleSet.load(path: "/tmp")
    }
    let file = try #require(fopen(path, "w"))
    fputc(0xff, file)
    fclose(file)
    #expect(throws: RulesError([.init(file: path, message: "it is not UTF-8; a rules file must be")])) {
      try RuleSet.load(path: path)
    }
  }
}
