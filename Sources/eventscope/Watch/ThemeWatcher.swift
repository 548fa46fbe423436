import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Notices that a theme file has changed.
final class ThemeWatcher: Sendable {
  /// How often the files are looked at.
  private static let interval = Duration.seconds(1)

  private let hasChanged = Atomic(false)
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// Begins to look.
  ///
  /// - Parameters:
  ///   - named: what `--theme` says: a theme's name, or a file's path.
  ///   - changed: called from any thread when there is a change to be taken.
  init(named: String?, changed: @escaping @Sendable () -> Void) {
    let first = Self.fingerprint(named)
    task.withLock { task in
      task = Task { [weak self] in
        var seen = first
        while (try? await Task.sleep(for: Self.interval)) != nil {
          let now = Self.fingerprint(named)
          guard now != seen else { continue }
          seen = now
          self?.hasChanged.store(true, ordering: .releasing)
          changed()
        }
      }
    }
  }

  /// Whether something has changed since this was asked last.
  func takeChange() -> Bool { hasChanged.exchange(false, ordering: .acquiringAndReleasing) }

  func stop() { task.withLock { $0?.cancel() } }

  /// The files with their sizes and times.
  private static func fingerprint(_ named: String?) -> [String] {
    let files = ThemeFiles.directories.flatMap { directory in
      Directories.files(in: directory, endingIn: ".toml").map { directory + "/" + $0 }
    }
    return (files + [named].compactMap(\.self)).map { path in
      var status = stat()
      guard stat(path, &status) == 0 else { return path }
      #if canImport(Glibc)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      return "\(path) \(status.st_size) \(status.st_ino) \(time.tv_sec).\(time.tv_nsec)"
    }
  }
}
