/// Lays out JSON text over lines; its tokens stay as they are.
enum JSONIndenter {
  /// The text with a line for each member and element. The text must be valid JSON.
  static func indented(_ json: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(json.count * 2)
    var depth = 0
    var inString = false
    var isEscaped = false
    var index = 0
    func breakLine() {
      out.append(0x0a)
      out.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }
    while index < json.count {
      let byte = json[index]
      index += 1
      if inString {
        out.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case 0x20, 0x09, 0x0a, 0x0d:
        continue
      case UInt8(ascii: "\""):
        inString = true
        out.append(byte)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        out.append(byte)
        while index < json.count, json[index] <= 0x20 { index += 1 }
        if index < json.count, json[index] == byte + 2 {
          out.append(json[index])
          index += 1
        } else {
          depth += 1
          breakLine()
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        breakLine()
        out.append(byte)
      case UInt8(ascii: ","):
        out.append(byte)
        breakLine()
      case UInt8(ascii: ":"):
        out += [byte, 0x20]
      default:
        out.append(byte)
      }
    }
    return out
  }
}
