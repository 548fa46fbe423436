import InspectorCore

/// How much a listener takes, and how long it waits: what goes over is refused, and shown.
public struct ListenerLimits: Sendable {
  /// The largest body of a request in bytes, with transfer codings taken off.
  public var maxBody = 16 * 1024 * 1024
  /// The largest header field in bytes.
  public var headerField = 80 * 1024
  /// The largest head of a request in bytes: request line, fields and blank line.
  public var headerList = 128 * 1024
  /// The most header fields in a request, trailers among them.
  public var fields = 256
  /// The longest request target in bytes.
  public var target = 8 * 1024
  /// The longest NDJSON line in bytes; nil: as long as a body.
  public var line: Int?
  /// How long a head may take from its first byte.
  public var headerTimeout: Duration = .seconds(10)
  /// How long a body may stand still.
  public var bodyIdleTimeout: Duration = .seconds(10)
  /// How long a whole request may take from its first byte.
  public var requestTimeout: Duration = .seconds(60)
  /// How long a connection may stay open between requests.
  public var keepAlive: Duration = .seconds(60)
  /// How many connections are served at a time; those above it are told to come back later.
  public var connections = 512
  /// How many bytes all bodies may take that are not whole yet; those above it are told to come back later.
  public var unfinished = 128 * 1024 * 1024

  public init() {}

  /// The longest NDJSON line in bytes.
  public var maxLine: Int { line ?? maxBody }
}
