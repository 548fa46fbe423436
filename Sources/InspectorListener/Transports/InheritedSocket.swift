import Glibc
import InspectorCore

/// A listening socket that the process was started with (systemd's socket activation, sd_listen_fds(3)).
public struct InheritedSocket: Sendable, Equatable {
  public var descriptor: Int32
  /// What the socket unit calls it, such as `https`; empty where it has no name.
  public var name: String

  /// A TCP socket takes TLS where its name begins with `https`.
  public var isTLS: Bool { name.hasPrefix("https") }

  public init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// The sockets that `environment` tells of, where `LISTEN_PID` is `pid`.
  public static func all(in environment: [String: String], pid: Int32 = getpid()) -> [InheritedSocket] {
    guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == pid,
      let count = environment["LISTEN_FDS"].flatMap({ Int($0) }), (1...1024).contains(count)
    else { return [] }
    let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
    return (0..<count).map { index in
      InheritedSocket(descriptor: 3 + Int32(index), name: index < names.count ? String(names[index]) : "")
    }
  }

  /// Takes over the sockets that this process was started with, so that no child of it does.
  public static func takeAll() -> [InheritedSocket] {
    var environment: [String: String] = [:]
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
      environment[name] = getenv(name).map { String(cString: $0) }
      unsetenv(name)
    }
    let sockets = all(in: environment)
    for socket in sockets { _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC) }
    return sockets
  }

  func bind(in setting: TransportSetting) async throws(ListenerError) -> BoundTransport {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard result == 0 else {
      throw .inherited(descriptor: descriptor, reason: "it is no socket")
    }
    var type: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size)
    guard type == Int32(SOCK_STREAM.rawValue) else {
      throw .inherited(descriptor: descriptor, reason: "it is no stream socket; use ListenStream=")
    }
    switch Int32(address.ss_family) {
    case AF_UNIX: return try await UnixTransport.adopt(descriptor, in: setting)
    case AF_INET, AF_INET6:
      guard !isTLS || setting.options.tls != nil else {
        throw .inherited(
          descriptor: descriptor,
          reason: "its name \(name) asks for TLS, which needs --tls-cert and --tls-key")
      }
      return try await TCPTransport.adopt(descriptor, isTLS: isTLS, in: setting)
    default: throw .inherited(descriptor: descriptor, reason: "it is neither a TCP nor a Unix socket")
    }
  }
}
