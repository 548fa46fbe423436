// swift-tools-version: 6.2
import PackageDescription

// The floors of the house: a target imports only what stands below it.
// README.md's floor plan says what lives where.
let package = Package(
  name: "eventscope",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "CloudEvents", targets: ["CloudEvents"]),
    .library(name: "CloudEventsHTTP", targets: ["CloudEventsHTTP"]),
    .library(name: "CloudEventsBindings", targets: ["CloudEventsBindings"]),
    .library(name: "CESQL", targets: ["CESQL"]),
    .library(name: "CloudEventsProtobuf", targets: ["CloudEventsProtobuf"]),
    .library(name: "CloudEventsXML", targets: ["CloudEventsXML"]),
    .library(name: "CloudEventsAvro", targets: ["CloudEventsAvro"]),
    .library(name: "CloudEventsCBOR", targets: ["CloudEventsCBOR"]),
    // For Benchmarks, a package of its own.
    .library(name: "InspectorListener", targets: ["InspectorCore", "InspectorListener"]),
    .executable(name: "eventscope", targets: ["eventscope"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.40.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    // Without traits, and so without Foundation, whose ICU would be most of the binary.
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // For CESQLTests only: the conformance kit is YAML.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Floor 0: the toolkit.
    .target(name: "CloudEvents"),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),

    // Floor 1: the expression language.
    .target(name: "CESQL", dependencies: ["CloudEvents"]),

    // Floor 1: event formats beside JSON.
    .target(
      name: "CloudEventsProtobuf",
      dependencies: ["CloudEvents", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["Generated/README.md", "Generated/cloudevents.proto"]),
    .target(name: "CloudEventsXML", dependencies: ["CloudEvents"]),
    .target(name: "CloudEventsAvro", dependencies: ["CloudEvents"]),
    .target(name: "CloudEventsCBOR", dependencies: ["CloudEvents"]),

    // Floor 1: the HTTP protocol binding, without sockets.
    .target(
      name: "CloudEventsHTTP",
      dependencies: ["CloudEvents", "CZlib", .product(name: "HTTPTypes", package: "swift-http-types")]),

    // Floor 1: the bindings for other protocols, as mappings without clients.
    .target(name: "CloudEventsBindings", dependencies: ["CloudEvents"]),

    // Floor 2: what the inspector knows.
    .target(
      name: "InspectorCore",
      dependencies: [
        "CloudEvents", "CloudEventsHTTP", "CESQL", .product(name: "TOMLKit", package: "TOMLKit"),
      ]),

    // Floor 3: the whole UI as pure values, and the themes it is drawn in.
    .target(name: "Themes", path: "Themes", plugins: ["EmbedThemes"]),
    .target(name: "InspectorUI", dependencies: ["InspectorCore", "Themes"]),

    // Floor 4: the rooms that touch the world.
    .target(
      name: "InspectorTerminal", dependencies: ["CloudEvents", "InspectorCore", "InspectorUI", "CNcurses"]),
    .target(
      name: "InspectorListener",
      dependencies: [
        "CloudEvents", "CloudEventsHTTP", "InspectorCore",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    .target(
      name: "InspectorSender",
      dependencies: [
        "CloudEvents", "CloudEventsHTTP", "InspectorCore",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),

    // Floor 5: the program.
    .executableTarget(
      name: "eventscope",
      dependencies: [
        "InspectorTerminal", "InspectorListener", "InspectorSender", "CESQL", "CloudEventsProtobuf",
        "CloudEventsXML", "CloudEventsAvro", "CloudEventsCBOR",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),

    // Tests: a folder for each target, and what they share.
    .target(name: "CloudEventsTesting", resources: [.embedInCode("JSONTestSuite.txt")]),
    .target(name: "InspectorTesting", dependencies: ["InspectorUI"]),
    .testTarget(name: "CloudEventsTests", dependencies: ["CloudEvents", "CloudEventsTesting"]),
    // The code of the articles and the README.
    .testTarget(
      name: "LibraryTests",
      dependencies: [
        "CloudEvents", "CloudEventsProtobuf", "CloudEventsXML", "CloudEventsAvro", "CloudEventsCBOR",
        "CloudEventsHTTP", "CloudEventsBindings", "CESQL",
      ]),
    .testTarget(name: "CloudEventsBindingsTests", dependencies: ["CloudEvents", "CloudEventsBindings"]),
    .testTarget(
      name: "CESQLTests",
      dependencies: ["CloudEvents", "CESQL", "CloudEventsTesting", .product(name: "Yams", package: "Yams")]),
    .testTarget(
      name: "EventFormatTests",
      dependencies: [
        "CloudEvents", "CloudEventsHTTP", "CloudEventsProtobuf", "CloudEventsXML", "CloudEventsAvro",
        "CloudEventsCBOR", "CloudEventsTesting", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(
      name: "CloudEventsHTTPTests",
      dependencies: [
        "CloudEvents", "CloudEventsHTTP", "CloudEventsTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .testTarget(
      name: "InspectorListenerTests",
      dependencies: [
        "CloudEventsTesting", "InspectorListener", "InspectorCore",
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(
      name: "InspectorSenderTests", dependencies: ["InspectorSender", "InspectorListener", "InspectorCore"]),

    .testTarget(
      name: "InspectorCoreTests",
      dependencies: [
        "CESQL", "CloudEvents", "CloudEventsHTTP", "CloudEventsProtobuf", "CloudEventsXML", "InspectorCore",
        "CloudEventsTesting",
      ]),
    .testTarget(
      name: "InspectorUITests",
      dependencies: [
        "CloudEvents", "CloudEventsAvro", "CloudEventsCBOR", "CloudEventsXML", "InspectorCore", "InspectorUI",
        "InspectorTesting",
      ],
      exclude: ["Screens"]),

    // The built program from outside, with real peers and terminals.
    .testTarget(
      name: "EndToEndTests", dependencies: ["eventscope", "CloudEventsBindings"],
      exclude: ["Support/interop.py", "Support/peer.py"]),

    // Build time: themes become part of the binary.
    .executableTarget(name: "embed-themes"),
    .plugin(name: "EmbedThemes", capability: .buildTool(), dependencies: ["embed-themes"]),
  ],
  swiftLanguageModes: [.v6]
)
