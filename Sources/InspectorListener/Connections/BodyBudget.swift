import Synchronization

/// How much memory the unfinished messages of all connections may take together.
///
/// Small ones are not counted: there can only be as many of them as there are connections.
final class BodyBudget: Sendable {
  /// Up to so many bytes of a connection's are free.
  static let free = 64 * 1024

  private let limit: Int
  private let used = Atomic<Int>(0)

  init(limit: Int) {
    self.limit = limit
  }

  /// What one connection, or one stream of it, holds of the budget.
  struct Share: ~Copyable {
    private let budget: BodyBudget
    private let free: Int
    private var reserved = 0

    /// - Parameter free: how many bytes are not counted; none where a connection has many shares.
    init(_ budget: BodyBudget, free: Int = BodyBudget.free) {
      self.budget = budget
      self.free = free
    }

    deinit { if reserved > 0 { budget.used.subtract(reserved, ordering: .relaxed) } }

    /// Changes the share to what is held now. Returns `false` where there is not so much left; the share then
    /// stays as it was.
    mutating func hold(_ count: Int) -> Bool {
      let wanted = count <= free ? 0 : count
      guard wanted != reserved else { return true }
      let (_, sum) = budget.used.add(wanted - reserved, ordering: .relaxed)
      if wanted > reserved, sum > budget.limit {
        budget.used.subtract(wanted - reserved, ordering: .relaxed)
        return false
      }
      reserved = wanted
      return true
    }
  }
}
