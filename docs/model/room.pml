/*
 * One room of the relay: its mailbox, the fiber that decides, the registry in front of it, and three clients.
 *
 * The rules are those of src/domain/Room.ts, the order of things that of src/layers/RoomFiber.ts, RoomSeat.ts and
 * InMemoryRoomRegistry.ts; README.md says which line is which, what is left out, and how to run this. Words in brackets
 * name the function of the code. The -DFAULT_... variants plant one fault each; a test sees that all are caught.
 *
 * JavaScript runs one callback at a time: whatever the code does without a yield is one atomic step here.
 */

#ifndef CLIENTS
#define CLIENTS 3
#endif
#define CONNECTIONS 6 /* two for each client: its first, and one that takes the seat of the first */
#define NOBODY 7
#ifndef RETURNING
#define RETURNING 0
#endif
#ifndef ACTING
#define ACTING 1
#endif

#ifndef CAPACITY
#define CAPACITY 2
#endif
/* maxMailboxDepth: what may be refused is refused from here on. */
#ifndef DEPTH
#define DEPTH 2
#endif
/* Room for all that may not be refused: never reached, as offer() asserts. */
#define UNBOUNDED 12

mtype:command = { Join, Leave, Purge, Lock, Kick, Rotate, WaitOver, End, Message }
mtype:reason = { end_purged, end_expired, end_ended_by_operator, end_room_failed, end_going_away, end_empty, end_unopened }
mtype:answer = { unasked, asked, told, seated, refused_join_refused, refused_not_open_yet, refused_locked, refused_full,
  refused_busy }

/* What waits: the command, the connection it is of, and the one argument that it has. */
chan mailbox = [UNBOUNDED] of { mtype:command, byte, byte };
bool isOpenMailbox = true; /* Queue: Open, or Closing and Done */
bool isFailing = false;    /* a defect has failed the mailbox [#fail] */
bool isInterrupted = false;/* the scope of the rooms is closed */
bool hasStopped = false;   /* the fiber is gone */

/* RoomState */
bool isMember[CONNECTIONS];
byte members = 0;
byte rotations = 0;
byte creator = NOBODY;
bool isOpened = false;
bool hasMet = false;
bool isLocked = false;
bool isEnded = false;
byte arrivals = 0;

/* The registry: the entry of the room in its map, and its count of members. */
bool isListed = true;
byte counted = 0;

/* Time: the deadline has passed [isExpired]; the wait that is under way [#watchWait]. */
bool isExpired = false;
bool isWaiting = false;
bool isAlarmSet = false;
byte waitArrivals = 0;

/* What the connections know: the answer to their join, and RoomSeat's own state. */
mtype:answer answer[CONNECTIONS] = unasked;
byte replaces[CONNECTIONS] = NOBODY;
bool hasLeft[CONNECTIONS];
byte undecided[CONNECTIONS];
byte waitingMessages[CONNECTIONS];

/* Client 0 holds the creator capability. A client's secret is that of the rotation in which it got the link. */
#define isCreatorsOwn(c) ((c) / 2 == 0)
/* The third client only joins and leaves, so that the states stay few. */
#define canAct(c) ((c) < ACTING * 2)
#define isIn(c) (isMember[c] && !isEnded)

/* ---- what must hold after every decision -------------------------------------------------------------------------- */

inline invariants() {
  assert(members <= CAPACITY);
  /* One seat is kept for an absent creator. */
  assert(isEnded || creator != NOBODY || members <= CAPACITY - 1);
  assert(creator == NOBODY || isMember[creator]);
  /* A room in which two have met does not stand empty; nobody is in before the creator. */
  assert(isEnded || !hasMet || members > 0);
  assert(isOpened || members == 0);
  /* The registry counts who is in, and knows the room as long as it stands. */
  assert(counted == (isEnded -> 0 : members));
  assert(isListed == !isEnded)
}

/* ---- the mailbox -------------------------------------------------------------------------------------------------- */

