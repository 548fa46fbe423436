/// The clipboard of the system or of tmux, beside that of the terminal: whichever of them is there.
enum NativeClipboard {
  /// Hands bytes to the program that keeps the clipboard here; nothing where there is none.
  static func copy(_ bytes: [UInt8]) {
    guard let command else { return }
    Task { await ChildProcess.feed(command, bytes) }
  }

  /// `tmux load-buffer -w` reaches the clipboard where tmux does not let programs do it themselves.
  private static var command: [String]? {
    if Directories.variable("TMUX") != nil { return ["tmux", "load-buffer", "-w", "-"] }
    if Directories.variable("WAYLAND_DISPLAY") != nil { return ["wl-copy"] }
    if Directories.variable("DISPLAY") != nil { return ["xclip", "-selection", "clipboard", "-in"] }
    #if os(macOS)
      return ["pbcopy"]
    #else
      return nil
    #endif
  }
}
