/// The values of an event's attributes, as the checks of extensions ask for them.
struct ExtensionValues {
  let event: EncodedEvent
  let bytes: UnsafeRawBufferPointer

  /// An attribute's value as text; `nil` where it is not set.
  func text(_ name: AttributeName) -> String? { event.value(of: name, in: bytes).text(in: bytes) }

  func isSet(_ name: AttributeName) -> Bool { !event.value(of: name, in: bytes).isAbsent }

  /// A value as a moment; `nil` where it is not set or none.
  func timestamp(_ name: AttributeName) -> Timestamp? { text(name).flatMap { Timestamp($0) } }
}

extension KnownExtension {
  /// Checks the attributes that documented extensions define; appends what is wrong to `violations`.
  static func check(
    _ event: EncodedEvent, in bytes: UnsafeRawBufferPointer, into violations: inout [Violation]
  ) {
    var used: UInt32 = 0
    for attribute in event.extensions where !attribute.value.isAbsent {
      guard violations.count < Validator.maximumViolations else { return }
      guard !attribute.nameHasEscapes, let place = place(of: bytes[attribute.nameRange]) else { continue }
      used |= 1 << UInt32(place.extension)
      let known = all[place.extension]
      if let fault = fault(attribute.value, known.attributes[place.attribute], in: bytes) {
        violations.append(violation(known, known.attributes[place.attribute].name, fault))
      }
    }
    guard used != 0 else { return }
    let values = ExtensionValues(event: event, bytes: bytes)
    for (index, known) in all.enumerated() where used & 1 << UInt32(index) != 0 {
      for attribute in known.attributes where attribute.isRequired && !values.isSet(attribute.name) {
        violations.append(violation(known, attribute.name, "is missing; the extension needs it"))
      }
      for (name, fault) in known.faults(values) { violations.append(violation(known, name, fault)) }
    }
  }

  private static func violation(_ known: KnownExtension, _ name: AttributeName, _ fault: String) -> Violation
  {
    Violation(known.rule, .attribute(name.rawValue), "\(name) \(fault) (\(known.title) extension).")
  }

  private static func fault(
    _ value: EncodedValue, _ attribute: Attribute, in bytes: UnsafeRawBufferPointer
  ) -> String? {
    switch (value.coding, attribute.kind) {
    // What no attribute may be is told by another rule.
    case (.jsonStructure, _): return nil
    case (.jsonNumber, .integer), (.jsonBoolean, .boolean): break
    case (.jsonNumber, _):
      return "is a number; it should be \(attribute.kind.article) \(attribute.kind.rawValue)"
    case (.jsonBoolean, _):
      return "is a boolean; it should be \(attribute.kind.article) \(attribute.kind.rawValue)"
    default: break
    }
    guard let text = value.text(in: bytes) else { return nil }
    if text.isEmpty { return "is empty; it should have a value" }
    guard AttributeValue(text, as: attribute.kind) != nil else {
      // A String that is none is told by another rule.
      return attribute.kind == .string ? nil : "is no \(attribute.kind.rawValue)\(attribute.kind.likeThis)"
    }
    return attribute.fault(text)
  }
}

extension AttributeValue.Kind {
  /// What stands before its name.
  fileprivate var article: String { self == .integer ? "an" : "a" }

  /// Words that say how a value of the type looks.
  fileprivate var likeThis: String {
    switch self {
    case .boolean: "; it should be true or false"
    case .integer: "; it should be a whole number from -2147483648 to 2147483647"
    case .timestamp: "; it should be like 2018-04-05T17:31:00Z (RFC 3339)"
    case .uri: "; it should begin with a scheme, like https:"
    case .uriReference, .binary, .string: ""
    }
  }
}

/// Durations in words.
enum Distance {
  /// The time from one moment to another, such as `5 min`.
  static func text(from start: Timestamp, to end: Timestamp) -> String {
    let seconds = (end.seconds - start.seconds).magnitude
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min" }
    if seconds < 172_800 { return "\(seconds / 3600) h" }
    return "\(seconds / 86_400) days"
  }

  /// A moment as it is seen from another: `in 5 min`, or `5 min ago`.
  static func text(of moment: Timestamp, seenFrom now: Timestamp) -> String {
    let distance = text(from: now, to: moment)
    return moment > now ? "in \(distance)" : "\(distance) ago"
  }
}
