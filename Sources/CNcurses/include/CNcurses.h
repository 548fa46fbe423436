#ifndef CNCURSES_H
#define CNCURSES_H

// What the terminal room needs of ncursesw, as plain functions: macros and mutable globals do not pass into
// Swift. All of it belongs to one thread.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "terminal_guard.h"

// Attributes, to be joined with |.
enum {
  curses_bold = 1,
  curses_dim = 2,
  curses_italic = 4,
  curses_underline = 8,
  curses_reverse = 16,
};

// What curses_read says.
enum {
  curses_nothing = 0,
  curses_character = 1,
  curses_key_code = 2,
};

// Keys, as curses_read gives them, with the modifiers in the upper half: 1 Shift, 2 Alt, 4 Ctrl. Those from
// curses_key_f0 to 63 above it are function keys.
enum {
  curses_key_up = 1,
  curses_key_down,
  curses_key_left,
  curses_key_right,
  curses_key_home,
  curses_key_end,
  curses_key_page_up,
  curses_key_page_down,
  curses_key_insert,
  curses_key_delete,
  curses_key_backspace,
  curses_key_enter,
  curses_key_back_tab,
  curses_key_paste,
  curses_key_mouse,
  curses_key_other,
  curses_key_f0 = 100,
};

// What terminfo says of a terminal.
struct curses_terminal {
  bool known;
  bool addresses_cursor;
  bool sets_foreground;
  int colors;
};

struct curses_terminal curses_look_up(const char *term, int fd);

// Takes the terminal over: raw mode, alternate screen, no colours yet. False where newterm refuses.
bool curses_start(const char *term, int out_fd, int in_fd);
// Gives it back as it was; curses_enter takes it again.
void curses_leave(void);
void curses_enter(void);

// Colours. A colour is -1 for the terminal's own, or a number below curses_colors().
bool curses_start_color(void);
int curses_colors(void);
int curses_pairs(void);
bool curses_has_default_colors(void);
void curses_init_pair(int pair, int foreground, int background);

// Drawing into ncurses' idea of the screen, and from there to the terminal.
void curses_put(int y, int x, const uint32_t *scalars, int count, int attributes, int pair);
void curses_show_cursor(bool visible);
void curses_refresh(int cursor_y, int cursor_x);
void curses_repaint(void);
void curses_resize(int rows, int columns);
int curses_rows(void);
int curses_columns(void);

// The columns that ncurses will think these scalars take: the C library's wcwidth; -1 for what it does not
// know.
int curses_width(uint32_t scalar);

// Bytes past ncurses: collected, then written at once. Only where ncurses' cursor is known, and put back.
void curses_out_move(int y, int x);
void curses_out_style(int attributes, int pair);
void curses_out_wrap(bool on);
void curses_out_bytes(const char *bytes, size_t count);
void curses_out_flush(void);

// The next character or key, if there is one; `value` is the scalar or the key.
int curses_read(uint32_t *value);
// Whether escape sequences are made into keys; off while a paste is read.
void curses_keypad(bool on);

// The bytes that undo what curses_start and the modes below did, for the guard.
size_t curses_restore_sequence(char *buffer, size_t capacity);

// The size that the kernel knows; false where it knows none.
bool terminal_size(int fd, int *rows, int *columns);

#endif
