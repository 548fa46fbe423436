/// A theme that the program carries: the name of its file without `.toml`, and its text.
///
/// The list of them, `BuiltInThemes.all`, is made from the `.toml` files of this folder whenever the program
/// is built.
public typealias BuiltInTheme = (name: String, text: String)
