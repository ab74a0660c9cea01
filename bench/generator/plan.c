/*
 * Reads the plan, a text file of one directive per line; bytes are hexadecimal, "-" is none.
 *
 *   port 4001                            server 1234 (process ID)         window 64 (connections set up at a time)
 *   rooms 100                            log relay|stamp                  answer <text> <frame>
 *   message <payloadBytes> <deliveredBytes> <stampOffset> <mask> <frames>
 *   connect <room> sender|listener|churner|staller <upgrade request>
 *   step <frame to send> <text to wait for>                               (of the connection above)
 *   leave <frame>                                                         (of the connection above)
 */
#include "generator.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Plan plan = {.window = 64};

static Bytes hex(const char *text) {
  Bytes bytes = {NULL, 0};
  if (text == NULL || strcmp(text, "-") == 0) return bytes;
  bytes.length = strlen(text) / 2;
  bytes.bytes = allocate(bytes.length + 1);
  for (size_t i = 0; i < bytes.length; i += 1) {
    unsigned value;
    if (sscanf(text + 2 * i, "%2x", &value) != 1) fatal("the plan holds something that is no byte");
    bytes.bytes[i] = (uint8_t)value;
  }
  bytes.bytes[bytes.length] = 0;
  return bytes;
}

static void readMessage(char **words) {
  plan.messages = resize(plan.messages, (plan.messageCount + 1) * sizeof *plan.messages);
  Message *message = &plan.messages[plan.messageCount];
  plan.messageCount += 1;
  message->payloadBytes = strtoul(words[1], NULL, 10);
  message->deliveredBytes = strtoul(words[2], NULL, 10);
  message->stampOffset = strtoul(words[3], NULL, 10);
  memcpy(message->mask, hex(words[4]).bytes, 4);
  message->frames = hex(words[5]);
}

static Role roleOf(const char *word) {
  static const char *const names[] = {"sender", "listener", "churner", "staller"};
  for (int role = SENDER; role <= STALLER; role += 1)
    if (strcmp(word, names[role]) == 0) return (Role)role;
  fatal("the plan names an unknown role: %s", word);
}

static void addStep(Connection *connection, Bytes send, const char *awaits) {
  connection->steps = resize(connection->steps, (connection->stepCount + 1) * sizeof *connection->steps);
  connection->steps[connection->stepCount] = (Step){send, strdup(awaits)};
  connection->stepCount += 1;
}

static void readConnection(char **words) {
  static size_t capacity;
  if (plan.connectionCount == capacity) {
    capacity = capacity == 0 ? 1024 : capacity * 2;
    plan.connections = resize(plan.connections, capacity * sizeof *plan.connections);
  }
  size_t room = strtoul(words[1], NULL, 10);
  if (room >= plan.roomCount) fatal("the plan has no room %zu", room);
  Connection *connection = &plan.connections[plan.connectionCount];
  plan.connectionCount += 1;
  memset(connection, 0, sizeof *connection);
  connection->fd = -1;
  connection->role = roleOf(words[2]);
  connection->room = &plan.rooms[room];
  addStep(connection, hex(words[3]), "");
}

static void readDirective(char **words) {
  Connection *last = plan.connectionCount == 0 ? NULL : &plan.connections[plan.connectionCount - 1];
  const char *name = words[0];
  if (strcmp(name, "port") == 0) plan.port = (uint16_t)atoi(words[1]);
  else if (strcmp(name, "server") == 0) plan.serverPid = atoi(words[1]);
  else if (strcmp(name, "window") == 0) plan.window = strtoul(words[1], NULL, 10);
  else if (strcmp(name, "log") == 0) plan.hasRelayLog = strcmp(words[1], "relay") == 0;
  else if (strcmp(name, "answer") == 0) plan.answerTo = hex(words[1]), plan.answer = hex(words[2]);
  else if (strcmp(name, "message") == 0) readMessage(words);
  else if (strcmp(name, "connect") == 0) readConnection(words);
  else if (strcmp(name, "step") == 0 && last != NULL) addStep(last, hex(words[1]), (char *)hex(words[2]).bytes);
  else if (strcmp(name, "leave") == 0 && last != NULL) last->leave = hex(words[1]);
  else if (strcmp(name, "rooms") == 0) {
    plan.roomCount = strtoul(words[1], NULL, 10);
    plan.rooms = allocate(plan.roomCount * sizeof *plan.rooms);
    memset(plan.rooms, 0, plan.roomCount * sizeof *plan.rooms);
  } else fatal("the plan holds an unknown directive: %s", name);
}

/* Pointers into the connections are taken once all have been read. */
static void fillRooms(void) {
  for (size_t i = 0; i < plan.connectionCount; i += 1) {
    Connection *connection = &plan.connections[i];
    Room *room = connection->room;
    if (connection->role > LISTENER) continue;
    if (connection->role == SENDER) room->sender = connection;
    room->members = resize(room->members, (room->memberCount + 1) * sizeof *room->members);
    room->members[room->memberCount] = connection;
    room->memberCount += 1;
  }
}

void readPlan(const char *path) {
  FILE *file = fopen(path, "r");
  char *line = NULL;
  size_t capacity = 0;
  if (file == NULL) fatal("there is no plan at %s", path);
  while (getline(&line, &capacity, file) > 0) {
    char *words[8] = {NULL};
    char *state = NULL;
    size_t count = 0;
    for (char *word = strtok_r(line, " \n", &state); word != NULL && count < 7; word = strtok_r(NULL, " \n", &state))
      words[count++] = word;
    if (count > 1) readDirective(words);
  }
  free(line);
  fclose(file);
  fillRooms();
}
