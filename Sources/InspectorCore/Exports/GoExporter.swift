/// A Go program that sends the messages.
public struct GoExporter: Exporter {
  public let name = "go"
  public let title = "Go program"
  public let fileExtension = "go"

  public init() {}

  public var start: [UInt8] {
    Array(
      """
      package main

      import (
      \t"context"
      \t"fmt"
      \t"io"
      \t"log"
      \t"net"
      \t"net/http"
      \t"strings"
      )

      func send(method, url string, headers [][2]string, body string) {
      \tclient := &http.Client{}
      \tif strings.HasPrefix(url, "unix:") {
      \t\tpath := strings.TrimPrefix(url, "unix:")
      \t\tclient.Transport = &http.Transport{
      \t\t\tDialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
      \t\t\t\treturn (&net.Dialer{}).DialContext(ctx, "unix", path)
      \t\t\t},
      \t\t}
      \t\turl = "http://localhost/"
      \t}
      \trequest, err := http.NewRequest(method, url, strings.NewReader(body))
      \tif err != nil {
      \t\tlog.Fatal(err)
      \t}
      \tfor _, header := range headers {
      \t\trequest.Header[header[0]] = append(request.Header[header[0]], header[1])
      \t}
      \tanswer, err := client.Do(request)
      \tif err != nil {
      \t\tlog.Fatal(err)
      \t}
      \tdefer answer.Body.Close()
      \ttext, err := io.ReadAll(answer.Body)
      \tif err != nil {
      \t\tlog.Fatal(err)
      \t}
      \tfmt.Println(answer.Status, string(text))
      }

      func main() {

      """.utf8)
  }

  public var end: [UInt8] { Array("}\n".utf8) }

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    var code = "\tsend(\(SourceLiteral.go(Array(message.method.utf8))), "
    code += "\(SourceLiteral.go(Array(message.url.utf8))), [][2]string{\n"
    for (name, value) in message.fields {
      code += "\t\t{\(SourceLiteral.go(Array(name.utf8))), \(SourceLiteral.go(value))},\n"
    }
    return Array((code + "\t}, \(SourceLiteral.go(message.body)))\n").utf8)
  }
}
