import AsyncHTTPClient
import InspectorCore
import NIOCore
import Synchronization

/// The HTTP clients of a sender, one for each proxy, made when they are needed.
final class ClientPool: Sendable {
  private struct State {
    var clients: [ProxySettings.Proxy?: HTTPClient] = [:]
    var isShutDown = false
  }

  private let options: SenderOptions
  private let state = Mutex(State())

  init(_ options: SenderOptions) {
    self.options = options
  }

  /// The client that goes through a proxy, or through none.
  func client(for proxy: ProxySettings.Proxy?) throws(TLSFileError) -> HTTPClient {
    let found = state.withLock { $0.clients[proxy] }
    if let found { return found }
    let made = HTTPClient(eventLoopGroupProvider: .singleton, configuration: try configuration(proxy))
    let (client, spare) = state.withLock { state -> (HTTPClient, HTTPClient?) in
      if let other = state.clients[proxy] { return (other, made) }
      state.clients[proxy] = made
      return (made, state.isShutDown ? made : nil)
    }
    if let spare { Task { try? await spare.shutdown() } }
    return client
  }

  func shutdown() async {
    let clients = state.withLock { state in
      state.isShutDown = true
      return Array(state.clients.values)
    }
    // A client that is shut down twice is shut down.
    for client in clients { try? await client.shutdown() }
  }

  private func configuration(_ proxy: ProxySettings.Proxy?) throws(TLSFileError) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: try options.tls.configuration(),
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: TimeAmount(min(options.timeout, .seconds(10))), read: TimeAmount(options.timeout)))
    configuration.decompression = .disabled
    // HTTP/2 where a server offers it over TLS.
    configuration.httpVersion = .automatic
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connections
    // Shorter than what servers keep: a connection is not taken up in the moment in which it is closed.
    configuration.connectionPool.idleTimeout = .seconds(15)
    // How often to try is the sender's decision.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.proxy = proxy.map { proxy in
      if proxy.isSOCKS { return .socksServer(host: proxy.host, port: proxy.port) }
      let parts = proxy.userinfo?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let authorization = parts.map { parts in
        HTTPClient.Authorization.basic(
          username: HTTPSending.unescaped(parts[0]),
          password: parts.count > 1 ? HTTPSending.unescaped(parts[1]) : "")
      }
      return .server(host: proxy.host, port: proxy.port, authorization: authorization)
    }
    return configuration
  }
}