/* [Queue.offerUnsafe] Refuses only a mailbox that is over: then the room has ended, or is about to. */
inline offer(command, connection, argument) {
  if
  :: isOpenMailbox -> assert(len(mailbox) < UNBOUNDED); mailbox!command(connection, argument)
  :: else -> assert(isEnded || isFailing)
  fi
}

/* [JoinTicket.reply] */
inline reply(c, what) {
  assert(answer[c] == asked);
  answer[c] = what
}

/* ---- events: Room.apply, the registry's onChange ------------------------------------------------------------------ */

inline Joined(c, isCreator) {
  assert(!isEnded && !isMember[c]);
  isMember[c] = true;
  members++;
  counted++;
  arrivals++;
  if :: isCreator -> creator = c; isOpened = true :: else fi;
  if :: members > 1 -> hasMet = true :: else fi
}

inline Left(c) {
  assert(!isEnded && isMember[c]);
  isMember[c] = false;
  hasLeft[c] = false;
  members--;
  counted--;
  if :: creator == c -> creator = NOBODY :: else fi
}

inline LockChanged(locked) { assert(!isEnded); isLocked = locked }

inline SecretRotated() { assert(!isEnded); rotations++ }

inline Ended(why) {
  assert(!isEnded);
  isEnded = true;
  assert(why != end_empty || members == 0);
  counted = counted - members;
  isListed = false
}

/* ---- the rules: Room.decide --------------------------------------------------------------------------------------- */

/* Seats that a newcomer cannot have [takenSeats]. */
#ifdef FAULT_SEAT
#define held(c, old) 0
#else
#define held(c, old) ((isCreatorsOwn(c) || (creator != NOBODY && creator != old)) -> 0 : 1)
#endif
#define taken(c, old) (members - (old == NOBODY -> 0 : 1) + held(c, old))
#ifdef FAULT_CAPACITY
#define isFull(c, old) (taken(c, old) > CAPACITY)
#else
#define isFull(c, old) (taken(c, old) >= CAPACITY)
#endif
#ifdef FAULT_STALE_PROOF
#define isStale(seen) false
#else
#define isStale(seen) (seen != rotations)
#endif

/* [#handleJoin, decideJoin] Who replaces a member that is not in any more is an ordinary newcomer. */
inline decideJoin(c, seen) {
  byte old = NOBODY;
  if :: replaces[c] != NOBODY && isMember[replaces[c]] -> old = replaces[c] :: else fi;
  if
#ifdef FAULT_AFTER_END
  :: false -> skip
#else
  :: isEnded || isExpired -> reply(c, refused_join_refused)
#endif
  :: else -> if
    :: isStale(seen) -> reply(c, refused_join_refused)
    :: else -> if
      :: !isOpened && !isCreatorsOwn(c) -> reply(c, refused_not_open_yet)
      :: else -> if
        :: isLocked && !isCreatorsOwn(c) && old == NOBODY -> reply(c, refused_locked)
        :: else -> if
          :: isFull(c, old) -> reply(c, refused_full)
          :: else ->
            assert(seen == rotations);
            if :: old != NOBODY -> Left(old) :: else fi;
            Joined(c, isCreatorsOwn(c));
            reply(c, seated)
          fi
        fi
      fi
    fi
  fi;
  replaces[c] = NOBODY;
  old = NOBODY
}

/* [leave] The last one out of a room in which two have met ends it. */
inline leave(c) {
  if
  :: isMember[c] ->
    Left(c);
    if :: hasMet && members == 0 -> Ended(end_empty) :: else fi
  :: else
  fi
}

#ifdef FAULT_STALE_WAIT
#define isWaitedOut(seen) true
#else
#define isWaitedOut(seen) (!hasMet && members == 0 && arrivals == seen)
#endif

