/// Notices an extension's name that has come before, in the same time however many there are.
///
/// A few names are compared one by one, which costs no memory; more are found by their hashes, so that an event of a
/// million extensions takes no longer than a million events of one.
package struct ExtensionNames {
  private static let few = 16
  /// Where the extension with a hash stands.
  private var places: [Int: Int] = [:]

  package init() {}

  /// Whether an extension's name is not among those before it, which the caller appends to, one by one.
  package mutating func insert(
    _ attribute: EncodedExtension, after others: [EncodedExtension], in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    guard others.count >= Self.few else {
      for other in others where other.hasSameName(as: attribute, in: bytes) { return false }
      return true
    }
    if places.isEmpty {
      for (place, other) in others.enumerated() { places[other.nameHash(in: bytes)] = place }
    }
    let hash = attribute.nameHash(in: bytes)
    guard let place = places[hash] else {
      places[hash] = others.count
      return true
    }
    if others[place].hasSameName(as: attribute, in: bytes) { return false }
    // Another name with the same hash, which chance brings about in no lifetime.
    return !others.contains { $0.hasSameName(as: attribute, in: bytes) }
  }
}

extension EncodedExtension {
  /// Whether the other has the same name, compared by bytes.
  func hasSameName(as other: EncodedExtension, in bytes: UnsafeRawBufferPointer) -> Bool {
    if nameHasEscapes || other.nameHasEscapes { return name(in: bytes) == other.name(in: bytes) }
    guard nameRange.count == other.nameRange.count else { return false }
    let (left, right) = (bytes[nameRange], bytes[other.nameRange])
    guard isHeader || other.isHeader else { return left.elementsEqual(right) }
    for index in 0..<left.count where left[index].asciiLowercased != right[index].asciiLowercased {
      return false
    }
    return true
  }

  /// Whether this is the extension of a name.
  func isNamed(_ name: AttributeName, in bytes: UnsafeRawBufferPointer) -> Bool {
    if nameHasEscapes { return self.name(in: bytes) == name }
    return isHeader
      ? bytes[nameRange].equalsIgnoringCase(text: name.rawValue)
      : bytes[nameRange].equals(text: name.rawValue)
  }

  fileprivate func nameHash(in bytes: UnsafeRawBufferPointer) -> Int {
    if nameHasEscapes || isHeader { return name(in: bytes).hashValue }
    var hasher = Hasher()
    hasher.combine(bytes: bytes[nameRange])
    return hasher.finalize()
  }
}
