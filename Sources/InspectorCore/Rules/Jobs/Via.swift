/// The `Via` header, by which those who pass messages on notice a loop (RFC 9110, 7.6.3).
public struct Via: Sendable {
  /// After so many hops a message is not passed on.
  public static let maximumHops = 10

  /// What this program writes: `1.1` and a name that no other run has.
  public let own: String

  /// - Parameter pseudonym: a token, such as `eventscope-1f3a`.
  public init(pseudonym: String) { own = "1.1 \(pseudonym)" }

  /// A name of this run.
  public static func random() -> Via {
    Via(pseudonym: "eventscope-" + String(UInt64.random(in: .min ... .max), radix: 36))
  }

  /// Why a message with these `Via` values goes no further; `nil` where it may.
  public func refusal(_ values: [String]) -> String? {
    let hops = Self.hops(values)
    if hops.contains(where: { $0.utf8.elementsEqual(own.utf8) }) {
      return "it has been here before: the forwards make a loop"
    }
    return hops.count >= Self.maximumHops
      ? "it has made \(hops.count) hops, which looks like a loop" : nil
  }

  /// The header's value with this hop at its end.
  public func adding(to values: [String]) -> String {
    (Self.hops(values) + [own]).joined(separator: ", ")
  }

  private static func hops(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { hop in
      String(hop.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }.filter { !$0.isEmpty }
  }
}
