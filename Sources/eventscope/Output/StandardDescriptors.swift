#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input, output and error where the program was started without some of them.
enum StandardDescriptors {
  /// Takes the places that are free, so that no file or socket gets one and is written to as if it were an output.
  ///
  /// What takes them cannot be read from, or written to: whoever tries is told, as if nothing were there.
  static func prepare() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
