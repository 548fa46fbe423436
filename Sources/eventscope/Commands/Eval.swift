import ArgumentParser
import CESQL
import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Evaluates CESQL expressions.
struct Eval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate a CESQL expression for an event.",
    discussion: """
      Examples:
        eventscope eval "type LIKE 'com.example.%' AND sequence > 10" --event event.json
        eventscope eval "UPPER(subject)" < event.json
        eventscope eval --explain "id = '1' OR EXISTS subject" < event.json
        eventscope eval -- "-1 + 2"
        eventscope eval --batch < lines.ndjson

      Prints the value, its type and the errors as one line of JSON. The event is one JSON event; \
      where stdin is a terminal or empty, it is one without attributes. Ends with 65 where the \
      text is no expression or the event is not valid.

      With --batch each line of the input, {"expression":"…","event":{…}}, gives one line. It ends \
      with 0 whatever they hold. An expression that is a JSON boolean or number stands for its text.
      """)

  @Argument(help: "The expression; with --batch the file with the lines, or stdin without it.")
  var expression: String?

  @Option(help: ArgumentHelp("The event; stdin without it.", valueName: "file"), completion: .file())
  var event: String?

  @Flag(help: "Read lines of expressions and events.")
  var batch = false

  @Flag(help: "Print the value and the errors of each sub-expression too.")
  var explain = false

  func validate() throws {
    if batch, event != nil || explain {
      throw ValidationError(
        "With --batch the events stand in the lines; --event and --explain have no place.")
    }
    if !batch, expression == nil {
      throw ValidationError("Give an expression, after -- where it starts with -, or --batch.")
    }
  }

  func run() async throws {
    if batch {
      try evaluateLines()
    } else {
      try evaluate(expression ?? "")
    }
  }

  private func evaluate(_ text: String) throws(Failure) {
    let parsed: CESQLExpression
    do {
      parsed = try CESQLExpression(text)
    } catch {
      StandardOutput.writeJSON(EvaluationReport(error).line)
      throw Failure(
        .data, "expression:\(error.line):\(error.column): \(EvaluationReport.sentence(error.message))")
    }
    let (event, violations) = try readEvent()
    if explain {
      let explanation = parsed.explain(event)
      StandardOutput.writeJSON(EvaluationReport(explanation.result, steps: explanation.steps).line)
    } else {
      StandardOutput.writeJSON(EvaluationReport(parsed.evaluate(event)).line)
    }
    if violations.containsError { throw Failure(.data) }
  }

  /// The event, and what is wrong with it, which has been told. Something that is no JSON object ends the
  /// command.
  private func readEvent() throws(Failure) -> (event: CloudEvent, violations: [Violation]) {
    if event == nil, isatty(STDIN_FILENO) == 1 { return (CloudEvent(), []) }
    let input = InputFile(event)
    let bytes = try input.read()
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if first == nil, event == nil { return (CloudEvent(), []) }
    let decoded = JSONEventFormat().decode(bytes)
    StandardError.say(decoded.violations, at: input.name)
    let isObject = first == UInt8(ascii: "{") && bytes.withUnsafeBytes { JSONScanner.isValid($0) }
    guard isObject else { throw Failure(.data) }
    return (bytes.withUnsafeBytes { decoded.event(in: $0) }, decoded.violations)
  }

  /// Answers line by line: what has been read is answered before more is awaited.
  private func evaluateLines() throws(Failure) {
    let output = BufferedOutput()
    let source = try LineSource(expression)
    source.onWait = output.flush
    while let line = try source.next() {
      if line.bytes.allSatisfy({ [0x20, 0x09, 0x0d].contains($0) }) { continue }
      output.putJSON(EvaluationLine.report(for: line.bytes).line)
    }
    output.flush()
  }
}
