/* Reads the plan, says that it is ready, and answers commands until standard input ends. */
#include "generator.h"
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

void fatal(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("{\"error\":\"", stdout);
  vprintf(format, arguments);
  puts("\"}");
  va_end(arguments);
  fflush(stdout);
  exit(1);
}

void *allocate(size_t bytes) { return resize(NULL, bytes); }

void *resize(void *old, size_t bytes) {
  void *block = realloc(old, bytes == 0 ? 1 : bytes);
  if (block == NULL) fatal("out of memory");
  return block;
}

int main(int count, char **arguments) {
  if (count != 2) fatal("usage: generator <plan>");
  signal(SIGPIPE, SIG_IGN);
  // Timers fire when they should, not up to 50 microseconds later.
  prctl(PR_SET_TIMERSLACK, 1ul);
  readPlan(arguments[1]);
  puts("{\"ready\":true}");
  fflush(stdout);
  for (;;) {
    char *line = nextLine();
    if (line == NULL) runLoop(-1);
    else {
      runCommand(line);
      fflush(stdout);
    }
  }
}
