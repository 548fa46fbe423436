import Foundation
import Testing

/// `eventscope convert`: one form into another.
@Suite struct ConvertTests {
  static let events = Array(DecodeEncodeTests.events.utf8)

  @Test(arguments: ["ndjson", "batch", "records"])
  func `events survive the way there and back`(form: String) async throws {
    let there = try await Program.run(["convert", "--to", form], stdin: Self.events)
    #expect(there.status == 0, "\(there.stderr)")
    let back = try await Program.run(["convert", "--to", "ndjson"], stdin: there.stdout)
    #expect(back.text == DecodeEncodeTests.events)
    #expect(try await Program.run(["validate"], stdin: there.stdout).status == 0)
  }

  @Test(arguments: ["http-binary", "http-structured"])
  func `requests are what decode reads`(form: String) async throws {
    let requests = try await Program.run(
      ["convert", "--to", form, "--target", "http://example.com/in"], stdin: Self.events)
    #expect(requests.text.hasPrefix("POST /in HTTP/1.1\r\nHost: example.com\r\n"))
    #expect(try await Program.run(["decode"], stdin: requests.stdout).text == DecodeEncodeTests.events)
  }

  @Test func `what listen records becomes events again, byte for byte`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let sent = try await Program.run(
      ["send", listener.address, "--event", "-", "--mode", "batched"], stdin: Self.events)
    #expect(sent.status == 0, "\(sent.stderr)")
    _ = try await listener.curl(["ce-specversion: 1.0", "ce-id: 1", "Authorization: Bearer x"])
    let records = try await listener.end()
    let events = try await Program.run(["convert", "--to", "ndjson"], stdin: records.stdout)
    #expect(events.status == 0)
    #expect(events.stderr.contains("1 record without a valid event left out"))
    #expect(events.lines.count == 4 && events.lines[0].hasSuffix(#""data":{"n":1.0,"n":1e400}}"#))
    let same = try await Program.run(["convert", "--to", "records"], stdin: records.stdout)
    #expect(same.stdout == records.stdout)
    let har = try await Program.run(["convert", "--to", "har"], stdin: records.stdout)
    let entries = try JSON(har.text)["log"]["entries"].elements
    #expect(entries.map { $0["response"]["status"].integer } == [202, 400])
    #expect(entries[0]["request"]["postData"]["text"].string?.hasPrefix("[{") == true)
    #expect(entries[0]["request"]["url"].string == listener.address + "/")
    #expect(har.text.contains("Bearer ****") && !har.text.contains("Bearer x"))
  }

  @Test func `curl commands send the events`() async throws {
    let listener = try await ListeningProgram.start()
    let script = try await Program.run(
      ["convert", "--to", "curl", "--target", listener.address], stdin: Self.events)
    #expect(script.lines.count == 4)
    let shell = try Program(["sh", "-c", script.text])
    #expect(try await shell.outcome().status == 0)
    #expect(try await listener.end().text == DecodeEncodeTests.events)
  }

  @Test func `YAML keeps digits, and quotes what it would read as something else`() async throws {
    let event =
      #"{"specversion":"1.0","id":"no","source":"/s","type":"t","n":5,"data":"#
      + #"{"a b":[1.0,{"y":true,"k":[]},[2]],"o":{},"t":"x\u0085\n\"é","z":null}}"#
    let outcome = try await Program.run(["convert", "--to", "yaml"], stdin: Array(event.utf8))
    #expect(
      outcome.text == #"""
        ---
        specversion: "1.0"
        id: "no"
        source: "/s"
        type: "t"
        "n": 5
        data:
          "a b":
            - 1.0
            -
              "y": true
              k: []
            -
              - 2
          o: {}
          t: "x\u0085\n\"é"
          z: null

        """#)
  }

  @Test func `what is wrong is told, and the rest is written`() async throws {
    let input = "\(ValidateTests.good)\n\(ValidateTests.bad)\n{}\n\(ValidateTests.good)\n"
    let outcome = try await Program.run(["convert", "--to", "ndjson"], stdin: Array(input.utf8))
    #expect(outcome.status == 65)
    #expect(outcome.text == "\(ValidateTests.good)\n\(ValidateTests.good)\n")
    #expect(outcome.stderr.contains("stdin:2: time is no timestamp"))
    #expect(outcome.stderr.contains("stdin:3:1: "))
    let empty = try await Program.run(["convert", "--to", "batch"], stdin: [])
    #expect(empty.status == 0 && empty.text == "[]\n")
    #expect(try await Program.run(["convert"], stdin: []).status == 64)
    #expect(try await Program.run(["convert", "--to", "odd"], stdin: []).status == 64)
    #expect(try await Program.run(["convert", "/nonexistent", "--to", "har"]).status == 66)
  }

  /// A record that somebody wrote by hand, with secrets in clear.
  private static let told =
    #"{"seq":1,"transport":"http","method":"POST","target":"/?access_token=SECRET","mode":"binary","#
    + #""headers":[["ce-specversion","1.0"],["ce-id","1"],["ce-source","/s"],["ce-type","t"],"#
    + #"["Host","u:SECRET@h"],["Referer","http://u:SECRET@h/?access_token=SECRET"],"#
    + #"["Authorization","Bearer SECRET"]],"body":"","valid":true,"#
    + #""event":{"specversion":"1.0","id":"1","source":"/s","type":"t"},"violations":[]}"#

  @Test(arguments: [
    "ndjson", "batch", "records", "http-binary", "http-structured", "curl", "httpie", "yaml", "har", "json",
    "go",
    "python", "javascript",
  ])
  func `secrets are masked in every form, and kept where that is asked for`(form: String) async throws {
    let command = ["convert", "--to", form, "--target", "http://user:SECRET@h/?access_token=SECRET"]
    let masked = try await Program.run(command, stdin: Array(Self.told.utf8))
    #expect(masked.status == 0, "\(masked.stderr)")
    #expect(!masked.text.contains("SECRET"), "\(masked.text)")
    let kept = try await Program.run(command + ["--keep-secrets"], stdin: Array(Self.told.utf8))
    let hasNone = ["ndjson", "batch", "yaml", "json"].contains(form)
    #expect(kept.text.contains("SECRET") != hasNone, "\(kept.text)")
  }

  @Test func `nothing is written before an input that cannot be read`() async throws {
    let outcome = try await Program.run(["convert", "/", "--to", "batch"])
    #expect(outcome.status == 66 && outcome.text.isEmpty, "\(outcome.text)")
  }
}
