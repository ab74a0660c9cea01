#ifndef LOAD_H
#define LOAD_H

#include "generator.h"

/* Closed: an echo allows the next message. Open: messages go out by the clock, whatever comes back. */
typedef enum { NO_LOAD, CLOSED, OPEN } LoadKind;

typedef struct {
  LoadKind kind;
  /* The time of the present read, taken at its first delivered message. */
  uint64_t readNanos;
  uint64_t recordFromNanos;
} Load;

extern Load load;

void sendMessages(Room *room, uint64_t count, uint64_t stampNanos);

#endif
