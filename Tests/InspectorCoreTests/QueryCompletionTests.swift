import InspectorCore
import Testing

@Suite struct QueryCompletionTests {
  private let types = ["com.example.a", "com.example.b", "org.x y"]

  private func suggestions(_ text: String, at cursor: Int? = nil) -> [String] {
    QueryCompletion.suggestions(
      for: text, cursor: cursor ?? text.count, types: types, sources: ["/orders", "urn:x"])
  }

  @Test func `fields are completed by their beginning`() {
    #expect(suggestions("typ") == ["type:"])
    #expect(suggestions("s") == ["source:", "subject:", "specversion:", "status:", "size:", "seq:"])
    #expect(suggestions("da") == ["datacontenttype:", "dataschema:", "data."])
    #expect(suggestions("").count == QueryField.all.count)
    #expect(suggestions("id:1 A") == ["id:1 AND"])
    #expect(suggestions("id:1 AND") == [])
  }

  @Test func `values are completed from what was seen and from the table`() {
    #expect(suggestions("type:com") == ["type:com.example.a", "type:com.example.b"])
    #expect(suggestions("type:org") == [#"type:"org.x y""#])
    #expect(suggestions("source:") == ["source:/orders", "source:urn:x"])
    #expect(suggestions("is:in") == ["is:invalid"])
    #expect(suggestions("mode:") == ["mode:binary", "mode:structured", "mode:batched"])
    #expect(suggestions("transport:h") == ["transport:http", "transport:https"])
  }

  @Test func `what stands around the word stays`() {
    #expect(suggestions("is:valid -typ") == ["is:valid -type:"])
    #expect(suggestions("(id:1 OR mo") == ["(id:1 OR mode:"])
    #expect(suggestions("(mo") == ["(mode:"])
    #expect(suggestions("typ id:1", at: 3) == ["type: id:1"])
    #expect(suggestions("nothing:") == [])
    #expect(suggestions("type:com.example.a") == [])
  }

  @Test(arguments: ["a.b-c_d/e:f@g#h+i", "a b", "say \"hi\"", "back\\slash", "a*b", "(x)", "", "é", "-x"])
  func `a quoted value stands for itself`(value: String) throws {
    let query = try Query("type:" + QueryCompletion.quoted(value))
    #expect(query.matches(type: value))
    #expect(!query.matches(type: value + "."))
  }
}
