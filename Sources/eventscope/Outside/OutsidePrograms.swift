import InspectorTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Programs that have the terminal for a while: the pager, the editor, a command that something is given to.
struct OutsidePrograms {
  private let terminal: CursesTerminal

  init(_ terminal: CursesTerminal) {
    self.terminal = terminal
  }

  /// Shows bytes in the user's pager; a sentence where that could not be done.
  func page(_ bytes: [UInt8], fileExtension: String) -> String? {
    withFile(bytes, fileExtension: fileExtension) { path in
      let pager = Directories.variable("PAGER") ?? "less"
      return run("\(pager) \"$1\"", path, what: "the pager \(pager)")
    }
  }

  /// Lets a text be edited in the user's editor.
  ///
  /// - Returns: the text; or a sentence where that could not be done.
  func edit(_ text: String, fileExtension: String) -> (text: String?, problem: String?) {
    var edited: String?
    let problem = withFile(Array(text.utf8), fileExtension: fileExtension) { path in
      let editor = Directories.variable("VISUAL") ?? Directories.variable("EDITOR") ?? "vi"
      if let problem = run("\(editor) \"$1\"", path, what: "the editor \(editor)") { return problem }
      guard let bytes = try? InputFile(path).read(), let text = String(validating: bytes, as: UTF8.self)
      else {
        return "What \(editor) has written is not UTF-8; the field stays as it was."
      }
      edited = text
      return nil
    }
    return (edited, problem)
  }

  /// Gives bytes to a shell command, whose output stays on the terminal until a key is pressed.
  func pipe(_ bytes: [UInt8], to command: String) -> String? {
    withFile(bytes, fileExtension: "data") { path in
      let script = #"""
        sh -c "$2" < "$1"; code=$?
        # One key, and none of it on the screen; a terminal that cannot do that takes a line.
        printf '\n[ended with %s; any key goes back] ' "$code"
        before=$(stty -g < /dev/tty) && stty -icanon -echo min 1 time 0 < /dev/tty
        dd bs=16 count=1 < /dev/tty > /dev/null 2>&1
        [ -z "$before" ] || stty "$before" < /dev/tty
        """#
      return run(script, path, command, what: "the shell")
    }
  }

  private func run(_ script: String, _ arguments: String..., what: String) -> String? {
    let code = terminal.outside {
      ChildProcess.runOnTerminal(["sh", "-c", "exec < /dev/tty; " + script, "sh"] + arguments)
    }
    switch code {
    case nil: return "\(what) cannot be started."
    case 126, 127: return "\(what) is not there."
    case 0: return nil
    case .some(let code): return "\(what) ended with \(code)."
    }
  }

  /// Puts bytes into a file of their own for as long as `body` runs.
  private func withFile(_ bytes: [UInt8], fileExtension: String, _ body: (String) -> String?) -> String? {
    let directory = Directories.variable("TMPDIR") ?? "/tmp"
    var template = Array("\(directory)/eventscope-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      return "There is no room in \(directory): \(systemMessage(errno))."
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = "\(folder)/event.\(fileExtension)"
    defer {
      unlink(path)
      for file in Directories.files(in: folder, endingIn: "") where file != "." && file != ".." {
        unlink(folder + "/" + file)
      }
      rmdir(folder)
    }
    if case .failed(let reason) = OutputFile(path).write(bytes, overwrites: false, mode: 0o600) {
      return "There is no room in \(directory): \(reason)."
    }
    return body(path)
  }
}
