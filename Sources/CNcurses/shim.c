#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include <curses.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// Macros of term.h that would rewrite our own names.
#undef columns
#undef lines

#include "CNcurses.h"

// Key codes of our own: above all of ncurses'.
enum { paste_code = KEY_MAX + 1, mouse_code = KEY_MAX + 2 };

static SCREEN *screen;
static int out_fd = -1;
static bool has_default_colors;

// Only for use with a terminal: a terminfo capability that is missing is NULL, one that is unknown is -1.
static const char *capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

struct curses_terminal curses_look_up(const char *term, int fd) {
  struct curses_terminal result = {false, false, false, 0};
  int error = 0;
  if (setupterm(term, fd, &error) != OK) return result;
  result.known = true;
  result.addresses_cursor = capability("cup") != NULL;
  result.sets_foreground = capability("setaf") != NULL;
  result.colors = tigetnum("colors");
  if (result.colors < 0) result.colors = 0;
  del_curterm(cur_term);
  return result;
}

static void set_modes(void) {
  raw();
  noecho();
  nonl();
  meta(stdscr, TRUE);
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  // The terminal's own insertion and deletion would move graphemes that ncurses does not know of.
  idlok(stdscr, FALSE);
  idcok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  leaveok(stdscr, FALSE);
}

bool curses_start(const char *term, int out, int in) {
  FILE *output = fdopen(dup(out), "w");
  FILE *input = fdopen(dup(in), "r");
  if (output == NULL || input == NULL) return false;
  screen = newterm((char *)term, output, input);
  if (screen == NULL) return false;
  set_term(screen);
  out_fd = fileno(output);
  set_escdelay(20);
  set_modes();
  define_key("\033[200~", paste_code);
  define_key("\033[<", mouse_code);
  return true;
}

void curses_leave(void) { endwin(); }

void curses_enter(void) {
  reset_prog_mode();
  set_modes();
  curses_repaint();
  refresh();
}

bool curses_start_color(void) {
  if (start_color() != OK) return false;
  has_default_colors = use_default_colors() == OK;
  return true;
}

int curses_colors(void) { return COLORS; }
int curses_pairs(void) { return COLOR_PAIRS; }
bool curses_has_default_colors(void) { return has_default_colors; }

void curses_init_pair(int pair, int foreground, int background) {
  init_extended_pair(pair, foreground, background);
}

static attr_t attributes_of(int attributes) {
  attr_t result = A_NORMAL;
  if (attributes & curses_bold) result |= A_BOLD;
  if (attributes & curses_dim) result |= A_DIM;
  if (attributes & curses_italic) result |= A_ITALIC;
  if (attributes & curses_underline) result |= A_UNDERLINE;
  if (attributes & curses_reverse) result |= A_REVERSE;
  return result;
}

void curses_put(int y, int x, const uint32_t *scalars, int count, int attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1];
  int length = 0;
  while (length < count && length < CCHARW_MAX) {
    text[length] = (wchar_t)scalars[length];
    length += 1;
  }
  text[length] = 0;
  cchar_t cell;
  if (setcchar(&cell, text, attributes_of(attributes), 0, &pair) == OK) mvadd_wch(y, x, &cell);
}

void curses_show_cursor(bool visible) { curs_set(visible ? 1 : 0); }

void curses_refresh(int cursor_y, int cursor_x) {
  move(cursor_y, cursor_x);
  refresh();
}

void curses_repaint(void) { clearok(curscr, TRUE); }

void curses_resize(int rows, int columns) {
  // Not resizeterm: that puts a KEY_RESIZE among the keys.
  resize_term(rows, columns);
  erase();
  clearok(curscr, TRUE);
}

int curses_rows(void) { return LINES; }
int curses_columns(void) { return COLS; }

int curses_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// Bytes past ncurses.

static char *collected;
static size_t collected_count;
static size_t collected_capacity;

static int collect(int byte) {
  if (collected_count == collected_capacity) {
    size_t capacity = collected_capacity == 0 ? 4096 : collected_capacity * 2;
    char *grown = realloc(collected, capacity);
    if (grown == NULL) return EOF;
    collected = grown;
    collected_capacity = capacity;
  }
  collected[collected_count++] = (char)byte;
  return byte;
}

static void collect_capability(const char *value) {
  if (value != NULL) tputs(value, 1, collect);
}

void curses_out_move(int y, int x) {
  const char *cup = capability("cup");
  if (cup != NULL) collect_capability(tiparm(cup, y, x));
}

