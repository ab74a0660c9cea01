/*
 * Connections: non-blocking sockets in one epoll set, the steps to membership, and the frames that come (RFC 6455).
 *
 * Every byte that arrives is walked frame by frame, so that heartbeats are answered and a delivered message is only
 * counted when all of it has come.
 */
#include "generator.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { readBytes = 256 * 1024, maxFrameBytes = 8 * 1024 * 1024, maxEvents = 1024 };
enum { opText = 1, opBinary = 2, opClose = 8, opPing = 9, opPong = 10 };

size_t readyCount;
void (*onTimer)(void);
int timerFd = -1;

static int epollFd = -1;
static uint8_t buffer[maxFrameBytes + readBytes];
static char input[1024];
static size_t inputLength;

/* Marks the two descriptors that are no connections. */
static char inputMark, timerMark;

static void watch(int operation, int fd, uint32_t events, void *subject) {
  struct epoll_event event = {.events = events, .data.ptr = subject};
  if (epoll_ctl(epollFd, operation, fd, &event) != 0) fatal("epoll_ctl: %s", strerror(errno));
}

static void watchConnection(Connection *connection) {
  uint32_t events = connection->isStalled ? 0 : EPOLLIN;
  if (connection->unsentLength > 0 || connection->state == CONNECTING) events |= EPOLLOUT;
  watch(EPOLL_CTL_MOD, connection->fd, events, connection);
}

static void prepareLoop(void) {
  epollFd = epoll_create1(0);
  timerFd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  if (epollFd < 0 || timerFd < 0) fatal("epoll: %s", strerror(errno));
  watch(EPOLL_CTL_ADD, 0, EPOLLIN, &inputMark);
  watch(EPOLL_CTL_ADD, timerFd, EPOLLIN, &timerMark);
}

