#ifndef TERMINAL_GUARD_H
#define TERMINAL_GUARD_H

// Gives the terminal back when the process dies, whatever it dies of, and turns the signals that ask it to
// end, to stop or to look at the window again into flags that the program reads.
//
// Signal handlers here only set flags, write to descriptors, call tcsetattr and raise: all of it
// async-signal-safe.

#include <stdbool.h>
#include <stddef.h>

// Remembers the terminal's modes as they are now, and installs the handlers. `wake_fd` gets a byte for each
// signal that set a flag. Signals that were ignored (nohup) stay ignored. False where fd is no terminal.
bool terminal_guard_install(int fd, int wake_fd);

// From here on a death writes the sequence and restores the modes. Also at exit().
void terminal_guard_arm(const char *sequence, size_t count);
void terminal_guard_disarm(void);
// For good: nobody reads the wake descriptor any more, and signals that ask the program to end simply end it.
void terminal_guard_detach(void);
// While another program has the terminal, INT and QUIT are meant for that one.
void terminal_guard_lend(bool is_lent);

// Restores the modes that install saw.
void terminal_guard_restore_modes(void);

// The signal that asks the program to end: TERM, HUP, INT or QUIT; 0 where there is none. Where nobody takes
// it within a second, the process ends of it.
int terminal_guard_signal(void);
int terminal_guard_take_signal(void);

// Whether the window's size changed, whether somebody asks to stop, whether the process was continued; each
// once.
bool terminal_guard_take_resize(void);
bool terminal_guard_take_stop(void);
bool terminal_guard_take_continue(void);
// As if it had just been continued.
void terminal_guard_note_continue(void);

// Stops the process and its group as the terminal's driver would, and returns when it is continued.
void terminal_guard_stop(void);

#endif
