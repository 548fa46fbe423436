import CloudEvents

/// The facts of an image, read from its head, and its bytes below them. No picture is decoded.
struct ImageDataDecoder: DataDecoder {
  let name = "Image"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    if let type = context.contentType, type.type == "image", !type.isXML { return .contentType(type) }
    guard let format = ImageFormat(of: bytes), format.isUnmistakable else { return nil }
    return .guessed("it begins with the bytes of \(format.rawValue)")
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    guard let format = ImageFormat(of: bytes) else {
      throw DataMismatch("it begins like no image that is known here")
    }
    let facts = format.facts(of: bytes)
    var layout = DataLayout(limit: context.limit)
    layout.add("format", .key)
    layout.add("  \(format.rawValue)", .text)
    layout.breakLine()
    if let width = facts.width, let height = facts.height {
      layout.add("size", .key)
      layout.add("    \(width) × \(height) pixels", .text)
      layout.breakLine()
    }
    for note in facts.notes {
      layout.add("", .key)
      layout.add("        \(note)", .text)
      layout.breakLine()
    }
    let lines = layout.lines + [DataLine([])].prefix(layout.room)
    let dump = HexDump.lines(bytes, in: context, limit: max(0, layout.room - 1))
    return DecodedLines(
      lines: lines + dump, isCut: layout.isCut || dump.count * context.bytesPerLine < bytes.count,
      facts: facts.summary(of: format))
  }
}

/// What an image's head says.
struct ImageFacts: Sendable, Equatable {
  var width: Int?
  var height: Int?
  /// Such as `8 bits a channel, RGB with alpha`.
  var notes: [String] = []

  func summary(of format: ImageFormat) -> String {
    guard let width, let height else { return format.rawValue }
    return "\(format.rawValue) · \(width) × \(height)"
  }
}

/// The image formats that are told by their first bytes.
enum ImageFormat: String, Sendable, CaseIterable {
  case png = "PNG"
  case jpeg = "JPEG"
  case gif = "GIF"
  case webp = "WebP"
  case bmp = "BMP"
  case tiff = "TIFF"
  case icon = "ICO"
  case avif = "AVIF"
  case heic = "HEIC"

  /// Whether the first bytes are enough to know it where nothing is declared.
  var isUnmistakable: Bool { self != .bmp && self != .icon }

  init?(of bytes: UnsafeRawBufferPointer) {
    func stands(_ text: StaticString, at offset: Int) -> Bool {
      let end = offset + text.utf8CodeUnitCount
      return end <= bytes.count && UnsafeRawBufferPointer(rebasing: bytes[offset..<end]).equals(text)
    }
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
      self = .jpeg
    } else if stands("GIF87a", at: 0) || stands("GIF89a", at: 0) {
      self = .gif
    } else if stands("RIFF", at: 0), stands("WEBP", at: 8) {
      self = .webp
    } else if stands("BM", at: 0), bytes.count >= 26 {
      self = .bmp
    } else if bytes.starts(with: [0x49, 0x49, 0x2a, 0]) || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a]) {
      self = .tiff
    } else if bytes.starts(with: [0, 0, 1, 0]), bytes.count >= 22 {
      self = .icon
    } else if stands("ftypavif", at: 4) {
      self = .avif
    } else if stands("ftypheic", at: 4) || stands("ftypmif1", at: 4) {
      self = .heic
    } else {
      return nil
    }
  }

  /// What the head says; less where it is cut off.
  func facts(of bytes: UnsafeRawBufferPointer) -> ImageFacts {
    let facts: ImageFacts? =
      switch self {
      case .png: try? ImageHeads.png(bytes)
      case .jpeg: try? ImageHeads.jpeg(bytes)
      case .gif: try? ImageHeads.gif(bytes)
      case .webp: try? ImageHeads.webp(bytes)
      case .bmp: try? ImageHeads.bmp(bytes)
      case .icon: try? ImageHeads.icon(bytes)
      case .tiff: try? ImageHeads.tiff(bytes)
      case .avif, .heic: ImageHeads.heif(bytes)
      }
    return facts ?? ImageFacts(notes: ["the head is cut off"])
  }
}
