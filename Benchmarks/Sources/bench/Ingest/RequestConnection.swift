import Foundation

/// A connection over a Unix socket.
struct RequestConnection: ~Copyable {
  let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw Failure("cannot connect to \(path): \(reason)")
    }
  }

  deinit { close(descriptor) }

  /// Sends a request, and waits for its answer.
  func send(_ request: [UInt8]) throws {
    var written = 0
    while written < request.count {
      written += try write(request, from: written)
    }
    _ = try readAnswer()
  }

  /// Writes what can be; how many bytes that were, 0 where it would have to wait.
  func write(_ request: [UInt8], from start: Int) throws -> Int {
    let count = request.withUnsafeBytes {
      Foundation.write(descriptor, $0.baseAddress! + start, $0.count - start)
    }
    if count >= 0 { return count }
    if errno == EAGAIN { return 0 }
    throw Failure("cannot write: \(String(cString: strerror(errno)))")
  }

  /// Reads an answer, which must be a 2xx; whether it was there.
  func readAnswer() throws -> Bool {
    var answer = [UInt8](repeating: 0, count: 1024)
    let count = read(descriptor, &answer, answer.count)
    if count < 0, errno == EAGAIN { return false }
    guard count > 0 else { throw Failure("the server has closed the connection") }
    guard answer[..<count].starts(with: "HTTP/1.1 2".utf8) else {
      throw Failure("it was answered \(String(decoding: answer[..<count], as: UTF8.self))")
    }
    return true
  }
}
