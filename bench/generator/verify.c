/*
 * Verification: every member of a room must get the same entries, none twice, none left out.
 *
 * The first member to get an entry sets its hash in the room's log; what any other gets at that position must hash alike,
 * and positions must follow one another. Members that stay have a hash over all their messages as well, for the runner to
 * compare. Guests come and go (churners) or stop reading for a while (stallers); their streams start where they join.
 */
#include "generator.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { opText = 1, opBinary = 2, closeKinds = 8, maxLog = 50 * 1000 * 1000 };
static const uint64_t nanosPerMilli = 1000000u;

bool isVerifying;

static uint64_t entriesChecked, mismatches, gaps, guestStreams, leaves, stalls;
static struct {
  int code;
  uint64_t count;
} closes[closeKinds];

static uint64_t hashOf(uint8_t opcode, const uint8_t *bytes, size_t length) {
  uint64_t hash = 0x9e3779b97f4a7c15u ^ opcode, word;
  for (; length >= 8; bytes += 8, length -= 8) {
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
  }
  for (; length > 0; bytes += 1, length -= 1) {
    hash = (hash ^ *bytes) * 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
  }
  return hash;
}

static uint64_t bigEndian(const uint8_t *bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i += 1) value = value << 8 | bytes[i];
  return value;
}

/* The sequence in a text entry, or 0 if the text is none of the log. Joined announces where the member's log starts. */
static uint64_t textSequence(Connection *connection, const uint8_t *payload, size_t length) {
  static const char key[] = "\"sequence\":", joined[] = "\"_tag\":\"Joined\"";
  const uint8_t *found = memmem(payload, length, key, sizeof key - 1);
  if (found == NULL) return 0;
  uint64_t sequence = strtoull((const char *)found + sizeof key - 1, NULL, 10);
  if (memmem(payload, length < 64 ? length : 64, joined, sizeof joined - 1) == NULL) return sequence;
  connection->nextPosition = sequence;
  return 0;
}

/* The place of an entry; 0 stands where nobody has shown us one yet, because a newcomer's socket was read first. */
static uint64_t *logAt(Room *room, size_t index) {
  if (index >= room->logCapacity) {
    room->logCapacity = (index + 1024) * 2;
    room->log = resize(room->log, room->logCapacity * sizeof *room->log);
  }
  for (; room->logLength <= index; room->logLength += 1) room->log[room->logLength] = 0;
  return &room->log[index];
}

static void checkLog(Connection *connection, uint64_t position, uint64_t hash) {
  Room *room = connection->room;
  if (room->logLength == 0) room->logBase = position;
  if (connection->nextPosition == 0) connection->nextPosition = room->logBase;
  if (position != connection->nextPosition) gaps += 1;
  connection->nextPosition = position + 1;
  if (position < room->logBase || position - room->logBase > maxLog) {
    gaps += 1;
    return;
  }
  uint64_t *seen = logAt(room, (size_t)(position - room->logBase));
  if (*seen == 0) *seen = hash;
  else if (*seen != hash) mismatches += 1;
}

/* The numbers that the sender has put into its payloads follow one another, too. */
static void checkNumber(Connection *connection, uint64_t number) {
  bool isFirst = connection->nextNumber == 0 && connection->role > LISTENER;
  if (!isFirst && number != connection->nextNumber) gaps += 1;
  connection->nextNumber = number + 1;
}

void onEntry(Connection *connection, uint8_t opcode, const uint8_t *payload, size_t length) {
  uint64_t position;
  if (opcode == opText) {
    position = textSequence(connection, payload, length);
    if (position == 0) return;
  } else {
    uint64_t number;
    memcpy(&number, payload + length - currentMessage->payloadBytes, 8);
    checkNumber(connection, number);
    // From 1, so that 0 means "any".
    position = plan.hasRelayLog ? bigEndian(payload) : number + 1;
    if (!plan.hasRelayLog && connection->role > LISTENER && connection->nextPosition == 0)
      connection->nextPosition = position;
  }
  uint64_t hash = hashOf(opcode, payload, length);
  checkLog(connection, position, hash);
  // Events may still be under way to some members when the hashes are read; messages are not.
  if (opcode == opBinary) connection->hash = (connection->hash ^ hash) * 0x9fb21c651e98df25u + 1;
  connection->streamEntries += 1;
  entriesChecked += 1;
}

