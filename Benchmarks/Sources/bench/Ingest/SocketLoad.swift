import Foundation

/// Drives a server over a Unix socket, which wrk cannot: each connection has one request on its way at a time.
struct SocketLoad {
  var path: String

  /// Requests a second.
  func run(_ load: Load, connections count: Int, seconds: Int) throws -> Double {
    let request = load.request
    let connections = try (0..<count).map { _ in try Connection(path) }
    var answered = 0
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    var polled = connections.map {
      pollfd(fd: $0.connection.descriptor, events: Int16(POLLOUT), revents: 0)
    }
    while ContinuousClock.now < end {
      guard poll(&polled, nfds_t(count), 1000) > 0 else { throw Failure("no answer within a second") }
      for index in 0..<count where polled[index].revents != 0 {
        if try connections[index].goOn(request) { answered += 1 }
        polled[index].events = Int16(connections[index].isWriting ? POLLOUT : POLLIN)
      }
    }
    return Double(answered) / (ContinuousClock.now - start).inSeconds
  }

  private final class Connection {
    let connection: RequestConnection
    /// How many bytes of the request are written.
    private var written = 0
    private(set) var isWriting = true

    init(_ path: String) throws {
      connection = try RequestConnection(path)
      _ = fcntl(connection.descriptor, F_SETFL, O_NONBLOCK)
    }

    /// Writes or reads what can be; whether an answer has come.
    func goOn(_ request: [UInt8]) throws -> Bool {
      if isWriting {
        written += try connection.write(request, from: written)
        isWriting = written < request.count
        return false
      }
      guard try connection.readAnswer() else { return false }
      (isWriting, written) = (true, 0)
      return true
    }
  }
}
