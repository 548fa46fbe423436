// Who reads or writes messages has to do with events.
@_exported import CloudEvents
