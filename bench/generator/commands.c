/*
 * The commands, and their answers.
 *
 *   connect <count>                              the next members of the plan join
 *   closed <payloadBytes> <depth> <warmMillis> <measureMillis>
 *   open <payloadBytes> <messagesPerSecond> <warmMillis> <measureMillis>
 *   verify <payloadBytes> <depth> <millis>       like closed, with every stream checked while guests come and go
 *
 * After each load everything that was sent must have reached every member: what is lost is an error.
 */
#include "load.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>

enum { drainSeconds = 20, connectSeconds = 600, guestSeconds = 20 };
static const uint64_t nanosPerMilli = 1000000u, nanosPerSecond = 1000000000u;

static size_t planned;

static void runUntil(uint64_t deadline) {
  for (uint64_t now = nowNanos(); now < deadline; now = nowNanos())
    runLoop((int)((deadline - now + nanosPerMilli - 1) / nanosPerMilli));
}

/* A listener waits for its room's sender, which may be the one that opens the room. */
static bool mayOpen(const Connection *connection) {
  return connection->role == SENDER || connection->room->sender->state == READY;
}

static void openMore(size_t goal) {
  static size_t opened;
  while (opened < goal && opened - readyCount < plan.window) {
    Connection *connection = &plan.connections[planned];
    if (connection->role <= LISTENER) {
      if (!mayOpen(connection)) return;
      openConnection(connection);
      opened += 1;
    }
    planned += 1;
  }
}

static void connectMembers(size_t count) {
  size_t goal = readyCount + count;
  Snapshot before = takeSnapshot();
  while (readyCount < goal) {
    openMore(goal);
    runLoop(10);
    if (nowNanos() - before.wallNanos > connectSeconds * nanosPerSecond) fatal("%zu of %zu joined", readyCount, goal);
  }
  Snapshot after = takeSnapshot();
  printf("{\"members\":%zu,\"seconds\":%.6f,\"serverCpuMicros\":%.1f}\n", readyCount,
         (double)(after.wallNanos - before.wallNanos) / 1e9,
         (double)(after.serverCpuNanos - before.serverCpuNanos) / 1e3);
}

static void choose(size_t payloadBytes) {
  currentMessage = NULL;
  for (size_t i = 0; i < plan.messageCount; i += 1)
    if (plan.messages[i].payloadBytes == payloadBytes) currentMessage = &plan.messages[i];
  if (currentMessage == NULL) fatal("the plan has no message of %zu bytes", payloadBytes);
  for (size_t i = 0; i < plan.connectionCount; i += 1) plan.connections[i].delivered = 0;
  for (size_t i = 0; i < plan.roomCount; i += 1) plan.rooms[i].sent = plan.rooms[i].credit = 0;
}

static bool isDrained(void) {
  for (size_t i = 0; i < plan.roomCount; i += 1) {
    const Room *room = &plan.rooms[i];
    for (size_t m = 0; m < room->memberCount; m += 1)
      if (room->members[m]->delivered != room->sent) return false;
  }
  return true;
}

static void drain(void) {
  uint64_t deadline = nowNanos() + drainSeconds * nanosPerSecond;
  load.kind = NO_LOAD;
  while (!isDrained()) {
    runLoop(5);
    if (nowNanos() > deadline) fatal("messages were lost: not every member got what was sent");
  }
}

static void printMeasured(Snapshot before, Snapshot after) {
  double seconds = (double)(after.wallNanos - before.wallNanos) / 1e9;
  double frames = (double)(after.delivered - before.delivered);
  printf("{\"frames\":%.0f,\"seconds\":%.6f,\"serverCpuMicros\":%.1f,\"generatorUtilisation\":%.4f", frames, seconds,
         (double)(after.serverCpuNanos - before.serverCpuNanos) / 1e3,
         (double)(after.ownCpuNanos - before.ownCpuNanos) / 1e9 / seconds);
  printf(",\"serverWrites\":%lld,\"serverReads\":%lld", after.serverWrites - before.serverWrites,
         after.serverReads - before.serverReads);
}

