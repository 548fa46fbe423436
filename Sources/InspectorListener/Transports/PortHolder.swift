import Glibc

/// Finds out who listens on a TCP port, as far as /proc tells it.
enum PortHolder {
  /// `pid 4711 (python3)`; nil where it cannot be known, as for another user's process.
  static func find(port: Int) -> String? {
    let inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners(in: text(ofFile: $0), port: port) }
    guard !inodes.isEmpty else { return nil }
    for entry in names(in: "/proc") {
      guard let pid = Int(entry) else { continue }
      for descriptor in names(in: "/proc/\(pid)/fd") {
        guard let link = linkTarget("/proc/\(pid)/fd/\(descriptor)"), link.hasPrefix("socket:["),
          inodes.contains(String(link.dropFirst(8).dropLast()))
        else { continue }
        let name = text(ofFile: "/proc/\(pid)/comm").prefix { $0 != "\n" && $0 >= " " && $0 <= "~" }
        return name.isEmpty ? "pid \(pid)" : "pid \(pid) (\(name))"
      }
    }
    return nil
  }

  /// The next port above `port` that is free now.
  static func freePort(after port: Int, host: String) -> Int? {
    guard port > 0 else { return nil }
    return ((port + 1)..<(port + 32)).first { candidate in
      candidate <= 65_535
        && ["/proc/net/tcp", "/proc/net/tcp6"].allSatisfy {
          listeners(in: text(ofFile: $0), port: candidate).isEmpty
        }
    }
  }

  /// The socket inodes of those who listen on a port, in a table such as /proc/net/tcp.
  static func listeners(in table: String, port: Int) -> [String] {
    table.split(separator: "\n").dropFirst().compactMap { line in
      let columns = line.split(separator: " ")
      guard columns.count > 9, columns[3] == "0A", let colon = columns[1].lastIndex(of: ":"),
        Int(columns[1][columns[1].index(after: colon)...], radix: 16) == port
      else { return nil }
      return String(columns[9])
    }
  }

  private static func text(ofFile path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names.filter { $0 != "." && $0 != ".." }
  }

  private static func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 256)
    let count = readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
