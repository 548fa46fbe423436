import CloudEventsHTTP
import InspectorCore
import InspectorSender

/// Prints messages as they would be sent.
struct MessagePrinter {
  private let target: SendTarget
  private let keepSecrets: Bool

  init(_ target: SendTarget, keepSecrets: Bool) {
    self.target = target
    self.keepSecrets = keepSecrets
  }

  /// Prints all messages of a plan.
  func print(_ plan: SendPlan) throws(Failure) {
    for index in 0..<plan.count {
      do {
        print(try plan.message(at: index).message)
      } catch {
        throw Failure(.data, "\(error)")
      }
    }
  }

  /// Prints one message.
  func print(_ message: OutgoingMessage) {
    if target.takesLines {
      StandardOutput.writeJSON(message.body)
      return
    }
    StandardOutput.writeForeign(
      target.request(
        message.fields, body: message.body, method: message.method, path: message.target,
        keepSecrets: keepSecrets))
  }
}
