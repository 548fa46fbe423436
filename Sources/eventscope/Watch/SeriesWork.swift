import InspectorCore
import InspectorSender
import InspectorUI
import Synchronization

/// A series on its way out: each message at its time, as many at once as its gaps ask for.
struct SeriesWork: Sendable {
  let series: SendSeries
  let sender: Sender
  let inspector: Inspector
  let mailbox: Mailbox

  /// How many may wait for their answers at once.
  private static let width = 16

  func run() async {
    let series = series
    let board = ProgressBoard(SeriesProgress(id: series.id, count: series.count), mailbox: mailbox)
    var due = ContinuousClock.now
    await withTaskGroup(of: Void.self) { group in
      var running = 0
      for index in 0..<series.count {
        let gap = series.gap(before: index)
        due += gap
        if gap > .zero { try? await Task.sleep(until: due, clock: .continuous) }
        if Task.isCancelled { break }
        // A scenario's order is that of its steps: with no gap one waits for the other.
        while running >= (gap == .zero ? 1 : Self.width), await group.next() != nil { running -= 1 }
        let time = WallTime.now()
        let request: SendRequest
        do {
          request = try series.request(index, now: time, formats: .program)
        } catch {
          board.note(series.answer(.failed("\(error)"), to: index, label: nil, at: time))
          break
        }
        running += 1
        group.addTask {
          let work = SendWork(request: request, sender: sender, inspector: inspector, mailbox: mailbox)
          board.note(series.answer(await work.outcome(), to: index, label: request.label, at: time))
        }
      }
    }
    board.end()
  }
}

/// How far a series has come: written by each message as it is answered, told to the UI every now and then.
private final class ProgressBoard: Sendable {
  private let state: Mutex<(progress: SeriesProgress, told: ContinuousClock.Instant)>
  private let mailbox: Mailbox

  /// The time between two words about how far it has come.
  private static let interval = Duration.milliseconds(100)

  init(_ progress: SeriesProgress, mailbox: Mailbox) {
    state = Mutex((progress: progress, told: ContinuousClock.now - .seconds(1)))
    self.mailbox = mailbox
  }

  /// Counts an answer, or why there was none.
  func note(_ answer: SeriesAnswer) {
    state.withLock { state in
      state.progress.note(answer)
      guard ContinuousClock.now - state.told > Self.interval else { return }
      state.told = .now
      mailbox.put(.progressed(state.progress))
      state.progress = state.progress.withoutAnswers
    }
  }

  /// Says that nothing more will come.
  func end() {
    state.withLock { state in
      state.progress.isOver = true
      mailbox.put(.progressed(state.progress))
    }
  }
}