/* [decide] Anything but a join that comes after the end is idle; so is what is not the creator's to ask. */
inline decide(tag, c, argument) {
  if
  :: tag == Join -> decideJoin(c, argument)
  :: tag == Message -> /* RoomSeat.send, behind its own commands */
    waitingMessages[c]--;
    append(c)
  :: tag != Join && tag != Message && isEnded -> skip
  :: tag == Leave && !isEnded ->
    /* A connection's leave never overtakes its earlier messages. */
    assert(waitingMessages[c] == 0);
    leave(c)
  :: tag == WaitOver && !isEnded -> if
    :: isWaitedOut(argument) -> assert(members == 0); Ended(end_unopened)
    :: else
    fi
  :: tag == End && !isEnded -> Ended(argument)
  :: (tag == Purge || tag == Lock || tag == Kick || tag == Rotate) && !isEnded -> if
    :: creator != c -> skip /* Refused: not-creator */
    :: creator == c && tag == Purge -> Ended(end_purged)
    :: creator == c && tag == Lock -> if :: isLocked != argument -> LockChanged(argument) :: else fi
    :: creator == c && tag == Kick -> if :: argument != c && isMember[argument] -> leave(argument) :: else fi
    :: creator == c && tag == Rotate -> SecretRotated()
    fi
  fi;
  if
  :: tag == Purge || tag == Lock || tag == Kick || tag == Rotate -> undecided[c]--
  :: else
  fi
}

/* [carry] Appends a payload to the log; past the deadline it asks for the end instead. */
inline append(c) {
  if
  :: isIn(c) && !isExpired -> assert(!isEnded && isMember[c])
  :: isIn(c) && isExpired -> offer(End, NOBODY, end_expired)
  :: else
  fi
}

/* Starts the wait when the room stands empty and nobody has met; a newcomer calls it off [#watchWait]. */
inline watchWait() {
  if
  :: !isEnded && !hasMet && members == 0 -> if
    :: !isWaiting -> isWaiting = true; isAlarmSet = true; waitArrivals = arrivals
    :: else
    fi
  :: else -> isWaiting = false; isAlarmSet = false
  fi
}

/* ---- the processes ------------------------------------------------------------------------------------------------ */

/* [RoomFiber.run, #finish] */
active proctype Room() {
  mtype:command tag;
  byte c, argument;
  atomic { watchWait() }
  do
  /* What was taken together with the command that ended the room is decided too. */
  :: atomic { mailbox?tag(c, argument) ->
      decide(tag, c, argument);
#ifdef FAULT_DOUBLE_REPLY
      if :: tag == Join && isEnded -> reply(c, refused_join_refused) :: else fi;
#endif
      watchWait();
      invariants()
    }
  :: atomic { !isEnded && isFailing && len(mailbox) == 0 -> Ended(end_room_failed); invariants(); break }
  :: atomic { !isEnded && isInterrupted -> Ended(end_going_away); invariants(); break }
  :: isEnded -> break
  od;
  /* Nothing that still waits when the room is over is left without an answer. */
  atomic {
    isAlarmSet = false;
    do
    :: mailbox?tag(c, argument) ->
#ifndef FAULT_UNANSWERED
      if :: tag == Join -> reply(c, refused_join_refused) :: else fi
#else
      skip
#endif
    :: len(mailbox) == 0 -> break
    od;
    isOpenMailbox = false;
    hasStopped = true
  }
}

/* [InMemoryRoomRegistry.seat, RoomFiber.join] The proof is looked at here; whether it still holds, in the room. */
inline ask(c, old) {
  atomic {
    answer[c] = asked;
    replaces[c] = old;
    if
    :: isExpired && isListed && secret == rotations ->
      offer(End, NOBODY, end_expired);
      reply(c, refused_join_refused)
    :: !isListed || secret != rotations -> reply(c, refused_join_refused)
    :: !isExpired && isListed && secret == rotations -> if
      :: len(mailbox) >= DEPTH -> reply(c, refused_busy)
      :: len(mailbox) < DEPTH && isOpenMailbox -> offer(Join, c, rotations)
      :: len(mailbox) < DEPTH && !isOpenMailbox -> reply(c, refused_join_refused)
      fi
    fi
  }
}

/* [RoomSeat.command, RoomFiber.command] Only a purge goes past the bound. */
inline command(tag, c, argument) {
  if
  :: tag != Purge && len(mailbox) >= DEPTH -> skip /* Refused: busy */
  :: else -> if
    :: isOpenMailbox -> undecided[c]++; offer(tag, c, argument)
    :: else
    fi
  fi
}

