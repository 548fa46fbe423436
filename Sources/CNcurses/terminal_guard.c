#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE

#include "terminal_guard.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int terminal_fd = -1;
static volatile sig_atomic_t wake_descriptor = -1;
static struct termios saved_modes;
static bool has_saved_modes;

static char restore_sequence[1024];
static volatile sig_atomic_t restore_count;
static volatile sig_atomic_t is_armed;

static volatile sig_atomic_t pending_signal;
static volatile sig_atomic_t has_resized;
static volatile sig_atomic_t asks_to_stop;
static volatile sig_atomic_t was_continued;
static volatile sig_atomic_t lent;

static void restore(void) {
  if (!is_armed) return;
  is_armed = 0;
  int error = errno;
  size_t written = 0;
  size_t count = (size_t)restore_count;
  while (written < count) {
    ssize_t result = write(terminal_fd, restore_sequence + written, count - written);
    if (result > 0) {
      written += (size_t)result;
    } else if (errno != EINTR) {
      break;
    }
  }
  terminal_guard_restore_modes();
  errno = error;
}

static void die_of(int signal_number) {
  restore();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(signal_number, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  raise(signal_number);
  // The signal is held back while its own handler runs.
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// Instead of the Swift runtime's handler, which would ask "Press space…" in a raw terminal.
static void on_crash(int signal_number) { die_of(signal_number); }

static void wake(void) {
  int error = errno;
  if (wake_descriptor >= 0) {
    ssize_t ignored = write(wake_descriptor, "s", 1);
    (void)ignored;
  }
  errno = error;
}

static void on_end(int signal_number) {
  // Ctrl-C typed into an editor reaches every process of the terminal.
  if (lent && (signal_number == SIGINT || signal_number == SIGQUIT)) return;
  // Asked twice, or there is no UI to end gracefully.
  if (pending_signal != 0 || wake_descriptor < 0) {
    die_of(signal_number);
    return;
  }
  pending_signal = signal_number;
  alarm(1);
  wake();
}

static void on_alarm(int signal_number) {
  (void)signal_number;
  if (pending_signal != 0) die_of(pending_signal);
}

static void on_resize(int signal_number) {
  (void)signal_number;
  has_resized = 1;
  wake();
}

static void on_stop(int signal_number) {
  (void)signal_number;
  asks_to_stop = 1;
  wake();
}

static void on_continue(int signal_number) {
  (void)signal_number;
  was_continued = 1;
  wake();
}

static void handle(int signal_number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

static bool is_ignored(int signal_number) {
  struct sigaction action;
  return sigaction(signal_number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

// A handler for an overflowed stack needs one of its own.
static void give_alternate_stack(void) {
  static char memory[65536];
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && !(current.ss_flags & SS_DISABLE)) return;
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = memory;
  stack.ss_size = sizeof memory;
  sigaltstack(&stack, NULL);
}

bool terminal_guard_install(int fd, int wake_fd) {
  if (tcgetattr(fd, &saved_modes) != 0) return false;
  has_saved_modes = true;
  terminal_fd = fd;
  wake_descriptor = wake_fd;
  pending_signal = 0;
  give_alternate_stack();

  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
  for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index += 1) {
    handle(crashes[index], on_crash, SA_ONSTACK | SA_RESETHAND);
  }
  static const int ends[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
  for (size_t index = 0; index < sizeof ends / sizeof *ends; index += 1) {
    if (!is_ignored(ends[index])) handle(ends[index], on_end, SA_ONSTACK | SA_RESTART);
  }
  handle(SIGALRM, on_alarm, SA_ONSTACK | SA_RESTART);
  handle(SIGWINCH, on_resize, SA_ONSTACK | SA_RESTART);
  if (!is_ignored(SIGTSTP)) handle(SIGTSTP, on_stop, SA_ONSTACK | SA_RESTART);
  handle(SIGCONT, on_continue, SA_ONSTACK | SA_RESTART);

  static bool is_registered;
  if (!is_registered) is_registered = atexit(restore) == 0;
  return true;
}

void terminal_guard_arm(const char *sequence, size_t count) {
  if (count > sizeof restore_sequence) count = 0;
  is_armed = 0;
  memcpy(restore_sequence, sequence, count);
  restore_count = (sig_atomic_t)count;
  is_armed = 1;
}

void terminal_guard_disarm(void) { is_armed = 0; }

void terminal_guard_detach(void) {
  is_armed = 0;
  wake_descriptor = -1;
}

void terminal_guard_lend(bool is_lent) { lent = is_lent; }

void terminal_guard_restore_modes(void) {
  if (!has_saved_modes) return;
  // A process in the background would be stopped for changing the modes.
  sigset_t set, before;
  sigemptyset(&set);
  sigaddset(&set, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  tcsetattr(terminal_fd, TCSANOW, &saved_modes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int terminal_guard_signal(void) { return pending_signal; }

int terminal_guard_take_signal(void) {
  int signal_number = pending_signal;
  if (signal_number == 0) return 0;
  alarm(0);
  pending_signal = 0;
  return signal_number;
}

static bool take(volatile sig_atomic_t *flag) {
  bool was_set = *flag != 0;
  *flag = 0;
  return was_set;
}

bool terminal_guard_take_resize(void) { return take(&has_resized); }
bool terminal_guard_take_stop(void) { return take(&asks_to_stop); }
bool terminal_guard_take_continue(void) { return take(&was_continued); }

void terminal_guard_note_continue(void) { was_continued = 1; }

void terminal_guard_stop(void) {
  handle(SIGTSTP, SIG_DFL, 0);
  kill(0, SIGTSTP);
  // Here again after SIGCONT.
  handle(SIGTSTP, on_stop, SA_ONSTACK | SA_RESTART);
}
