/* Clocks: the wall, our own CPU time and the server's, as the kernel accounts for them (all threads, in nanoseconds). */
#include "generator.h"
#include <stdio.h>
#include <string.h>

static uint64_t readClock(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) fatal("a clock cannot be read: has the server ended?");
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t nowNanos(void) { return readClock(CLOCK_MONOTONIC); }

static uint64_t serverCpuNanos(void) {
  clockid_t clock;
  if (plan.serverPid == 0) return 0;
  if (clock_getcpuclockid(plan.serverPid, &clock) != 0) fatal("process %d is not there", plan.serverPid);
  return readClock(clock);
}

/* System calls by which the server wrote and read, where the kernel counts them: -1 if it does not tell. */
static void readIo(Snapshot *snapshot) {
  char path[64], line[128];
  snapshot->serverReads = snapshot->serverWrites = -1;
  snprintf(path, sizeof path, "/proc/%d/io", plan.serverPid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return;
  while (fgets(line, sizeof line, file) != NULL) {
    sscanf(line, "syscr: %lld", &snapshot->serverReads);
    sscanf(line, "syscw: %lld", &snapshot->serverWrites);
  }
  fclose(file);
}

Snapshot takeSnapshot(void) {
  Snapshot snapshot;
  memset(&snapshot, 0, sizeof snapshot);
  readIo(&snapshot);
  snapshot.delivered = totalDelivered;
  snapshot.serverCpuNanos = serverCpuNanos();
  snapshot.ownCpuNanos = readClock(CLOCK_PROCESS_CPUTIME_ID);
  snapshot.wallNanos = nowNanos();
  return snapshot;
}
