import CloudEvents

/// A media type that the user gives.
enum ContentTypeArgument {
  static func parse(_ text: String) throws(Failure) -> MediaType {
    guard let type = MediaType(text) else {
      throw Failure(.usage, "\(text) is no media type; one is like application/cloudevents+json.")
    }
    return type
  }
}
