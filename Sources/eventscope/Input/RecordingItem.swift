import CloudEvents
import InspectorCore

/// What stands at one place of a file: an event, a delivery record, or something that is neither.
struct RecordingItem {
  enum Content {
    case entry(RecordedEntry)
    /// An object, or another JSON value, that is neither event nor record.
    case neither
    /// No JSON.
    case broken(JSONError)
    /// A record that is cut, as by a crash.
    case torn
  }

  var content: Content
  /// The line as it stands there, or the value on one line where it stood on several.
  var bytes: [UInt8]
  /// The line, from 1.
  var line: Int
  /// Which member of an array, from 0.
  var index: Int?
  /// What the file is called.
  var file: String

  /// Such as `events.ndjson:3`, or `batch.json:3, event 1`.
  var place: String { "\(file):\(line)" + (index.map { ", event \($0)" } ?? "") }

  /// The entry; what is none is told on stderr, with line and column.
  ///
  /// - Parameter isWrong: set where it is no entry, other than a torn last line.
  func entry(isWrong: inout Bool) -> RecordedEntry? {
    switch content {
    case .entry(let entry):
      return entry
    case .neither:
      isWrong = true
      StandardError.say(
        "\(place):1: this is neither an event nor a delivery record; "
          + "an event has specversion, a record transport."
      )
    case .broken(let error):
      isWrong = true
      let position = bytes.withUnsafeBytes { error.position(in: $0) }
      StandardError.say("\(file):\(line + position.line - 1):\(position.column): this is no JSON: \(error).")
    case .torn:
      StandardError.say("warning: \(place): the record is cut, as after a crash; it is skipped.")
    }
    return nil
  }
}
