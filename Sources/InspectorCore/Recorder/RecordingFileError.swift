/// Why a file cannot be recorded to; its description is the sentence for the user.
public enum RecordingFileError: Error, Equatable, CustomStringConvertible {
  /// It is something else than a regular file.
  case notRegular(path: String)
  /// Another program records there; its process, where that is known.
  case held(path: String, process: Int32?)
  case system(path: String, SystemError)

  public var description: String {
    switch self {
    case .notRegular(let path): "cannot record to \(path): it is no regular file."
    case .held(let path, let process):
      "cannot record to \(path): \(process.map { "process \($0)" } ?? "another program") records there; "
        + "each needs a file of its own."
    case .system(let path, let error): "cannot record to \(path): \(error)."
    }
  }

  /// The reason as a clause.
  var reason: String {
    switch self {
    case .notRegular: "it is no regular file"
    case .held: "another program records there"
    case .system(_, let error): "\(error)"
    }
  }
}
