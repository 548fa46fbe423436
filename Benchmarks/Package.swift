// swift-tools-version: 6.2
import PackageDescription

// Measurements, in a package of their own: nobody who builds the tool has to build them.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "eventscope", path: ".."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
  ],
  targets: [
    .executableTarget(
      name: "bench",
      dependencies: [
        .product(name: "InspectorListener", package: "eventscope"),
        .product(name: "CloudEventsProtobuf", package: "eventscope"),
        .product(name: "CloudEventsXML", package: "eventscope"),
        .product(name: "CloudEventsAvro", package: "eventscope"),
        .product(name: "CloudEventsCBOR", package: "eventscope"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
