import CloudEventsHTTP
import InspectorCore
import Synchronization

/// Sends on what rules ask for: for each target one after the other, in the order in which it came, with retries.
///
/// A target that is slow or dead holds up only what goes there: beyond a bound nothing more waits for it, and that is
/// noted at the rule.
public final class Forwarder: Sendable {
  private struct Item: Sendable {
    var message: OutgoingMessage
    var address: Address
    var activity: RuleActivity
    /// How many bytes it keeps in memory.
    var size: Int
  }

  private struct Lane {
    var work: WorkLane<Item>
    var sender: Sender
  }

  /// How many messages may wait for one target.
  private static let mostWaiting = 10_000
  /// Of the memory that events are kept in, the part that messages may take which wait, to all targets together.
  private static let shareOfMemory = 4

  private let via: Via
  private let keepSecrets: Bool
  private let onProblem: @Sendable (RuleActivity, String) -> Void
  private let room: ForwardRoom
  private let lanes = Mutex<[RuleForward: Lane]>([:])

  /// - Parameters:
  ///   - memory: how many bytes of events are kept; a quarter as much may wait to be sent on.
  ///   - keepSecrets: whether credentials go on, whatever a rule says.
  ///   - onProblem: told what went wrong for a rule, in a sentence without its full stop. It has been noted there.
  public init(
    via: Via = .random(), memory: Int, keepSecrets: Bool,
    onProblem: @escaping @Sendable (RuleActivity, String) -> Void
  ) {
    self.via = via
    room = ForwardRoom(size: memory / Self.shareOfMemory)
    self.keepSecrets = keepSecrets
    self.onProblem = onProblem
  }

  /// Takes an event of a delivery to send it on; it never waits.
  public func take(
    _ received: ReceivedDelivery, entry: Int, forward: RuleForward, for activity: RuleActivity
  ) {
    let message: OutgoingMessage
    do {
      message = try OutgoingMessage(
        forwarding: received, entry: entry, as: forward, via: via, keepSecrets: keepSecrets)
    } catch {
      let problem = "not forwarded to \(forward.address): \(error.reason)"
      activity.noteFailed(problem)
      onProblem(activity, problem)
      return
    }
    let size =
      message.body.count + message.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
    let item = Item(message: message, address: forward.address, activity: activity, size: size)
    if room.take(size, for: forward) {
      if lane(for: forward).work.put(item, size: size) { return }
      room.give(size, for: forward)
    }
    let problem = "\(forward.address) does not keep up: too much waits for it"
    activity.noteLost(problem)
    onProblem(activity, problem)
  }

  /// Takes no more, and gives what waits so much time; what is left then is noted as lost.
  public func finish(within time: Duration) async {
    let lanes = Array(lanes.withLock { $0 }.values)
    await withDiscardingTaskGroup { group in
      for lane in lanes {
        group.addTask {
          await lane.work.finish(within: time)
          await lane.sender.shutdown()
        }
      }
    }
  }

  private func lane(for forward: RuleForward) -> Lane {
    lanes.withLock { lanes in
      if let lane = lanes[forward] { return lane }
      let lane = makeLane(forward)
      lanes[forward] = lane
      return lane
    }
  }

  private func makeLane(_ forward: RuleForward) -> Lane {
    var options = SenderOptions()
    options.timeout = forward.timeout
    options.retries = forward.retries
    // Retry-After is kept, within reason.
    options.maxBackoff = .seconds(600)
    options.maxAnswer = 4096
    options.connections = 1
    let sender = Sender(options: options)
    let (onProblem, room) = (onProblem, room)
    let work = WorkLane<Item>(width: 1, room: Self.mostWaiting, maximumSize: room.size) { item in
      defer { room.give(item.size, for: forward) }
      do throws(SendError) {
        let result = try await sender.send(item.message, to: item.address)
        if result.isSuccess { return item.activity.noteDone() }
        let reason = result.reason.isEmpty ? "" : " \(result.reason)"
        let tries = result.attempts > 1 ? " (tried \(result.attempts) times)" : ""
        let problem = "\(item.address) answered \(result.status)\(reason)\(tries)"
        item.activity.noteFailed(problem)
        onProblem(item.activity, problem)
      } catch {
        if case .cancelled = error {
          return item.activity.noteLost("sending to \(item.address) was cut short at the end")
        }
        item.activity.noteFailed("\(error)")
        onProblem(item.activity, "\(error)")
      }
    } lose: { item in
      room.give(item.size, for: forward)
      item.activity.noteLost("there was no time left to send to \(item.address)")
    }
    return Lane(work: work, sender: sender)
  }
}
