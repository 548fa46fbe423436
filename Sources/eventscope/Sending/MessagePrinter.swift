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
    var fields = message.headers
    if target.hasUserinfo, !fields.contains(where: { $0.name.lowercased() == "authorization" }) {
      fields.append(("Authorization", "Basic \(Secrets.mask)"))
    }
    if !keepSecrets {
      fields = fields.map { ($0.name, Secrets.maskedHeader(name: $0.name, value: $0.value)) }
    }
    let own = target.target == "/" ? message.target ?? "/" : target.target
    let path = keepSecrets ? own : Secrets.maskingTarget(own)
    StandardOutput.writeForeign(
      HTTPMessage(fields: fields, body: message.body).requestBytes(
        method: message.method, target: path, host: target.host))
  }
}
