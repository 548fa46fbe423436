/// The schemas that a user gives, for data that does not carry its own.
public struct DataSchemas: Sendable {
  /// Message types of Protocol Buffers.
  public var protobuf: ProtobufDescriptors
  /// Avro schemas.
  public var avro: [AvroSchema]

  /// Schemas that were read before.
  public init(protobuf: ProtobufDescriptors = ProtobufDescriptors(), avro: [AvroSchema] = []) {
    self.protobuf = protobuf
    self.avro = avro
  }
}
