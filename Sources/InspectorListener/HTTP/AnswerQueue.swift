import NIOCore

/// Answers in the order of their requests, though some of them wait before they may go out.
struct AnswerQueue<Item> {
  /// A place in the queue, taken when the request came.
  struct Ticket: Equatable {
    fileprivate var number: Int
  }

  private var slots = CircularBuffer<Item?>(initialCapacity: 4)
  private var firstNumber = 0

  var isEmpty: Bool { slots.isEmpty }
  var count: Int { slots.count }

  /// Takes a place for an answer that comes later, or for one that is there but not at the front.
  mutating func append(_ item: Item?) -> Ticket {
    slots.append(item)
    return Ticket(number: firstNumber + slots.count - 1)
  }

  mutating func fulfil(_ ticket: Ticket, with item: Item) {
    let offset = ticket.number - firstNumber
    guard offset >= 0, offset < slots.count else { return }
    slots[slots.index(slots.startIndex, offsetBy: offset)] = item
  }

  /// The front answer where it is ready.
  mutating func next() -> Item? {
    guard let first = slots.first, let item = first else { return nil }
    slots.removeFirst()
    firstNumber += 1
    return item
  }

  mutating func removeAll() {
    firstNumber += slots.count
    slots.removeAll()
  }
}
