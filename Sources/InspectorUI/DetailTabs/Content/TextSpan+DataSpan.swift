import InspectorCore

extension TextSpan {
  /// A run of decoded data in the colours of its kind.
  init(_ span: DataSpan) {
    let role: StyleRole =
      switch span.kind {
      case .key: .jsonKey
      case .string: .jsonString
      case .number: .jsonNumber
      case .bool: .jsonBool
      case .null: .jsonNull
      case .punctuation: .jsonPunct
      case .text: .text
      case .offset: .hexOffset
      case .byte: .hexByte
      case .ascii: .hexASCII
      case .dim: .textDim
      }
    self.init(span.text, role)
  }
}