/* [RoomSeat.send] Straight to the log, or behind the connection's own commands. */
inline send(c) {
  if
  :: isIn(c) && undecided[c] == 0 -> append(c)
  :: isIn(c) && undecided[c] > 0 -> if
    :: isOpenMailbox -> waitingMessages[c]++; offer(Message, c, 0)
    :: else
    fi
  :: else
  fi
}

/* [RoomSeat.leave] Left by its own word, or lost: the same for the room. */
inline depart(c) {
  atomic {
    hasLeft[c] = isMember[c];
#ifdef FAULT_BUSY_LEAVE
    if :: len(mailbox) >= DEPTH -> skip :: else -> offer(Leave, c, 0) fi
#else
    offer(Leave, c, 0)
#endif
  }
}

/* What a member does while it is in: one command at most, and at once a message behind it, at most. Guests may try too. */
inline act(c) {
  atomic {
    if
    :: canAct(c) -> command(Purge, c, 0)
    :: isCreatorsOwn(c) -> command(Lock, c, true)
    :: isCreatorsOwn(c) -> command(Kick, c, 2)
    :: isCreatorsOwn(c) -> command(Rotate, c, 0)
    :: true
    fi;
    if
    :: canAct(c) -> send(c)
    :: true
    fi
  }
}

/* Joins, acts, and goes or stays; or comes back on another connection first, which takes the old seat if it is still there. */
proctype Client(byte first) {
  byte secret = 0; /* the rotation in which it got the link */
  byte second = first + 1;
  ask(first, NOBODY);
  if
  :: atomic { answer[first] == seated -> answer[first] = told };
    act(first);
    if
    :: depart(first)
    :: true -> isEnded /* stays to the end */
    :: atomic { first < RETURNING * 2 -> secret = rotations; ask(second, first) };
      if
      :: atomic { answer[second] == seated -> answer[second] = told };
        depart(first);
        depart(second)
      :: atomic { answer[second] != asked && answer[second] != seated -> answer[second] = told };
        depart(first)
      fi
    fi
  :: atomic { answer[first] != asked && answer[first] != seated -> answer[first] = told }
  fi
}

/* Who has left is out as soon as the room has read its mail. Asserted at every moment at which the time can pass. */
inline noGhosts() {
  byte i = 0;
  if
  :: len(mailbox) == 0 && !isEnded && !isFailing -> do
    :: i < CONNECTIONS -> assert(!(hasLeft[i] && isMember[i])); i++
    :: else -> break
    od
  :: else
  fi;
  i = 0
}

init {
  atomic {
    byte client = 0;
    do
    :: client < CLIENTS -> run Client(client * 2); client++
    :: else -> break
    od
  }
}

/* [TickDeadlines] The room's time passes, and later the alarm tells it; until then joins and messages find out. */
active proctype Clock() {
  atomic { true -> noGhosts(); isExpired = true };
#ifndef FAULT_NO_ALARM
  atomic { true -> if :: !isEnded -> offer(End, NOBODY, end_expired) :: else fi }
#endif
}

/* The alarm of the wait, as often as a wait begins. */
active proctype Wait() {
end: do
  :: atomic { isAlarmSet -> isAlarmSet = false; offer(WaitOver, NOBODY, waitArrivals) }
  :: hasStopped -> break
  od
}

/* What else may end a room, or not: the operator, the relay's shutdown in either way, a defect. */
active proctype World() {
  if
  :: atomic { !isEnded -> offer(End, NOBODY, end_ended_by_operator) }
  :: atomic { !isEnded -> offer(End, NOBODY, end_going_away) }
  :: atomic { !isEnded -> isInterrupted = true }
  :: atomic { !isEnded -> isFailing = true; isOpenMailbox = false }
  :: true
  fi
}

/* Whatever the clients do or leave undone, the room ends and its fiber stops. */
ltl ends { <> hasStopped }
/* Nothing happens to a room that has ended. */
ltl stays_ended { [] (isEnded -> [] (isEnded && !isListed)) }
