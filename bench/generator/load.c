/* The load of a room: its sender's messages, each with a stamp, and what comes back of them. */
#include "load.h"
#include <string.h>

Message *currentMessage;
uint64_t totalDelivered;
Load load = {.kind = NO_LOAD};

/* Messages written at once by one sender at most: a pipeline is refilled with one system call. */
enum { maxMessagesAtOnce = 256 };

static uint8_t *scratch;
static size_t scratchBytes;

static void stamp(uint8_t *frames, const Message *message, uint64_t number, uint64_t nanos) {
  uint8_t clear[stampBytes];
  memcpy(clear, &number, 8);
  memcpy(clear + 8, &nanos, 8);
  for (size_t i = 0; i < stampBytes; i += 1) frames[message->stampOffset + i] = clear[i] ^ message->mask[i % 4];
}

void sendMessages(Room *room, uint64_t count, uint64_t stampNanos) {
  const Message *message = currentMessage;
  size_t length = message->frames.length;
  while (count > 0) {
    size_t now = count > maxMessagesAtOnce ? maxMessagesAtOnce : (size_t)count;
    if (scratchBytes < now * length) {
      scratchBytes = now * length;
      scratch = resize(scratch, scratchBytes);
    }
    for (size_t i = 0; i < now; i += 1) {
      memcpy(scratch + i * length, message->frames.bytes, length);
      stamp(scratch + i * length, message, room->sent + i, stampNanos);
    }
    room->sent += now;
    sendBytes(room->sender, scratch, now * length);
    count -= now;
  }
}

void onDelivered(Connection *connection, const uint8_t *payload) {
  connection->delivered += 1;
  totalDelivered += 1;
  if (load.kind == CLOSED && connection->role == SENDER) connection->room->credit += 1;
  if (load.kind == OPEN) {
    uint64_t sentAt;
    memcpy(&sentAt, payload + currentMessage->deliveredBytes - currentMessage->payloadBytes + 8, 8);
    if (load.readNanos == 0) load.readNanos = nowNanos();
    if (sentAt >= load.recordFromNanos) histogramAdd(load.readNanos - sentAt);
  }
}

void afterRead(Connection *connection) {
  load.readNanos = 0;
  Room *room = connection->room;
  if (load.kind != CLOSED || connection->role != SENDER || room->credit == 0) return;
  uint64_t credit = room->credit;
  room->credit = 0;
  sendMessages(room, credit, 0);
}