void openConnection(Connection *connection) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(plan.port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1;
  connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (connection->fd < 0) fatal("socket: %s", strerror(errno));
  setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  connection->state = CONNECTING;
  connection->step = 0;
  connection->isStalled = false;
  connection->carryLength = connection->unsentLength = 0;
  if (connect(connection->fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS)
    fatal("connect: %s", strerror(errno));
  watch(EPOLL_CTL_ADD, connection->fd, EPOLLIN | EPOLLOUT, connection);
}

void closeConnection(Connection *connection) {
  if (connection->fd < 0) return;
  close(connection->fd);
  connection->fd = -1;
  if (connection->state == READY) readyCount -= 1;
  connection->state = IDLE;
}

void setStalled(Connection *connection, bool isStalled) {
  connection->isStalled = isStalled;
  watchConnection(connection);
}

static void keepUnsent(Connection *connection, const uint8_t *bytes, size_t length) {
  size_t needed = connection->unsentLength + length;
  if (needed > connection->unsentCapacity) {
    connection->unsentCapacity = needed * 2;
    connection->unsent = resize(connection->unsent, connection->unsentCapacity);
  }
  memcpy(connection->unsent + connection->unsentLength, bytes, length);
  connection->unsentLength = needed;
}

/* The connection is gone. That is the end of the run, unless it is a guest's. */
static void lost(Connection *connection, int code) {
  if (connection->role <= LISTENER) fatal("the server closed a member's connection (code %d)", code);
  closeConnection(connection);
  onGuestClosed(connection, code);
}

void sendBytes(Connection *connection, const uint8_t *bytes, size_t length) {
  if (connection->unsentLength > 0) return keepUnsent(connection, bytes, length);
  ssize_t written = send(connection->fd, bytes, length, MSG_NOSIGNAL);
  if (written < 0 && errno != EAGAIN) return;
  if (written < 0) written = 0;
  if ((size_t)written == length) return;
  keepUnsent(connection, bytes + written, length - (size_t)written);
  watchConnection(connection);
}

static void sendUnsent(Connection *connection) {
  ssize_t written = send(connection->fd, connection->unsent, connection->unsentLength, MSG_NOSIGNAL);
  if (written < 0) return;
  connection->unsentLength -= (size_t)written;
  memmove(connection->unsent, connection->unsent + written, connection->unsentLength);
  if (connection->unsentLength == 0) watchConnection(connection);
}

/* Goes on to the next step, or is a member. */
static void advance(Connection *connection) {
  connection->step += 1;
  if (connection->step == connection->stepCount) {
    connection->state = READY;
    readyCount += 1;
    return;
  }
  Step *step = &connection->steps[connection->step];
  connection->state = JOINING;
  if (step->send.length > 0) sendBytes(connection, step->send.bytes, step->send.length);
}

/* A control frame of our own, masked with zeros: the content is an echo and of no cost to anybody. */
static void sendControl(Connection *connection, uint8_t opcode, const uint8_t *payload, size_t length) {
  uint8_t frame[6 + 125] = {(uint8_t)(0x80 | opcode), (uint8_t)(0x80 | length)};
  memcpy(frame + 6, payload, length);
  sendBytes(connection, frame, 6 + length);
}

static bool holds(const uint8_t *payload, size_t length, const char *text) {
  return memmem(payload, length, text, strlen(text)) != NULL;
}

static void onText(Connection *connection, const uint8_t *payload, size_t length) {
  if (isVerifying && plan.hasRelayLog) onEntry(connection, opText, payload, length);
  if (length == plan.answerTo.length && length > 0 && memcmp(payload, plan.answerTo.bytes, length) == 0)
    sendBytes(connection, plan.answer.bytes, plan.answer.length);
  if (connection->state == JOINING && holds(payload, length, connection->steps[connection->step].awaits))
    advance(connection);
}

static void onBinary(Connection *connection, const uint8_t *payload, size_t length) {
  if (currentMessage == NULL || length != currentMessage->deliveredBytes) fatal("a binary frame of %zu bytes", length);
  if (isVerifying) onEntry(connection, opBinary, payload, length);
  if (connection->role <= LISTENER) onDelivered(connection, payload);
}

/* Returns false when the connection is no more. */
static bool onFrame(Connection *connection, uint8_t head, const uint8_t *payload, size_t length) {
  switch (head) {
  case 0x80 | opBinary:
    onBinary(connection, payload, length);
    return true;
  case 0x80 | opText:
    onText(connection, payload, length);
    return true;
  case 0x80 | opPing:
    sendControl(connection, opPong, payload, length);
    return true;
  case 0x80 | opPong:
    return true;
  case 0x80 | opClose:
    sendControl(connection, opClose, payload, length < 2 ? 0 : 2);
    lost(connection, length < 2 ? 1005 : payload[0] << 8 | payload[1]);
    return false;
  default:
    fatal("an unexpected frame: %02x", head);
  }
}

/* Walks the whole frames in `bytes` and returns how much of it they were. */
static size_t walkFrames(Connection *connection, const uint8_t *bytes, size_t length) {
  size_t at = 0;
  while (length - at >= 2) {
    size_t header = 2, payload = bytes[at + 1];
    if (payload == 126) {
      header = 4;
      if (length - at < header) break;
      payload = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
    } else if (payload == 127) {
      header = 10;
      if (length - at < header) break;
      payload = 0;
      for (size_t i = 2; i < 10; i += 1) payload = payload << 8 | bytes[at + i];
    }
    if (header + payload > maxFrameBytes) fatal("a frame of %zu bytes", payload);
    if (length - at < header + payload) break;
    if (!onFrame(connection, bytes[at], bytes + at + header, payload)) return length;
    at += header + payload;
  }
  return at;
}

/* The answer to the upgrade request; returns how long it is, or 0 if it is not complete. */
static size_t walkUpgrade(Connection *connection, uint8_t *bytes, size_t length) {
  uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  if (!holds(bytes, length < 32 ? length : 32, " 101 ")) fatal("refused: %.12s", (char *)bytes);
  advance(connection);
  return (size_t)(end - bytes) + 4;
}

static void keepCarry(Connection *connection, const uint8_t *bytes, size_t length) {
  if (length > connection->carryCapacity) {
    connection->carryCapacity = length < 512 ? 512 : length * 2;
    connection->carry = resize(connection->carry, connection->carryCapacity);
  }
  memcpy(connection->carry, bytes, length);
  connection->carryLength = length;
}

static void receive(Connection *connection) {
  size_t length = connection->carryLength;
  if (length > 0) memcpy(buffer, connection->carry, length);
  ssize_t got = recv(connection->fd, buffer + length, readBytes, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return lost(connection, 1006);
  length += (size_t)got;
  size_t at = connection->state == UPGRADING ? walkUpgrade(connection, buffer, length) : 0;
  if (connection->state != UPGRADING) at += walkFrames(connection, buffer + at, length - at);
  if (connection->fd < 0) return;
  keepCarry(connection, buffer + at, length - at);
  afterRead(connection);
}

static void onEvents(Connection *connection, uint32_t events) {
  if (connection->fd < 0) return;
  if (connection->state == CONNECTING && (events & EPOLLOUT) != 0) {
    connection->state = UPGRADING;
    sendBytes(connection, connection->steps[0].send.bytes, connection->steps[0].send.length);
    watchConnection(connection);
  } else if ((events & EPOLLOUT) != 0 && connection->unsentLength > 0) sendUnsent(connection);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) receive(connection);
}

static void readInput(void) {
  ssize_t got = read(0, input + inputLength, sizeof input - inputLength);
  // Whoever gave the commands is gone.
  if (got <= 0) _exit(0);
  inputLength += (size_t)got;
}

char *nextLine(void) {
  static char line[1024];
  char *end = memchr(input, '\n', inputLength);
  if (end == NULL) return NULL;
  size_t length = (size_t)(end - input);
  memcpy(line, input, length);
  line[length] = 0;
  inputLength -= length + 1;
  memmove(input, end + 1, inputLength);
  return line;
}

void runLoop(int timeoutMillis) {
  struct epoll_event events[maxEvents];
  if (epollFd < 0) prepareLoop();
  int count = epoll_wait(epollFd, events, maxEvents, timeoutMillis);
  for (int i = 0; i < count; i += 1) {
    void *subject = events[i].data.ptr;
    if (subject == &inputMark) readInput();
    else if (subject == &timerMark) {
      uint64_t ticks;
      if (read(timerFd, &ticks, sizeof ticks) > 0 && onTimer != NULL) onTimer();
    } else onEvents(subject, events[i].events);
  }
}
