import InspectorCore
import InspectorSender
import InspectorUI

/// A series on its way out: each message at its time, as many at once as its gaps ask for.
struct SeriesWork: Sendable {
  let series: SendSeries
  let sender: Sender
  let inspector: Inspector
  let mailbox: Mailbox

  /// How many may wait for their answers at once.
  private static let width = 16
  /// The time between two words about how far it has come.
  private static let interval = Duration.milliseconds(100)

  func run() async {
    var progress = SeriesProgress(id: series.id, count: series.count)
    var due = ContinuousClock.now
    var told = due
    await withTaskGroup(of: String?.self) { group in
      var running = 0
      func note(_ problem: String?) {
        if let problem {
          progress.failed += 1
          progress.problem = problem
        } else {
          progress.sent += 1
        }
        if ContinuousClock.now - told > Self.interval {
          told = .now
          mailbox.put(.progressed(progress))
        }
      }
      for index in 0..<series.count {
        let gap = series.gap(before: index)
        due += gap
        if gap > .zero { try? await Task.sleep(until: due, clock: .continuous) }
        if Task.isCancelled { break }
        // A scenario's order is that of its steps: with no gap one waits for the other.
        while running >= (gap == .zero ? 1 : Self.width), let done = await group.next() {
          running -= 1
          note(done)
        }
        let request: SendRequest
        do {
          request = try series.request(index, now: .now(), formats: .program)
        } catch {
          note("\(error)")
          break
        }
        running += 1
        group.addTask {
          await SendWork(request: request, sender: sender, inspector: inspector, mailbox: mailbox).sent()
        }
      }
      while let done = await group.next() { note(done) }
    }
    progress.isOver = true
    mailbox.put(.progressed(progress))
  }
}