void curses_out_style(int attributes, int pair) {
  // Keeps ncurses' own record of the current attributes true.
  vid_puts(attributes_of(attributes), 0, &pair, collect);
}

void curses_out_wrap(bool on) { collect_capability(capability(on ? "smam" : "rmam")); }

void curses_out_bytes(const char *bytes, size_t count) {
  for (size_t index = 0; index < count; index += 1) collect((unsigned char)bytes[index]);
}

void curses_out_flush(void) {
  size_t written = 0;
  while (written < collected_count) {
    ssize_t count = write(out_fd, collected + written, collected_count - written);
    if (count > 0) {
      written += (size_t)count;
    } else if (errno == EAGAIN) {
      usleep(1000);
    } else if (errno != EINTR) {
      break;
    }
  }
  collected_count = 0;
}

size_t curses_restore_sequence(char *buffer, size_t capacity) {
  size_t before = collected_count;
  static const char modes[] = "\033[?1000l\033[?1002l\033[?1006l\033[?2004l";
  curses_out_bytes(modes, sizeof modes - 1);
  collect_capability(capability("sgr0"));
  collect_capability(capability("op"));
  collect_capability(capability("smam"));
  collect_capability(capability("rmkx"));
  collect_capability(capability("cnorm"));
  if (capability("rmcup") != NULL) {
    collect_capability(capability("rmcup"));
  } else {
    curses_out_bytes("\r\n", 2);
  }
  size_t count = collected_count - before;
  if (count > capacity) count = 0;
  memcpy(buffer, collected + before, count);
  collected_count = before;
  return count;
}

// Keys.

// xterm's keys with modifiers have names (kUP5 is Ctrl-Up) and numbers that differ from run to run.
static uint32_t extended_key(wint_t code) {
  static const struct {
    const char *name;
    uint32_t key;
  } keys[] = {
      {"kUP", curses_key_up},     {"kDN", curses_key_down},      {"kLFT", curses_key_left},
      {"kRIT", curses_key_right}, {"kHOM", curses_key_home},     {"kEND", curses_key_end},
      {"kIC", curses_key_insert}, {"kDC", curses_key_delete},    {"kPRV", curses_key_page_up},
      {"kNXT", curses_key_page_down},
  };
  const char *name = keyname((int)code);
  if (name == NULL) return curses_key_other;
  for (size_t index = 0; index < sizeof keys / sizeof *keys; index += 1) {
    size_t length = strlen(keys[index].name);
    if (strncmp(name, keys[index].name, length) != 0) continue;
    char digit = name[length];
    if (digit == 0) return keys[index].key;
    if (digit >= '2' && digit <= '8' && name[length + 1] == 0) {
      return keys[index].key | (uint32_t)(digit - '1') << 16;
    }
  }
  return curses_key_other;
}

static uint32_t key_of(wint_t code) {
  if (code >= KEY_F(0) && code <= KEY_F(63)) return curses_key_f0 + (uint32_t)(code - KEY_F(0));
  switch (code) {
    case KEY_UP: case KEY_SR: return curses_key_up;
    case KEY_DOWN: case KEY_SF: return curses_key_down;
    case KEY_LEFT: case KEY_SLEFT: return curses_key_left;
    case KEY_RIGHT: case KEY_SRIGHT: return curses_key_right;
    case KEY_HOME: case KEY_SHOME: case KEY_A1: case KEY_FIND: return curses_key_home;
    case KEY_END: case KEY_SEND: case KEY_C1: case KEY_SELECT: case KEY_LL: return curses_key_end;
    case KEY_PPAGE: case KEY_SPREVIOUS: case KEY_A3: return curses_key_page_up;
    case KEY_NPAGE: case KEY_SNEXT: case KEY_C3: return curses_key_page_down;
    case KEY_IC: case KEY_SIC: return curses_key_insert;
    case KEY_DC: case KEY_SDC: return curses_key_delete;
    case KEY_BACKSPACE: return curses_key_backspace;
    case KEY_ENTER: return curses_key_enter;
    case KEY_BTAB: return curses_key_back_tab;
    case paste_code: return curses_key_paste;
    case mouse_code: return curses_key_mouse;
    default: return extended_key(code);
  }
}

int curses_read(uint32_t *value) {
  wint_t read = 0;
  switch (wget_wch(stdscr, &read)) {
    case OK:
      *value = (uint32_t)read;
      return curses_character;
    case KEY_CODE_YES:
      *value = key_of(read);
      return curses_key_code;
    default:
      return curses_nothing;
  }
}

void curses_keypad(bool on) {
  keypad(stdscr, on);
}

bool terminal_size(int fd, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}
