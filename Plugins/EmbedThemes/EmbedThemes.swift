import PackagePlugin

/// Makes `BuiltInThemes` from every `.toml` file of the target's folder, so that a new theme is one new file.
@main
struct EmbedThemes: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let target = target.sourceModule else { return [] }
    let themes = target.sourceFiles(withSuffix: "toml").map(\.url)
    let output = context.pluginWorkDirectoryURL.appending(path: "BuiltInThemes.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(themes.count) themes",
        executable: try context.tool(named: "embed-themes").url,
        arguments: [output.path()] + themes.map { $0.path() },
        inputFiles: themes,
        outputFiles: [output])
    ]
  }
}
