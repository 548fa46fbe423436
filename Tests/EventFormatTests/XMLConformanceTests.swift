import CloudEvents
import CloudEventsTesting
import CloudEventsXML
import Testing

/// The cases of the CloudEvents project's conformance suite for the XML format, by their names there. One of the 79 is
/// not here: `invalidExtensionWithConflictingType` needs types that a program gave to extensions before it reads them,
/// which the suite lets implementations without such skip.
@Suite struct XMLConformanceTests {
  static let format = XMLEventFormat()
  static let core =
    "<ce:id>invalid</ce:id><ce:source>https://cloudevents.io</ce:source><ce:type>io.cloudevents.test</ce:type>"

  /// How a document may come out of the suite: with the declarations of the file around it, or without any.
  static let declarations = [
    #" xmlns:ce="http://cloudevents.io/xmlformat/V1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#,
    "",
  ]

  /// Puts declarations into the first start tag.
  static func document(_ element: String, _ declarations: String) -> [UInt8] {
    let name = element.firstIndex { $0 == " " || $0 == ">" || $0 == "/" } ?? element.endIndex
    return utf8(element[..<name] + declarations + element[name...])
  }

  static func minimal(_ inside: String = "", attributes: String = "") -> String {
    #"<ce:event specversion="1.0"\#(attributes)><ce:id>minimal</ce:id>\#(inside)"#
      + "<ce:source>https://cloudevents.io</ce:source><ce:type>io.cloudevents.test</ce:type></ce:event>"
  }

  static let allCore = """
    <ce:event specversion="1.0">
      <ce:id>allCore</ce:id>
      <ce:source>https://cloudevents.io</ce:source>
      <ce:type>io.cloudevents.test</ce:type>
      <ce:datacontenttype>text/plain</ce:datacontenttype>
      <ce:dataschema>https://cloudevents.io/dataschema</ce:dataschema>
      <ce:subject>tests</ce:subject>
      <ce:time>2018-04-05T17:31:00Z</ce:time>
    </ce:event>
    """

  static let allExtensions = """
    <ce:event specversion="1.0">
      <ce:id>allExtensionTypes</ce:id>
      <ce:source>https://cloudevents.io</ce:source>
      <ce:type>io.cloudevents.test</ce:type>
      <ce:extinteger xsi:type="ce:integer">10</ce:extinteger>
      <ce:extboolean xsi:type="ce:boolean">true</ce:extboolean>
      <ce:extstring xsi:type="ce:string">text</ce:extstring>
      <ce:extbinary xsi:type="ce:binary">TWE=</ce:extbinary>
      <ce:exttimestamp xsi:type="ce:timestamp">2023-03-31T15:12:00Z</ce:exttimestamp>
      <ce:exturi xsi:type="ce:uri">https://cloudevents.io</ce:exturi>
      <ce:exturiref xsi:type="ce:uriRef">//authority/path</ce:exturiref>
    </ce:event>
    """

