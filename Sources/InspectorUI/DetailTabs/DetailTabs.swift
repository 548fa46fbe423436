/// The tabs of the detail, from left to right: a new one is one line here.
enum DetailTabs {
  static let all: [any DetailTab] = [
    AttributesTab(),
    DataTab(),
    HeadersTab(),
    RawTab(),
    HexTab(),
    AsTab(),
    ChecksTab(),
  ]
}
