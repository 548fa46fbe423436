import Testing

@testable import InspectorSender

@Suite struct ProxySettingsTests {
  private func settings(_ variables: [String: String]) throws -> ProxySettings {
    try ProxySettings { variables[$0] }
  }

  @Test(
    arguments: [
      ([:], "a.example", false, nil),
      (["http_proxy": "http://p:3128"], "a.example", false, "p:3128"),
      (["http_proxy": "p:3128/"], "a.example", false, "p:3128"),
      (["http_proxy": "p"], "a.example", false, "p:1080"),
      (["http_proxy": "http://p:3128"], "a.example", true, nil),
      (["HTTP_PROXY": "http://p:3128"], "a.example", false, nil),
      (["HTTPS_PROXY": "http://p:3128"], "a.example", true, "p:3128"),
      (["https_proxy": "http://q:1", "HTTPS_PROXY": "http://p:3128"], "a.example", true, "q:1"),
      (["all_proxy": "http://p:3128"], "a.example", true, "p:3128"),
      (["all_proxy": "http://p:3128", "http_proxy": ""], "a.example", false, nil),
      (["http_proxy": "http://[::1]:3128"], "a.example", false, "::1:3128"),
      (["http_proxy": "p:1", "no_proxy": "a.example"], "a.example", false, nil),
      (["http_proxy": "p:1", "no_proxy": "example"], "a.example", false, nil),
      (["http_proxy": "p:1", "no_proxy": ".example"], "A.EXAMPLE", false, nil),
      (["http_proxy": "p:1", "no_proxy": "*.example"], "a.example", false, nil),
      (["http_proxy": "p:1", "no_proxy": "a.exam"], "a.example", false, "p:1"),
      (["http_proxy": "p:1", "no_proxy": "xample"], "a.example", false, "p:1"),
      (["http_proxy": "p:1", "no_proxy": "b.example, a.example:80"], "a.example", false, nil),
      (["http_proxy": "p:1", "no_proxy": "a.example:81"], "a.example", false, "p:1"),
      (["http_proxy": "p:1", "no_proxy": "::1"], "::1", false, nil),
      (["http_proxy": "p:1", "no_proxy": "[::1]"], "::1", false, nil),
      (["http_proxy": "p:1", "NO_PROXY": "*"], "a.example", false, nil),
    ] as [([String: String], String, Bool, String?)])
  func `the environment says which proxy a host has`(
    variables: [String: String], host: String, isTLS: Bool, proxy: String?
  ) throws {
    let found = try settings(variables).proxy(host: host, port: 80, isTLS: isTLS)
    #expect(found.map { "\($0.host):\($0.port)" } == proxy)
  }

  @Test func `a proxy may want a name and a password, and may speak SOCKS`() throws {
    let web = try settings(["http_proxy": "http://me:pw@p:1"]).proxy(host: "a", port: 80, isTLS: false)
    #expect(web?.userinfo == "me:pw" && web?.isSOCKS == false)
    let socks = try settings(["all_proxy": "socks5h://p"]).proxy(host: "a", port: 80, isTLS: false)
    #expect(socks?.isSOCKS == true && socks?.port == 1080)
  }

  @Test(arguments: ["ftp://p:1", "http://", "http://me:secret@p:99999"])
  func `what is no proxy is told, without its password`(value: String) {
    let error = #expect(throws: ProxyError.self) { try settings(["http_proxy": value]) }
    #expect(error?.description.contains("http_proxy") == true)
    #expect(error?.description.contains("secret") == false)
  }
}