  static let valid: [(name: String, element: String, event: CloudEvent)] = [
    ("validMinimal", minimal(), Golden.minimal),
    (
      "validMinimalWithComments",
      minimal("<!-- Comment between attribute elements -->")
        .replacing("test</ce:type>", with: "test<!-- Comment in attribute element --></ce:type>"),
      Golden.minimal
    ),
    (
      "validMinimalWithAdditionalAttributes",
      minimal(attributes: #" ignored="true""#).replacing("<ce:id>", with: #"<ce:id alsoIgnored="true">"#),
      Golden.minimal
    ),
    (
      "validMinimalWithAdditionalElements",
      minimal("<datacontenttype>This isn't actually the data content type</datacontenttype>"), Golden.minimal
    ),
    ("validAllCoreAttributes", allCore, Golden.allCore),
    (
      "validSimpleTextData",
      minimal().replacing("minimal", with: "simpleTextData").replacing(
        "</ce:event>",
        with: #"<ce:datacontenttype>text/plain</ce:datacontenttype>"#
          + #"<ce:data xsi:type="xs:string">Simple text</ce:data></ce:event>"#), Golden.simpleText
    ),
    ("validAllExtensionTypes", allExtensions, Golden.allExtensions),
    ("validAllExtensionTypesMatchingSampleExtensions", allExtensions, Golden.allExtensions),
  ]

  @Test(arguments: valid, declarations)
  func `valid events are read`(
    _ item: (name: String, element: String, event: CloudEvent), _ declarations: String
  )
    throws
  {
    let bytes = Self.document(item.element, declarations)
    #expect(try Self.format.event(from: bytes) == item.event, "\(item.name)")
  }

  static let invalid: [(name: String, element: String, rule: String)] = [
    ("invalidWrongElementName", #"<ce:Event specversion="1.0">\#(core)</ce:Event>"#, "xml.event"),
    (
      "invalidWrongElementNamespace",
      #"<ce2:event specversion="1.0" xmlns:ce2="http://cloudevents.io/xmlformat/V2">\#(core)</ce2:event>"#,
      "xml.event"
    ),
    ("invalidMissingElementNamespace", #"<event specversion="1.0">\#(core)</event>"#, "xml.event"),
    (
      "invalidSpecversionInNamespace", #"<ce:event ce:specversion="1.0">\#(core)</ce:event>"#,
      "xml.specversion"
    ),
    ("invalidNoSpecVersion", #"<ce:event>\#(core)</ce:event>"#, "spec.required"),
    (
      "invalidWrongNamespaceForId",
      #"<event specversion="1.0"><ce2:id xmlns:ce2="http://cloudevents.io/xmlformat/V2">invalid</ce2:id></event>"#,
      "xml.event"
    ),
    ("invalidMissingNamespaceForId", event(core.replacing("ce:id", with: "id")), "spec.required"),
    ("invalidNoId", event(core.replacing("<ce:id>invalid</ce:id>", with: "")), "spec.required"),
    (
      "invalidNoType", event(core.replacing("<ce:type>io.cloudevents.test</ce:type>", with: "")),
      "spec.required"
    ),
    (
      "invalidNoSource", event(core.replacing("<ce:source>https://cloudevents.io</ce:source>", with: "")),
      "spec.required"
    ),
    ("invalidTimeGarbage", with("<ce:time>lunchtime</ce:time>"), "spec.timestamp"),
    ("invalidTimeToMinute", with("<ce:time>2018-04-05T18:31Z</ce:time>"), "spec.timestamp"),
    ("invalidTimeOffsetX", with("<ce:time>2018-04-05T18:31:00X</ce:time>"), "spec.timestamp"),
    ("invalidTimeOffsetOutOfRange", with("<ce:time>2018-04-05T18:31:00+25:00</ce:time>"), "spec.timestamp"),
    ("invalidTimeOffsetNonInteger", with("<ce:time>2018-04-05T18:31:00+xx:00</ce:time>"), "spec.timestamp"),
    ("invalidTimeOffsetHourOnly", with("<ce:time>2018-04-05T18:31:00+05</ce:time>"), "spec.timestamp"),
    ("invalidEmptyId", event(core.replacing("<ce:id>invalid</ce:id>", with: "<ce:id />")), "spec.nonempty"),
    (
      "invalidXsiTypeForIdElement", event(core.replacing("<ce:id>", with: #"<ce:id xsi:type="xs:invalid">"#)),
      "xml.attribute-type"
    ),
    (
      "incorrectXsiTypeForIdElement",
      event(core.replacing("<ce:id>", with: #"<ce:id xsi:type="xs:boolean">"#)),
      "xml.attribute-type"
    ),
    (
      "invalidEmptyType",
      event(core.replacing("<ce:type>io.cloudevents.test</ce:type>", with: "<ce:type />")),
      "spec.nonempty"
    ),
    (
      "invalidEmptySource",
      event(core.replacing("<ce:source>https://cloudevents.io</ce:source>", with: "<ce:source />")),
      "spec.nonempty"
    ),
    ("invalidEmptySpecVersion", #"<ce:event specversion="">\#(core)</ce:event>"#, "spec.nonempty"),
    ("invalidUnknownSpecVersion", #"<ce:event specversion="0.9">\#(core)</ce:event>"#, "spec.specversion"),
    (
      "invalidNonRfc2046DataContentType", with("<ce:datacontenttype>xyz</ce:datacontenttype>"),
      "spec.media-type"
    ),
    ("invalidEmptyDataContentType", with("<ce:datacontenttype />"), "spec.nonempty"),
    (
      "invalidDataContentTypeWrongType",
      with(#"<ce:datacontenttype xsi:type="ce:integer">5</ce:datacontenttype>"#),
      "xml.attribute-type"
    ),
    ("invalidEmptySchema", with("<ce:dataschema />"), "spec.nonempty"),
    (
      "invalidDataSchemaWrongType", with(#"<ce:dataschema xsi:type="ce:integer">5</ce:dataschema>"#),
      "xml.attribute-type"
    ),
    (
      "invalidDataSchemaValue", with("<ce:dataschema>//cloudevents.io?query=value</ce:dataschema>"),
      "spec.uri"
    ),
    ("invalidEmptySubject", with("<ce:subject />"), "spec.nonempty"),
    (
      "invalidSubjectWrongType", with(#"<ce:subject xsi:type="ce:integer">5</ce:subject>"#),
      "xml.attribute-type"
    ),
    ("invalidTimeWrongType", with(#"<ce:time xsi:type="ce:integer">5</ce:time>"#), "xml.attribute-type"),
    (
      "invalidCapitalizedExtension", with(#"<ce:MyExt xsi:type="ce:string">text</ce:MyExt>"#),
      "spec.attribute-name"
    ),
    (
      "invalidPunctuatedExtension", with(#"<ce:my-ext xsi:type="ce:string">text</ce:my-ext>"#),
      "spec.attribute-name"
    ),
    ("invalidExtensionMissingType", with("<ce:ext>text</ce:ext>"), "xml.attribute-type"),
    ("invalidExtensionNonCeType", with(#"<ce:ext xsi:type="xs:decimal">1.5</ce:ext>"#), "xml.attribute-type"),
    (
      "invalidExtensionInvalidValueForType", with(#"<ce:ext xsi:type="ce:integer">1.5</ce:ext>"#),
      "xml.attribute-value"
    ),
    ("invalidDataWithNoType", with("<ce:data>Text data</ce:data>"), "xml.data"),
    ("invalidDataWithInvalidType", with(#"<ce:data xsi:type="invalid">Text data</ce:data>"#), "xml.data"),
    ("invalidDataWithUnsupportedType", with(#"<ce:data xsi:type="xs:boolean">true</ce:data>"#), "xml.data"),
    ("invalidDataWithNoContentInAny", with(#"<ce:data xsi:type="xs:any" />"#), "xml.data"),
    (
      "invalidDataWithTextContentInAny", with(#"<ce:data xsi:type="xs:any"> xyz<element />abc </ce:data>"#),
      "xml.data"
    ),
    (
      "invalidDataWithMultipleElementsInAny",
      with(#"<ce:data xsi:type="xs:any"> <element1 /> <element2 /> </ce:data>"#), "xml.data"
    ),
    ("invalidAdditionalTextNode", event(" This shouldn't be here. " + core), "xml.text"),
    (
      "invalidDuplicateKnownContextAttributeName", event("<ce:id>invalid</ce:id>" + core),
      "xml.duplicate-attribute"
    ),
    (
      "invalidDuplicateExtensionAttributeName",
      with(#"<ce:ext xsi:type="string">xyz</ce:ext><ce:ext xsi:type="string">xyz</ce:ext>"#),
      "xml.duplicate-attribute"
    ),
    (
      "invalidDuplicateDataElement",
      with(#"<ce:data xsi:type="xs:string">Text</ce:data><ce:data xsi:type="xs:string">Text</ce:data>"#),
      "xml.duplicate-attribute"
    ),
    (
      "invalidElementInContextAttribute", event(core.replacing("</ce:id>", with: "<nested/></ce:id>")),
      "xml.attribute-value"
    ),
    (
      "invalidLineBreakInContextAttribute",
      event(core.replacing("invalid<", with: "first line\n second line<")),
      "spec.string"
    ),
    ("invalidBadBase64Data", with(#"<ce:data xsi:type="xs:base64Binary">x</ce:data>"#), "xml.data"),
    (
      "invalidTextDataWithChildElement", with(#"<ce:data xsi:type="xs:string">x<nested/></ce:data>"#),
      "xml.data"
    ),
    (
      "invalidBinaryDataWithChildElement",
      with(#"<ce:data xsi:type="xs:base64Binary">AQID<nested/></ce:data>"#),
      "xml.data"
    ),
  ]

  static func event(_ inside: String) -> String { #"<ce:event specversion="1.0">\#(inside)</ce:event>"# }
  static func with(_ inside: String) -> String { event(core + inside) }

  @Test(arguments: invalid, declarations)
  func `invalid events are refused with their rule`(
    _ item: (name: String, element: String, rule: String), _ declarations: String
  ) {
    let decoded = Self.format.decode(Self.document(item.element, declarations))
    #expect(
      !decoded.isValid && decoded.violations.contains { $0.rule.id == item.rule }, "\(item.name): \(decoded)")
  }

  @Test(arguments: declarations)
  func `valid batches are read`(_ declarations: String) {
    let extra = "<event> This isn't a CloudEvent element. </event><!-- Comment -->"
    let batches: [(String, [CloudEvent])] = [
      ("<ce:batch />", []), ("<ce:batch>\(Self.minimal())</ce:batch>", [Golden.minimal]),
      ("<ce:batch>\(Self.minimal())\(extra)</ce:batch>", [Golden.minimal]),
      (#"<ce:batch ignored="true">\#(Self.minimal())</ce:batch>"#, [Golden.minimal]),
      ("<ce:batch>\(Self.minimal())\(Self.minimal())</ce:batch>", [Golden.minimal, Golden.minimal]),
      ("<ce:batch>\(Self.minimal())\(Self.allCore)</ce:batch>", [Golden.minimal, Golden.allCore]),
      (
        "<ce:batch>\(Self.minimal())\n\(Self.allExtensions)</ce:batch>",
        [Golden.minimal, Golden.allExtensions]
      ),
    ]
    for (element, events) in batches {
      let bytes = Self.document(element, declarations)
      #expect(Self.format.decodeBatch(bytes).isValid, "\(element)")
      #expect(Self.format.batch(from: bytes) == events)
    }
  }

  @Test(
    arguments: [
      ("<ce:Batch />", "xml.batch"),
      (#"<ce2:batch specversion="1.0" xmlns:ce2="http://cloudevents.io/xmlformat/V2" />"#, "xml.batch"),
      (#"<batch specversion="1.0" />"#, "xml.batch"),
      ("<ce:batch> This shouldn't be here. \(minimal())</ce:batch>", "xml.text"),
      ("<ce:batch>\(minimal().replacing("<ce:id>minimal</ce:id>", with: ""))</ce:batch>", "spec.required"),
      ("<ce:batch><ce:bogus />\(minimal())</ce:batch>", "xml.batch"),
      ("<ce:batch><ce:batch />\(minimal())</ce:batch>", "xml.batch"),
    ], declarations)
  func `invalid batches are refused with their rule`(
    _ item: (element: String, rule: String), _ declarations: String
  ) {
    let batch = Self.format.decodeBatch(Self.document(item.element, declarations))
    let rules = (batch.violations + batch.events.flatMap(\.violations)).map(\.rule.id)
    #expect(!batch.isValid && rules.contains(item.rule), "\(rules)")
  }
}
