import InspectorCore

/// The first row: whether it is live, where it listens, and what was counted of what the list is about.
struct TitleView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .title)
    let state: (String, StyleRole) =
      model.isPaused
      ? (paused, .titlePaused)
      : model.notListening == nil
        ? (" LIVE ", .titleLive) : (rect.width < 60 ? " CLOSED " : " NOT LISTENING ", .titleError)
    var x = rect.x
    x += canvas.draw(state.0, x: x, y: rect.y, role: state.1) + 1
    let counters = self.counters(width: rect.width)
    let free = rect.maxX - x - DisplayWidth.of(counters.map(\.text).joined()) - 2
    // What comes and goes with each event leaves the address as it is.
    let room = free - reserved(width: rect.width)
    if free >= 5 { canvas.draw(address(room: room), x: x, y: rect.y, width: free, role: .title) }
    canvas.draw(counters, x: x, y: rect.y, width: max(0, rect.maxX - x - 1), align: .right)
  }

  private var paused: String {
    model.waiting > 0 ? " PAUSED · \(Shown.count(model.waiting)) waiting " : " PAUSED "
  }

  /// The addresses, as short as there is room for.
  private func address(room: Int) -> String {
    guard !model.addresses.isEmpty else { return "" }
    let theme = model.size.width >= 160 ? "   theme: \(model.theme)" : ""
    let all = model.addresses.joined(separator: "  ")
    if model.size.width < 60 { return short }
    if all.count + theme.count <= room { return all + theme }
    if all.count <= room { return all }
    let first = model.addresses[0]
    if first.count <= room { return first }
    return short
  }

  /// The first port.
  private var short: String {
    guard let first = model.addresses.first, first.hasPrefix("http"), let colon = first.lastIndex(of: ":")
    else { return "" }
    return String(first[colon...])
  }

  /// How many events were cleared away from the list; those that were not there any more are not among them.
  private var cleared: UInt64 {
    let counters = model.live.counters
    let deleted = UInt64(model.removed.count { $0 < model.clearedBefore })
    let others = model.received + counters.dropped - model.dropped + deleted
    return counters.entries - min(counters.entries, others)
  }

  /// Events per second, in columns of the title that bars are drawn in beside it.
  private func bars(width: Int) -> Int { width >= 110 ? 16 : width >= 80 ? 10 : 0 }

  /// Columns that are free now and may be needed in a second: for the widest usual rate, and for the bars.
  private func reserved(width: Int) -> Int {
    guard width >= 60 else { return 0 }
    let rates = model.live.rates
    let isQuiet = rates.counts(last: bars(width: width), before: model.now).allSatisfy { $0 == 0 }
    return max(0, "9.9/s".count - Shown.rate(rates.perSecond(at: model.now)).count)
      + (isQuiet && bars(width: width) > 0 ? bars(width: width) + 1 : 0)
  }

  private func counters(width: Int) -> [TextSpan] {
    let counters = model.live.counters
    let rate = model.live.rates.perSecond(at: model.now)
    if width < 60 {
      let shown =
        model.rows.condition == nil
        ? Shown.count(model.rows.total)
        : "\(Shown.count(model.rows.count))/\(Shown.count(model.rows.total))"
      let invalid = model.listCounts.invalid > 0 ? "\(Shown.count(model.listCounts.invalid)) invalid" : ""
      return [TextSpan("\(shown) · \(Shown.rate(rate))", .title)]
        + (invalid.isEmpty ? [] : [TextSpan(" · ", .title), TextSpan(invalid, .titleError)])
    }
    var spans = [TextSpan("\(Shown.plural(model.received, "event")) · \(Shown.rate(rate))", .title)]
    if width >= 160, let peak = model.live.rates.counts(last: 60, before: model.now).max(), peak > 0 {
      spans.append(TextSpan(" (peak \(Shown.rate(Double(peak))))", .title))
    }
    let bars = model.live.rates.counts(last: bars(width: width), before: model.now)
    let sparkline = Shown.sparkline(bars)
    if !sparkline.isEmpty {
      spans += [TextSpan(" ", .title), TextSpan(sparkline, .title, overlay: .chartBar)]
    }
    func count(_ value: UInt64, _ what: String, _ role: StyleRole) {
      if value > 0 { spans += [TextSpan(" · ", .title), TextSpan("\(Shown.count(value)) \(what)", role)] }
    }
    if !model.marks.isEmpty {
      spans += [
        TextSpan(" · ", .title),
        TextSpan("\(Shown.count(model.marks.count)) marked", .title, overlay: .listMarked),
      ]
    }
    if width >= 100 {
      count(UInt64(model.listCounts.sent), "sent", .title)
      count(UInt64(model.listCounts.repeated), "repeated", .title)
    }
    count(cleared, "cleared", .title)
    count(UInt64(model.listCounts.invalid), "invalid", .titleError)
    // Which of those that were cleared were marked says nothing any more.
    let marked = model.clearedBefore == 0 ? counters.droppedPinned : 0
    count(
      model.dropped, marked == 0 ? "dropped" : "dropped, \(Shown.count(marked)) marked", .titlePaused)
    count(counters.shed, "shed", .titleError)
    if width >= 110 { count(counters.droppedByRule, "by rule", .title) }
    if width >= 160 {
      spans.append(
        TextSpan(
          " · store \(Shown.size(model.live.memory)) of \(Shown.size(model.live.limits.bytes))", .title))
    }
    return spans
  }
}
