/// Something wrong in a configuration, rules or theme file.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Severity: Sendable, Hashable {
    /// The file, or that part of it, cannot be used.
    case error
    /// The file is used without that part.
    case warning
  }

  /// The file's name as the user gave it or would find it.
  public var file: String
  /// From 1; nil where the whole file is meant.
  public var line: Int?
  /// In characters, from 1.
  public var column: Int?
  /// What is wrong and what would be right, in one sentence.
  public var message: String
  public var severity: Severity

  public init(
    file: String, line: Int? = nil, column: Int? = nil, message: String, severity: Severity = .error
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.severity = severity
  }

  /// The description as a sentence of its own.
  public var sentence: String {
    let text = description
    return text.hasSuffix("?") || text.hasSuffix(".") ? text : text + "."
  }

  /// `file:line:column: message`, as compilers write it.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return "\(place): \(message)"
  }
}

/// The known name that somebody who wrote `name` most likely meant; nil where nothing is near.
///
/// A known name is near when at most a third of its letters are added, left out, changed or swapped with the
/// next.
public func nearest(_ name: String, in known: some Sequence<String>) -> String? {
  let written = Array(name.lowercased().utf8.prefix(64))
  var best: (name: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.lowercased().utf8.prefix(64))
    let distance = editDistance(written, letters)
    guard distance <= max(1, max(letters.count, written.count) / 3), distance < (best?.distance ?? .max)
    else {
      continue
    }
    best = (candidate, distance)
  }
  return best?.name
}

/// `; did you mean "…"?` where something known is near, to go on after a message; else nothing.
public func suggestion(for name: String, in known: some Sequence<String>) -> String {
  nearest(name, in: known).map { "; did you mean \"\($0)\"?" } ?? ""
}

/// How many letters must be added, left out, changed or swapped with their neighbour.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for (column, other) in right.enumerated() {
      var distance = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current.append(distance)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