static uint64_t randomBelow(uint64_t bound) {
  static uint64_t state = 0x2545f4914f6cdd1du;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state % bound;
}

static void sleepFor(Connection *connection, uint64_t millis) {
  connection->wakeAtNanos = nowNanos() + millis * nanosPerMilli;
}

static void forgetStream(Connection *connection) {
  connection->nextPosition = connection->nextNumber = connection->hash = connection->streamEntries = 0;
}

void onGuestClosed(Connection *connection, int code) {
  for (int i = 0; i < closeKinds; i += 1) {
    if (closes[i].count > 0 && closes[i].code != code) continue;
    closes[i].code = code;
    closes[i].count += 1;
    break;
  }
  sleepFor(connection, 1 + randomBelow(10));
}

/* Every other time by its leave frame, and every other time by cutting the connection. */
static void leave(Connection *connection) {
  leaves += 1;
  connection->cycles += 1;
  if (connection->cycles % 2 == 0 && connection->leave.length > 0) {
    sendBytes(connection, connection->leave.bytes, connection->leave.length);
    // The server closes; until then its room may still write.
    sleepFor(connection, 2000);
  } else {
    closeConnection(connection);
    sleepFor(connection, 1 + randomBelow(10));
  }
}

void actAsGuest(Connection *connection) {
  if (nowNanos() < connection->wakeAtNanos) return;
  if (connection->state == IDLE) {
    // The members that stay begin the log.
    if (connection->room->logLength == 0) return;
    if (connection->streamEntries > 0) guestStreams += 1;
    forgetStream(connection);
    openConnection(connection);
  } else if (connection->state == READY && connection->role == CHURNER) {
    leave(connection);
    return;
  } else if (connection->state == READY) {
    if (!connection->isStalled) stalls += 1;
    setStalled(connection, !connection->isStalled);
  }
  sleepFor(connection, connection->isStalled ? 50 + randomBelow(200) : 5 + randomBelow(40));
}

bool haveGuestsActed(void) {
  for (size_t i = 0; i < plan.connectionCount; i += 1)
    if (plan.connections[i].role > LISTENER) return leaves > 0 && stalls > 0;
  return true;
}

void beginVerify(void) {
  entriesChecked = mismatches = gaps = guestStreams = leaves = stalls = 0;
  memset(closes, 0, sizeof closes);
  for (size_t i = 0; i < plan.roomCount; i += 1) plan.rooms[i].logLength = 0;
  for (size_t i = 0; i < plan.connectionCount; i += 1) forgetStream(&plan.connections[i]);
  isVerifying = true;
}

void endVerify(void) {
  isVerifying = false;
  for (size_t i = 0; i < plan.connectionCount; i += 1)
    if (plan.connections[i].role > LISTENER) closeConnection(&plan.connections[i]);
  // The members are told that the guests have left; the next command finds nothing under way.
  for (uint64_t until = nowNanos() + 200 * nanosPerMilli; nowNanos() < until;) runLoop(5);
}

void printVerified(void) {
  printf("{\"entries\":%llu,\"mismatches\":%llu,\"gaps\":%llu", (unsigned long long)entriesChecked,
         (unsigned long long)mismatches, (unsigned long long)gaps);
  printf(",\"guestStreams\":%llu,\"leaves\":%llu,\"stalls\":%llu,\"closes\":{", (unsigned long long)guestStreams,
         (unsigned long long)leaves, (unsigned long long)stalls);
  for (int i = 0; i < closeKinds && closes[i].count > 0; i += 1)
    printf("%s\"%d\":%llu", i == 0 ? "" : ",", closes[i].code, (unsigned long long)closes[i].count);
  printf("},\"rooms\":[");
  for (size_t r = 0; r < plan.roomCount; r += 1) {
    const Room *room = &plan.rooms[r];
    printf("%s{\"sent\":%llu,\"streams\":[", r == 0 ? "" : ",", (unsigned long long)room->sent);
    for (size_t m = 0; m < room->memberCount; m += 1)
      printf("%s\"%llu:%016llx\"", m == 0 ? "" : ",", (unsigned long long)room->members[m]->delivered,
             (unsigned long long)room->members[m]->hash);
    printf("]}");
  }
  puts("]}");
}
