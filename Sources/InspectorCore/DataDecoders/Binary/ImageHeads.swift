import CloudEvents

/// Reads the heads of images, format by format.
enum ImageHeads {
  /// PNG (third edition), section 11.2.1: IHDR comes first.
  static func png(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    var reader = DataReader(bytes, range: 16..<max(16, bytes.count))
    let (width, height) = (try reader.bigEndian(UInt32.self), try reader.bigEndian(UInt32.self))
    let depth = try reader.byte()
    let color =
      switch try reader.byte() {
      case 0: "gray"
      case 2: "RGB"
      case 3: "palette"
      case 4: "gray with alpha"
      case 6: "RGB with alpha"
      default: "unknown colours"
      }
    _ = try reader.take(2, "methods")
    let isInterlaced = try reader.byte() == 1
    return ImageFacts(
      width: Int(width), height: Int(height),
      notes: ["\(depth) bits a channel, \(color)\(isInterlaced ? ", interlaced" : "")"])
  }

  /// JPEG (ITU-T T.81), annex B: the frame header stands behind any number of other segments.
  static func jpeg(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    var reader = DataReader(bytes, range: 2..<bytes.count)
    while true {
      guard try reader.byte("a marker") == 0xff else { throw reader.missing("a marker") }
      var marker = try reader.byte("a marker")
      while marker == 0xff { marker = try reader.byte("a marker") }
      if marker == 0x01 || (0xd0...0xd8).contains(marker) { continue }
      let length = try reader.bigEndian(UInt16.self)
      let isFrame = (0xc0...0xcf).contains(marker) && ![0xc4, 0xc8, 0xcc].contains(marker)
      guard isFrame else {
        _ = try reader.take(max(0, Int(length) - 2), "a segment")
        continue
      }
      let depth = try reader.byte()
      let (height, width) = (try reader.bigEndian(UInt16.self), try reader.bigEndian(UInt16.self))
      let channels = try reader.byte()
      let process =
        marker == 0xc2 || marker == 0xca ? "progressive" : marker == 0xc0 ? "baseline" : "extended"
      return ImageFacts(
        width: Int(width), height: Int(height),
        notes: ["\(depth) bits a channel, \(channels) channel\(channels == 1 ? "" : "s"), \(process)"])
    }
  }

  /// GIF89a, section 18.
  static func gif(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    var reader = DataReader(bytes, range: 6..<bytes.count)
    let (width, height) = (try reader.littleEndian(UInt16.self), try reader.littleEndian(UInt16.self))
    let packed = try reader.byte()
    let colors = packed & 0x80 == 0 ? "no global palette" : "\(2 << Int(packed & 7)) colours"
    return ImageFacts(width: Int(width), height: Int(height), notes: [colors])
  }

  /// RFC 9649: lossy, lossless or extended.
  static func webp(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    var reader = DataReader(bytes, range: 12..<bytes.count)
    let kind = bytes[try reader.take(4, "a chunk")]
    _ = try reader.take(4, "a chunk's size")
    if kind.elementsEqual("VP8X".utf8) {
      let flags = try reader.littleEndian(UInt32.self)
      let width = try little24(&reader) + 1
      let height = try little24(&reader) + 1
      let notes = [(0x10, "with alpha"), (0x02, "animated")].filter { flags & UInt32($0.0) != 0 }.map(\.1)
      return ImageFacts(width: width, height: height, notes: notes)
    }
    if kind.elementsEqual("VP8L".utf8) {
      _ = try reader.byte()
      let bits = try reader.littleEndian(UInt32.self)
      let alpha = bits >> 28 & 1 == 1 ? ", with alpha" : ""
      return ImageFacts(
        width: Int(bits & 0x3fff) + 1, height: Int(bits >> 14 & 0x3fff) + 1, notes: ["lossless\(alpha)"])
    }
    _ = try reader.take(6, "a frame's tag and start code")
    let (width, height) = (try reader.littleEndian(UInt16.self), try reader.littleEndian(UInt16.self))
    return ImageFacts(width: Int(width & 0x3fff), height: Int(height & 0x3fff), notes: ["lossy"])
  }

  static func bmp(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    var reader = DataReader(bytes, range: 14..<bytes.count)
    guard try reader.littleEndian(UInt32.self) >= 40 else {
      let (width, height) = (try reader.littleEndian(UInt16.self), try reader.littleEndian(UInt16.self))
      return ImageFacts(width: Int(width), height: Int(height))
    }
    let (width, height) = (try reader.littleEndian(Int32.self), try reader.littleEndian(Int32.self))
    _ = try reader.take(2, "planes")
    let depth = try reader.littleEndian(UInt16.self)
    return ImageFacts(
      width: Int(width.magnitude), height: Int(height.magnitude), notes: ["\(depth) bits a pixel"])
  }

  static func icon(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    var reader = DataReader(bytes, range: 4..<bytes.count)
    let count = try reader.littleEndian(UInt16.self)
    let (width, height) = (Int(try reader.byte()), Int(try reader.byte()))
    return ImageFacts(
      width: width == 0 ? 256 : width, height: height == 0 ? 256 : height,
      notes: [count == 1 ? "one icon" : "the first of \(count) icons"])
  }

  /// TIFF 6.0, section 2: the first directory's entries.
  static func tiff(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) -> ImageFacts {
    let isLittle = bytes[0] == 0x49
    func number16(_ reader: inout DataReader) throws(DataMismatch) -> Int {
      Int(isLittle ? try reader.littleEndian(UInt16.self) : try reader.bigEndian(UInt16.self))
    }
    func number32(_ reader: inout DataReader) throws(DataMismatch) -> Int {
      Int(isLittle ? try reader.littleEndian(UInt32.self) : try reader.bigEndian(UInt32.self))
    }
    var reader = DataReader(bytes, range: 4..<bytes.count)
    let offset = try number32(&reader)
    guard offset <= bytes.count else { throw reader.missing("the first directory") }
    reader = DataReader(bytes, range: offset..<bytes.count)
    var facts = ImageFacts()
    for _ in 0..<(try number16(&reader)) {
      let (tag, type) = (try number16(&reader), try number16(&reader))
      _ = try number32(&reader)
      var field = DataReader(bytes, range: try reader.take(4, "a value"))
      let value = type == 3 ? try number16(&field) : try number32(&field)
      if tag == 256 { facts.width = value }
      if tag == 257 { facts.height = value }
    }
    return facts
  }

  /// ISO/IEC 23008-12: the size stands in an `ispe` property near the beginning.
  static func heif(_ bytes: UnsafeRawBufferPointer) -> ImageFacts? {
    let head = bytes.prefix(64 << 10)
    var index = head.startIndex
    while let found = head[index...].firstIndex(of: UInt8(ascii: "i")), found + 16 <= head.endIndex {
      if UnsafeRawBufferPointer(rebasing: head[found..<found + 4]).equals("ispe") {
        var reader = DataReader(bytes, range: found + 8..<bytes.count)
        guard let width = try? reader.bigEndian(UInt32.self), let height = try? reader.bigEndian(UInt32.self)
        else { return nil }
        return ImageFacts(width: Int(width), height: Int(height))
      }
      index = found + 1
    }
    return ImageFacts()
  }

  private static func little24(_ reader: inout DataReader) throws(DataMismatch) -> Int {
    let range = try reader.take(3, "a size")
    let bytes = reader.bytes
    return Int(bytes[range.lowerBound]) | Int(bytes[range.lowerBound + 1]) << 8 | Int(
      bytes[range.lowerBound + 2]) << 16
  }
}
