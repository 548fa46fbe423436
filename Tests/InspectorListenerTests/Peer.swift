import Foundation
import InspectorCore
import NIOCore
import Testing

/// A client made of nothing but a blocking socket, which gives up after a minute.
final class Peer {
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    try connectTo(&address)
  }

  init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    try connectTo(&address)
  }

  /// Nobody took the connection.
  struct Unreachable: Error {
    var reason: String
  }

  deinit { close(descriptor) }

  private func connectTo<A>(_ address: inout A) throws {
    var timeout = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<A>.size))
      }
    }
    guard result == 0 else { throw Unreachable(reason: String(cString: strerror(errno))) }
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads until the other end closes.
  func readAll() async -> String { await read { _ in false } }

  /// Reads until what came ends with `end`.
  func read(until end: String) async -> String { await read { $0.hasSuffix(end) } }

  /// On a thread of its own: those that tests share are few, and what is waited for may need one.
  private func read(_ isEnough: @escaping @Sendable (String) -> Bool) async -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { [descriptor] in
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !isEnough(text) {
          let count = recv(descriptor, &chunk, chunk.count, 0)
          guard count > 0 else { break }
          text += String(decoding: chunk[..<count], as: UTF8.self)
        }
        continuation.resume(returning: text)
      }
    }
  }
}

extension Address {
  static let anyLoopback = Address.http(host: "127.0.0.1", port: 0, target: "/", isTLS: false, userinfo: nil)

  var port: Int {
    if case .http(_, let port, _, _, _) = self { port } else { 0 }
  }
}
