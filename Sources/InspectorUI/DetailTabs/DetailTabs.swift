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

  /// The place of the tab for the data.
  static let data = all.firstIndex { $0 is DataTab } ?? 0

  /// The tab that says whether the event is right.
  static let checks = all.firstIndex { $0 is ChecksTab }
}
