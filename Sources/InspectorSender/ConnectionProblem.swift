import Glibc
import NIOCore
import NIOPosix

/// Puts what the sockets say into the words of a sentence.
enum ConnectionProblem {
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      if let first = error.connectionErrors.first { return reason(first.error) }
      return "the host name \(error.host) is not known"
    case let error as IOError:
      switch error.errnoCode {
      case ECONNREFUSED: return "nobody listens there"
      case ENOENT: return "there is no such socket"
      case EACCES: return "the socket is not yours to open"
      case ENOTSOCK: return "there is a file at that path that is no socket"
      case EHOSTUNREACH, ENETUNREACH: return "no route leads there"
      case ECONNRESET, EPIPE: return "the connection was closed before an answer came"
      default: return String(cString: strerror(error.errnoCode))
      }
    case ChannelError.connectTimeout:
      return "the connection was not accepted in time"
    default:
      let text = String(describing: error)
      return text.contains("WRONG_VERSION_NUMBER")
        ? "the other end does not speak TLS; use http://"
        : text.contains("CERTIFICATE_VERIFY_FAILED") ? "its TLS certificate is not trusted here" : text
    }
  }
}
