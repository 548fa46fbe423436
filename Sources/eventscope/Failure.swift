#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an exit code says.
enum ExitStatus: Int32 {
  /// The answer is no.
  case no = 1
  /// Wrong usage.
  case usage = 64
  /// The input is not a valid event or expression.
  case data = 65
  /// An input file cannot be read.
  case noInput = 66
  /// A target could not be reached, or refused the event.
  case unavailable = 69
  /// An output or a listening address cannot be created.
  case cannotCreate = 73
  /// An output cannot be written.
  case cannotWrite = 74
  /// A configuration, rules or theme file is wrong.
  case configuration = 78

  /// Ends the program with it.
  func end() -> Never { exit(rawValue) }

  /// Ends the program as one whose work a signal has cut short.
  static func end(bySignal number: Int32) -> Never { exit(128 + number) }
}

/// Why a command ends early, and with which exit code.
struct Failure: Error {
  var status: ExitStatus
  /// What the user is told; `nil` where everything has been said.
  var sentence: String?

  init(_ status: ExitStatus, _ sentence: String? = nil) {
    self.status = status
    self.sentence = sentence
  }
}

/// What the system calls an error, such as `No such file or directory`.
func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }
