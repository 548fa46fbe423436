import ArgumentParser
import InspectorCore

/// Sizes as options take them: `4096`, `64k`, `16M`, `1g`, with k = 1024.
enum ByteSize {
  @Sendable static func parse(_ text: String) throws -> Int {
    guard let size = ByteCount.parse(text) else {
      throw ValidationError("a size is a number of bytes with k, m or g after it, such as 64k")
    }
    return size
  }
}

/// Whole numbers and seconds as options take them.
enum Number {
  @Sendable static func positive(_ text: String) throws -> Int {
    guard let number = Int(text), number > 0 else {
      throw ValidationError("it must be a whole number from 1")
    }
    return number
  }

  @Sendable static func atLeastZero(_ text: String) throws -> Int {
    guard let number = Int(text), number >= 0 else {
      throw ValidationError("it must be a whole number from 0")
    }
    return number
  }

  /// A number above 0 that a year of seconds bounds.
  @Sendable static func aboveZero(_ text: String) throws -> Double {
    guard let number = Double(text), number > 0, number <= 31_536_000 else {
      throw ValidationError("it must be a number above 0, such as 0.5")
    }
    return number
  }
}
