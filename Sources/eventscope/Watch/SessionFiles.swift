import InspectorCore
import InspectorUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is kept from one session to the next, in the user's state directory.
struct SessionFiles {
  private static var sessionPath: String { Directories.state + "/session.toml" }
  private static var draftPath: String { Directories.state + "/draft.toml" }

  /// What the last session has left; `nil` where there is none.
  static func session() -> SessionState? {
    guard access(sessionPath, F_OK) == 0 else { return nil }
    return (try? InputFile(sessionPath).readText(as: "it")).map { SessionState(text: $0) }
  }

  static func keep(_ session: SessionState) { write(session.text, to: sessionPath) }

  /// What was written in the composer; `nil` where there is none.
  static func draft() -> ComposerDraft? {
    guard access(draftPath, F_OK) == 0, let text = try? InputFile(draftPath).readText(as: "it") else {
      return nil
    }
    return try? ComposerDraft(text, path: draftPath)
  }

  static func keep(_ draft: ComposerDraft) { write(draft.text, to: draftPath) }

  /// The forms in the user's templates, and what is wrong with their files.
  static func templates() -> (templates: [ComposerTemplate], problems: [ConfigurationProblem]) {
    var templates: [ComposerTemplate] = []
    var problems: [ConfigurationProblem] = []
    for file in Directories.files(in: templatesDirectory, endingIn: ".toml") {
      let path = templatesDirectory + "/" + file
      do {
        let text = try InputFile(path).readText(as: "a template")
        do {
          templates.append(
            ComposerTemplate(name: String(file.dropLast(5)), draft: try ComposerDraft(text, path: path)))
        } catch {
          problems.append(error)
        }
      } catch {
        problems.append(ConfigurationProblem(file: path, message: "it cannot be read"))
      }
    }
    return (templates, problems)
  }

  static var templatesDirectory: String { Directories.configuration + "/templates" }

  /// Writes a file that is the user's alone; where that cannot be done, nothing is kept.
  private static func write(_ text: String, to path: String) {
    let file = OutputFile(path)
    file.makeDirectory()
    _ = file.write(Array(text.utf8), overwrites: true, mode: 0o600)
  }
}