static void startClosed(uint64_t depth) {
  load.kind = CLOSED;
  for (size_t i = 0; i < plan.roomCount; i += 1) sendMessages(&plan.rooms[i], depth, 0);
}

static void runClosed(uint64_t depth, uint64_t warmMillis, uint64_t measureMillis) {
  startClosed(depth);
  runUntil(nowNanos() + warmMillis * nanosPerMilli);
  Snapshot before = takeSnapshot();
  runUntil(nowNanos() + measureMillis * nanosPerMilli);
  Snapshot after = takeSnapshot();
  drain();
  printMeasured(before, after);
  puts("}");
}

static uint64_t openStart, openSent;
static double openRate;

static uint64_t dueNanos(uint64_t index) { return openStart + (uint64_t)((double)index * 1e9 / openRate); }

static void sendDue(void) {
  uint64_t now = nowNanos();
  // The stamp is the time at which the message was due, so that a stall of the generator is not left out.
  for (; dueNanos(openSent) <= now; openSent += 1)
    sendMessages(&plan.rooms[openSent % plan.roomCount], 1, dueNanos(openSent));
  uint64_t due = dueNanos(openSent);
  struct itimerspec at = {.it_value = {(time_t)(due / nanosPerSecond), (long)(due % nanosPerSecond)}};
  if (timerfd_settime(timerFd, TFD_TIMER_ABSTIME, &at, NULL) != 0) fatal("the timer cannot be set");
}

static void runOpen(double rate, uint64_t warmMillis, uint64_t measureMillis) {
  struct itimerspec never = {{0, 0}, {0, 0}};
  histogramReset();
  openRate = rate;
  openSent = 0;
  openStart = nowNanos();
  load.kind = OPEN;
  load.recordFromNanos = openStart + warmMillis * nanosPerMilli;
  onTimer = sendDue;
  sendDue();
  runUntil(load.recordFromNanos);
  Snapshot before = takeSnapshot();
  runUntil(before.wallNanos + measureMillis * nanosPerMilli);
  Snapshot after = takeSnapshot();
  onTimer = NULL;
  timerfd_settime(timerFd, 0, &never, NULL);
  drain();
  printMeasured(before, after);
  printf(",\"samples\":%llu,\"p50Micros\":%.1f,\"p99Micros\":%.1f,\"p999Micros\":%.1f}\n",
         (unsigned long long)histogramCount(), histogramMicros(0.5), histogramMicros(0.99), histogramMicros(0.999));
}

/* At least until the deadline, and until guests have come and gone: without them less would be shown than is said. */
static void actAsGuests(uint64_t deadline) {
  while (nowNanos() < deadline || !haveGuestsActed()) {
    if (nowNanos() > deadline + guestSeconds * nanosPerSecond) fatal("no guest has come and gone");
    for (size_t i = 0; i < plan.connectionCount; i += 1)
      if (plan.connections[i].role > LISTENER) actAsGuest(&plan.connections[i]);
    runLoop(2);
  }
}

static void runVerify(uint64_t depth, uint64_t millis) {
  beginVerify();
  startClosed(depth);
  actAsGuests(nowNanos() + millis * nanosPerMilli);
  drain();
  printVerified();
  endVerify();
}

void runCommand(char *line) {
  char name[16];
  double a = 0, b = 0, c = 0, d = 0;
  int count = sscanf(line, "%15s %lf %lf %lf %lf", name, &a, &b, &c, &d);
  if (count == 2 && strcmp(name, "connect") == 0) return connectMembers((size_t)a);
  if (count < 4) fatal("an unknown command: %s", line);
  choose((size_t)a);
  if (strcmp(name, "closed") == 0) runClosed((uint64_t)b, (uint64_t)c, (uint64_t)d);
  else if (strcmp(name, "open") == 0) runOpen(b, (uint64_t)c, (uint64_t)d);
  else if (strcmp(name, "verify") == 0) runVerify((uint64_t)b, (uint64_t)c);
  else fatal("an unknown command: %s", line);
}
