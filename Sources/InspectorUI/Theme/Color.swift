/// A colour as a theme names it.
public enum Color: Sendable, Hashable {
  /// What the terminal uses when nobody asks for a colour.
  case terminal
  /// One of the terminal's 256: 0–7 and 8–15 are its palette, the rest a fixed cube and a row of greys.
  case indexed(UInt8)
  case rgb(red: UInt8, green: UInt8, blue: UInt8)

  /// `#rgb`, `#rrggbb`, `0` to `255`, `default`, or one of the 16 names (`red`, `bright-red`, …).
  public init?(_ text: String) {
    if text == "default" {
      self = .terminal
    } else if let index = Self.names.firstIndex(of: text) {
      self = .indexed(UInt8(index))
    } else if text.utf8.first == UInt8(ascii: "#") {
      guard let color = Self.hexadecimal(text.utf8.dropFirst()) else { return nil }
      self = color
    } else if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = UInt8(text)
    {
      self = .indexed(number)
    } else {
      return nil
    }
  }

  /// The names of the terminal's palette, 0 to 15.
  public static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
    "bright-cyan", "bright-white",
  ]

  private static func hexadecimal(_ digits: some Sequence<UInt8>) -> Color? {
    var values: [UInt8] = []
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue, values.count < 6 else { return nil }
      values.append(UInt8(value))
    }
    switch values.count {
    case 3: return .rgb(red: values[0] * 17, green: values[1] * 17, blue: values[2] * 17)
    case 6:
      return .rgb(
        red: values[0] * 16 + values[1], green: values[2] * 16 + values[3], blue: values[4] * 16 + values[5])
    default: return nil
    }
  }
}

// What a colour is on terminals that have fewer.
extension Color {
  /// Red, green and blue, 0 to 255; nil for the terminal's own. The palette is taken as xterm's.
  public var components: (red: Int, green: Int, blue: Int)? {
    switch self {
    case .terminal: return nil
    case .rgb(let red, let green, let blue): return (Int(red), Int(green), Int(blue))
    case .indexed(let index):
      let index = Int(index)
      if index < 16 { return Self.palette[index] }
      if index >= 232 {
        let grey = 8 + 10 * (index - 232)
        return (grey, grey, grey)
      }
      let cube = index - 16
      return (Self.steps[cube / 36], Self.steps[cube / 6 % 6], Self.steps[cube % 6])
    }
  }

  /// The nearest colour that a terminal of this depth has; nil at ``ColorDepth/mono``.
  ///
  /// - Parameter other: a colour that it must not become, because the two are told apart.
  public func reduced(to depth: ColorDepth, butNot other: Color? = nil) -> Color? {
    switch (depth, self) {
    case (.mono, _): nil
    case (.direct, _), (_, .terminal): self
    case (.indexed, .indexed), (.sixteen, .indexed(0...15)): self
    case (.indexed, .rgb): nearest(in: 16...255, butNot: other)
    case (.sixteen, _): nearest(in: 0...15, butNot: nil)
    }
  }

  private func nearest(in indices: ClosedRange<UInt8>, butNot other: Color?) -> Color {
    let best = indices.filter { Color.indexed($0) != other }
      .min { distance(to: .indexed($0)) < distance(to: .indexed($1)) }
    return .indexed(best ?? 0)
  }

  /// How different two colours look: "redmean", cheap and near enough to what people see.
  private func distance(to other: Color) -> Int {
    guard let left = components, let right = other.components else { return .max }
    let mean = (left.red + right.red) / 2
    let red = left.red - right.red
    let green = left.green - right.green
    let blue = left.blue - right.blue
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
  }

  private static let steps = [0, 95, 135, 175, 215, 255]
  private static let palette: [(red: Int, green: Int, blue: Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]
}
