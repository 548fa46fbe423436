import ArgumentParser
import InspectorCore

/// Schemas for data that does not carry its own.
struct SchemaOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Show Protocol Buffers with the names of this descriptor set (protoc --include_imports --descriptor_set_out).",
      valueName: "file"),
    completion: .file())
  var protoDescriptors: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Show Avro data that carries no schema by this one (JSON).", valueName: "file"),
    completion: .file(extensions: ["avsc", "json"]))
  var avroSchema: [String] = []

  /// The schemas, read and checked.
  func read() throws(Failure) -> DataSchemas {
    var schemas = DataSchemas()
    for path in protoDescriptors {
      let bytes = try InputFile(path).read()
      do {
        try schemas.protobuf.add(descriptorSet: bytes)
      } catch {
        throw Failure(.configuration, "\(path) is no descriptor set: \(error).")
      }
    }
    for path in avroSchema {
      let bytes = try InputFile(path).read()
      do {
        schemas.avro.append(try AvroSchema(json: bytes))
      } catch {
        throw Failure(.configuration, "\(path) is no Avro schema: \(error).")
      }
    }
    return schemas
  }
}
