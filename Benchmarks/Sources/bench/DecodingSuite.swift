import CloudEvents
import CloudEventsAvro
import CloudEventsCBOR
import CloudEventsHTTP
import CloudEventsProtobuf
import CloudEventsXML
import Foundation
import InspectorCore

/// How long one event takes to be decoded and checked, in each format and mode.
enum DecodingSuite: Suite {
  static let name = "decode"

  static func run(_ bench: Bench) async throws -> Table {
    var table = Table(
      "Decoding: time for one event of 1 KiB",
      method: """
        Decoded and checked whole, the same event in each format, \(bench.rounds) rounds in turns, medians. The \
        yardstick is JSONDecoder reading the attributes and the data of the same JSON into a struct.
        """)
    let json = Array(Load.structured.body.utf8)
    let dense = Array(denseEvent.utf8)
    let event = try JSONEventFormat().event(from: json)
    let binary = Load.binary.request
    let binding = HTTPBinding()
    let formats: [any EventFormat] = [
      ProtobufEventFormat(), XMLEventFormat(), AvroEventFormat(), CBOREventFormat(),
    ]
    let encoded = formats.map { $0.encode(event) }

    var works: [(what: String, work: () throws -> Void)] = [
      ("JSONDecoder into a struct", { use(try JSONDecoder().decode(Event.self, from: Data(json))) }),
      ("JSONSerialization", { use(try JSONSerialization.jsonObject(with: Data(json))) }),
      ("JSONDecoder, dense", { use(try JSONDecoder().decode(DenseEvent.self, from: Data(dense))) }),
      ("JSON scan, the full grammar", { json.withUnsafeBytes { use(JSONScanner.isValid($0)) } }),
      ("JSON scan, the full grammar, dense data", { dense.withUnsafeBytes { use(JSONScanner.isValid($0)) } }),
      ("JSON format", { use(JSONEventFormat().decode(json)) }),
      ("HTTP binary mode, 256 B of data", { decodeMessage(binary, binding) }),
      ("HTTP structured mode, JSON", { decodeMessage(Load.structured.request, binding) }),
    ]
    let request = Load.structured.request
    works[works.count - 1].work = { decodeMessage(request, binding) }
    for (format, bytes) in zip(formats, encoded) {
      works.append(("\(format.name) format, \(bytes.count) B", { use(format.decode(bytes)) }))
    }
    let times = try bench.medians(of: works.map { work in { try timePerCall(work.work) } })
    for (index, time) in times.enumerated() where index != 0 && index != 2 {
      let isDense = works[index].what.contains("dense")
      let yardstick = isDense ? times[2] : times[0]
      let isScan = works[index].what.hasPrefix("JSON scan")
      table.add(
        works[index].what, time.asTime, beside: "JSONDecoder \(yardstick.asTime)", ratio: yardstick / time,
        goal: isScan && !isDense ? .atLeast(12) : nil)
    }
    return table
  }

  private static func decodeMessage(_ bytes: [UInt8], _ binding: HTTPBinding) {
    bytes.withUnsafeBytes { bytes in
      guard let head = try? HTTPHead(bytes) else { return }
      use(binding.decode(head, body: ByteRange(head.length..<bytes.count), in: bytes))
    }
  }

  /// Seconds a call, over about a tenth of a second.
  private static func timePerCall(_ work: () throws -> Void) rethrows -> Double {
    var calls = 16
    while true {
      let time = try seconds { for _ in 0..<calls { try work() } }
      if time > 0.05 { return time / Double(calls) }
      calls *= time < 0.005 ? 8 : 2
    }
  }

  private struct Event: Codable {
    var specversion, id, source, type, time, subject, datacontenttype: String
    var data: Payload

    struct Payload: Codable {
      var order: Order
      var note: String

      struct Order: Codable {
        var id: Int
        var total: Double
      }
    }
  }

  /// Data of many small members.
  private static let denseEvent =
    #"{"specversion":"1.0","id":"1","source":"/orders","type":"com.example.order.created","data":["#
    + (0..<24).map { #"{"sku":"A-\#($0)","qty":\#($0),"price":\#($0).50}"# }.joined(separator: ",") + "]}"

  private struct DenseEvent: Codable {
    var specversion, id, source, type: String
    var data: [Line]

    struct Line: Codable {
      var sku: String
      var qty: Int
      var price: Double
    }
  }
}
