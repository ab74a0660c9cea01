/*
 * The load generator of the benchmark: many raw TCP connections that speak just enough WebSocket, in one thread.
 *
 * It is C because a generator in Node would be the limit of what it measures. It knows no relay: a plan (plan.c) says
 * which bytes to send to become a member, what to wait for, and how long a delivered message is. Commands then come on
 * standard input, one per line, and each is answered with one line of JSON (commands.c). It frees nothing that lives as
 * long as the process.
 */
#ifndef GENERATOR_H
#define GENERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* The first 16 bytes of an application payload: number within the room and time of sending, little endian. */
enum { stampBytes = 16 };

typedef enum { SENDER, LISTENER, CHURNER, STALLER } Role;
typedef enum { IDLE, CONNECTING, UPGRADING, JOINING, READY, LEAVING } State;

typedef struct {
  uint8_t *bytes;
  size_t length;
} Bytes;

/* One step on the way to membership: what to send, and the text that an answer holds. The first is the HTTP upgrade. */
typedef struct {
  Bytes send;
  char *awaits;
} Step;

/* A message as the sender writes it: finished masked frames with the place of the stamp. */
typedef struct {
  Bytes frames;
  size_t stampOffset;
  uint8_t mask[4];
  size_t payloadBytes;
  /* The payload length of the binary frame that delivers it. */
  size_t deliveredBytes;
} Message;

typedef struct Room Room;

typedef struct {
  int fd;
  Role role;
  State state;
  bool isStalled;
  Room *room;
  Step *steps;
  size_t stepCount, step;
  Bytes leave;
  /* The beginning of a frame whose rest has not come yet. */
  uint8_t *carry;
  size_t carryLength, carryCapacity;
  /* What the socket did not take yet. */
  uint8_t *unsent;
  size_t unsentLength, unsentCapacity;
  /* Messages delivered in this command. */
  uint64_t delivered;
  /* Verification: see verify.c. */
  uint64_t nextPosition, nextNumber, hash, streamEntries;
  /* Guests (churners, stallers) act when the time has come. */
  uint64_t wakeAtNanos;
  uint64_t cycles;
} Connection;

struct Room {
  Connection *sender;
  Connection **members;
  size_t memberCount;
  uint64_t sent;
  /* Echoes of the sender that allow as many new messages. */
  uint64_t credit;
  /* The log as the first member to see it saw it: one hash per entry. */
  uint64_t *log;
  uint64_t logBase;
  size_t logLength, logCapacity;
};

typedef struct {
  uint16_t port;
  int serverPid;
  size_t window;
  /* Positions are the relay's sequence numbers, or else the numbers in the stamps. */
  bool hasRelayLog;
  Bytes answerTo, answer;
  Message *messages;
  size_t messageCount;
  Connection *connections;
  size_t connectionCount;
  Room *rooms;
  size_t roomCount;
} Plan;

extern Plan plan;

/* plan.c */
void readPlan(const char *path);

/* connection.c: sockets, steps and frames. */
void openConnection(Connection *connection);
void closeConnection(Connection *connection);
void sendBytes(Connection *connection, const uint8_t *bytes, size_t length);
void setStalled(Connection *connection, bool isStalled);
void runLoop(int timeoutMillis);
extern size_t readyCount;
extern void (*onTimer)(void);
extern int timerFd;
/* A whole line from standard input, or NULL. */
char *nextLine(void);

/* load.c: called for every delivered message and after every read. */
extern Message *currentMessage;
extern uint64_t totalDelivered;
void onDelivered(Connection *connection, const uint8_t *payload);
void afterRead(Connection *connection);

/* commands.c */
void runCommand(char *line);

/* verify.c */
extern bool isVerifying;
void onEntry(Connection *connection, uint8_t opcode, const uint8_t *payload, size_t length);
void onGuestClosed(Connection *connection, int code);
void actAsGuest(Connection *connection);
void beginVerify(void);
void endVerify(void);
void printVerified(void);
/* Whether somebody has left and somebody has stalled, or the plan has no guests. */
bool haveGuestsActed(void);

/* histogram.c: nanoseconds in buckets of under 2 % width. */
void histogramReset(void);
void histogramAdd(uint64_t nanos);
double histogramMicros(double quantile);
uint64_t histogramCount(void);

/* measure.c */
typedef struct {
  uint64_t wallNanos, ownCpuNanos, serverCpuNanos;
  long long serverWrites, serverReads;
  uint64_t delivered;
} Snapshot;
uint64_t nowNanos(void);
Snapshot takeSnapshot(void);

void fatal(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void *allocate(size_t bytes);
void *resize(void *old, size_t bytes);

#endif
