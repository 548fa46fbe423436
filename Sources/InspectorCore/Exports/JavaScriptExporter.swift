/// A JavaScript module that sends the messages, with `fetch`.
public struct JavaScriptExporter: Exporter {
  public let name = "javascript"
  public let title = "JavaScript module"
  public let fileExtension = "mjs"

  public init() {}

  public var start: [UInt8] {
    Array(
      """
      async function send(method, url, headers, body) {
        if (url.startsWith("unix:")) return sendToSocket(method, url.slice(5), headers, body);
        const answer = await fetch(url, { method, headers, body });
        console.log(answer.status, answer.statusText, await answer.text());
      }

      // fetch knows no Unix sockets; Node.js does.
      async function sendToSocket(method, socketPath, headers, body) {
        const { request } = await import("node:http");
        await new Promise((resolve, reject) => {
          const call = request({ method, socketPath, path: "/", setHost: true }, async (answer) => {
            const text = (await answer.toArray()).join("");
            resolve(console.log(answer.statusCode, answer.statusMessage, text));
          });
          for (const [name, value] of headers) call.appendHeader(name, value);
          call.on("error", reject);
          call.end(body);
        });
      }


      """.utf8)
  }

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    var code = "await send(\(text(message.method)), \(text(message.url)), [\n"
    for (name, value) in message.fields {
      code += "  [\(text(name)), \(SourceLiteral.javaScriptByteString(value))],\n"
    }
    return Array((code + "], \(SourceLiteral.javaScriptBytes(message.body)));\n").utf8)
  }

  private func text(_ text: String) -> String { SourceLiteral.javaScript(text.utf8) }
}
