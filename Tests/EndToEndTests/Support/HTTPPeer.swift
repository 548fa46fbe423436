import Foundation
import Testing

/// A peer that behaves as it is told, with what it was asked.
struct HTTPPeer {
  /// A request as it reached the peer.
  struct Request {
    let json: JSON

    var method: String? { json["method"].string }
    var path: String? { json["path"].string }
    var body: [UInt8] { Data(base64Encoded: json["body"].string ?? "").map { Array($0) } ?? [] }
    /// When it came, in seconds.
    var time: Double { json["at"].double ?? 0 }

    /// The values of a header.
    func header(_ name: String) -> [String] {
      json["headers"].elements.filter { $0[0].string?.lowercased() == name.lowercased() }
        .compactMap { $0[1].string }
    }
  }

  private let program: Program
  let address: String

  /// - Parameter behaviour: `ok`, a status, or one of those in peer.py.
  static func start(_ behaviour: String) async throws -> HTTPPeer {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peer.py")
    let program = try Program(["python3", script.path, behaviour])
    try await program.waitForLines(1)
    let port = try #require(try JSON(program.lines[0])["port"].integer)
    return HTTPPeer(program: program, address: "http://127.0.0.1:\(port)")
  }

  /// What it was asked so far.
  var requests: [Request] {
    get throws { try program.lines.dropFirst().map { Request(json: try JSON($0)) } }
  }

  /// Waits until so many requests came.
  @discardableResult
  func waitForRequests(_ count: Int) async throws -> [Request] {
    try await program.waitForLines(count + 1)
    return try requests
  }
}
