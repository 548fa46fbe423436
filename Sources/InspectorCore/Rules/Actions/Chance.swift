import Synchronization

/// Something that happens now and then, in an order that a seed repeats.
final class Chance: Sendable {
  private let probability: Double
  private let numbers: Mutex<SeededNumbers>

  init(_ probability: Double, seed: UInt64) {
    self.probability = probability
    numbers = Mutex(SeededNumbers(seed: seed))
  }

  func occurs() -> Bool {
    numbers.withLock { Double.random(in: 0..<1, using: &$0) } < probability
  }
}

/// Random numbers that a seed repeats (SplitMix64).
struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
