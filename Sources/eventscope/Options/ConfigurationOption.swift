import ArgumentParser

/// `--config`.
struct ConfigurationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read this configuration file, and no other.", valueName: "file"), completion: .file())
  var config: String?
}
