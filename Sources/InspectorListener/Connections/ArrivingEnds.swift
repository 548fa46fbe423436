/// Told to the connections of a listener that shuts down: what is not whole by now is not waited for, and what is whole
/// is still answered.
struct ArrivingEnds: Sendable {}
