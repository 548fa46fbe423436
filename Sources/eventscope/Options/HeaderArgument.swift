/// A header field as `--header` takes it: `Name: value`.
enum HeaderArgument {
  static func parse(_ text: String) throws(Failure) -> (name: String, value: String) {
    guard let colon = text.firstIndex(of: ":") else {
      throw Failure(.usage, "--header \(text) has no value; write it like 'X-Tenant: 7'.")
    }
    let name = String(text[..<colon])
    let isToken = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
    guard !name.isEmpty, isToken else {
      throw Failure(.usage, "\"\(name)\" is no header name; use letters, digits and -.")
    }
    let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
      throw Failure(
        .usage, "the value of --header \(name) has a control character, which no header can have.")
    }
    return (name, String(value))
  }
}
