import Glibc
import InspectorCore
import Testing

@testable import InspectorListener

@Suite struct UnixSocketTests {
  /// A directory of its own, which does not exist yet, and the socket in it.
  private let path: String

  init() {
    path = "/tmp/eventscope-\(getpid())-\(UInt32.random(in: 0 ... .max))/run/s.sock"
  }

  private func mode(_ path: String) -> UInt32? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : nil
  }

  private var directory: String { String(path.dropLast("/s.sock".count)) }

  private func makeDirectory() {
    mkdir(String(directory.dropLast("/run".count)), 0o700)
    mkdir(directory, 0o700)
  }

  private func cleanUp() {
    unlink(path)
    rmdir(directory)
    rmdir(String(directory.dropLast("/run".count)))
  }

  private func start(_ recorder: Recorder, options: ListenerOptions = ListenerOptions()) async throws
    -> Listener
  {
    try await Listener.start(on: [.unix(path: path)], options: options, receiver: recorder)
  }

  @Test func theSocketIsItsOwnersAlone() async throws {
    let listener = try await start(Recorder())
    #expect(mode(path) == S_IFSOCK | 0o600)
    #expect(mode(directory) == S_IFDIR | 0o700)
    await listener.shutdown(grace: .zero)
    #expect(mode(path) == nil && mode(path + ".lock") == nil)
    cleanUp()
  }

  @Test func aLiveSocketIsNotStolen() async throws {
    let recorder = Recorder()
    let listener = try await start(recorder)
    let error = await #expect(throws: ListenerError.self) { _ = try await self.start(recorder) }
    #expect(error?.description == "cannot listen on unix:\(path): the address is in use by pid \(getpid())")
    let peer = try Peer(path: path)
    peer.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    #expect(await peer.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 202 "))
    #expect(recorder.all.map(\.peer) == ["unix:uid=\(getuid()),pid=\(getpid())"])
    #expect(recorder.all.map(\.transport) == [.unix])
    await listener.shutdown(grace: .seconds(1))
    cleanUp()
  }

  @Test func aStaleSocketIsReplaced() async throws {
    makeDirectory()
    let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(stale, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
    close(stale)
    let listener = try await start(Recorder())
    #expect(mode(path) == S_IFSOCK | 0o600)
    await listener.shutdown(grace: .zero)
    cleanUp()
  }

  @Test func anythingElseIsLeftAlone() async throws {
    makeDirectory()
    close(open(path, O_CREAT | O_WRONLY, 0o644))
    let error = await #expect(throws: ListenerError.self) { _ = try await self.start(Recorder()) }
    #expect(error == .notASocket(path: path, kind: "a file"))
    #expect(mode(path) == S_IFREG | 0o644)
    #expect(mode(path + ".lock") == nil)
    cleanUp()
  }

  @Test func somebodyElsesSocketIsNotRemovedAtTheEnd() async throws {
    let listener = try await start(Recorder())
    unlink(path)
    close(open(path, O_CREAT | O_WRONLY, 0o644))
    await listener.shutdown(grace: .zero)
    #expect(mode(path) == S_IFREG | 0o644)
    cleanUp()
  }

  @Test func linesAreDeliveredAndRefusedLinesAnswered() async throws {
    var options = ListenerOptions()
    options.limits.line = 20
    let recorder = Recorder { delivery in
      delivery.bytes.first == UInt8(ascii: "{")
        ? .accepted : Answer(status: 400, body: Array(#"[{"rule":"json.syntax"}]"#.utf8))
    }
    let listener = try await start(recorder, options: options)
    let peer = try Peer(path: path)
    peer.send("{\"a\":1}\r\n\nbad\n{\"long\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n{\"b\":2}")
    peer.endSending()
    let answers = await peer.readAll().split(separator: "\n")
    #expect(answers.first == #"{"line":3,"violations":[{"rule":"json.syntax"}]}"#)
    #expect(
      answers.last?.hasPrefix(#"{"line":4,"violations":[{"severity":"error","rule":"ndjson.line-size""#)
        == true)
    #expect(answers.count == 2)
    #expect(
      recorder.all.map { String(decoding: $0.bytes, as: UTF8.self) } == [
        "{\"a\":1}", "bad", "{\"long\":\"aaaaaaaaaaa", "{\"b\":2}",
      ])
    #expect(recorder.all.map(\.headLength) == [0, 0, 0, 0])
    #expect(recorder.all.map(\.refusal?.status) == [nil, nil, 413, nil])
    #expect(recorder.all.allSatisfy { $0.transport == .ndjson })
    await listener.shutdown(grace: .seconds(1))
    cleanUp()
  }

  @Test func theConnectionOfALineThatWasRefusedStaysOpen() async throws {
    let recorder = Recorder { _ in Answer(status: 400, body: Array("[]".utf8)) }
    let listener = try await start(recorder)
    let peer = try Peer(path: path)
    for line in 1...3 {
      peer.send("{}\n")
      #expect(await peer.read(until: "\n") == "{\"line\":\(line),\"violations\":[]}\n")
    }
    await listener.shutdown(grace: .seconds(1))
    cleanUp()
  }

  @Test func aboveTheLimitLinesAreRefused() async throws {
    var options = ListenerOptions()
    options.limits.connections = 1
    let recorder = Recorder()
    let listener = try await start(recorder, options: options)
    let first = try Peer(path: path)
    first.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    #expect(await first.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 202 "))
    let second = try Peer(path: path)
    second.send("{}\n{}\n")
    second.endSending()
    let answers = await second.readAll().split(separator: "\n")
    #expect(answers.map { $0.contains("http.load") } == [true, true])
    #expect(recorder.all.map(\.refusal?.status) == [nil, 503, 503])
    await listener.shutdown(grace: .seconds(1))
    cleanUp()
  }

  @Test func linesThatWaitKeepTheirOrder() async throws {
    let recorder = Recorder { delivery in
      Answer(
        status: 400, body: delivery.bytes,
        delay: delivery.bytes == Array("[1]".utf8) ? .milliseconds(50) : nil)
    }
    let listener = try await start(recorder)
    let peer = try Peer(path: path)
    peer.send("[1]\n[2]\n")
    peer.endSending()
    #expect(await peer.readAll() == "{\"line\":1,\"violations\":[1]}\n{\"line\":2,\"violations\":[2]}\n")
    await listener.shutdown(grace: .seconds(1))
    cleanUp()
  }
}
