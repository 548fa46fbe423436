import CloudEvents
import InspectorCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where one event stands: a file that holds one, or `FILE:LINE`.
struct EventPlace {
  private let text: String
  private let file: String
  private let line: Int?

  /// - Parameter text: a file of this very name is meant before a line of another.
  init(_ text: String) {
    self.text = text
    if access(text, F_OK) != 0, let colon = text.lastIndex(of: ":"),
      let number = Int(text[text.index(after: colon)...]), number > 0
    {
      (file, line) = (String(text[..<colon]), number)
    } else {
      (file, line) = (text, nil)
    }
  }

  /// The event, and whether it is valid; what is wrong with it is told on stderr.
  ///
  /// - Throws: where there is none, or more than one to choose from.
  func find() throws(Failure) -> (event: CloudEvent, isValid: Bool) {
    var found: RecordingItem?
    var count = 0
    let input = try RecordingInput(file)
    try input.forEach { (item: RecordingItem) throws(Failure) in
      if let line {
        if item.line == line { found = item }
        return item.line < line
      }
      count += 1
      if found == nil { found = item }
      return count < 2
    }
    guard let found else {
      throw Failure(.data, line.map { "\(file) has nothing on line \($0)." } ?? "\(input.name) has no event.")
    }
    guard count < 2 else {
      throw Failure(.usage, "\(input.name) has more than one event; say which, as in \(text):\(found.line).")
    }
    var isWrong = false
    guard let entry = found.entry(isWrong: &isWrong) else { throw Failure(.data) }
    guard let event = entry.event else {
      throw Failure(.data, "\(found.place) is a record without an event.")
    }
    for violation in entry.violations where violation.isError {
      StandardError.say("\(found.place): \(violation.message)")
    }
    return (event, entry.isValid)
  }
}
