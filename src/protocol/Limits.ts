/**
 * Every number of the protocol and the relay, once, with its unit and its reason.
 *
 * A limit that an operator may need to move is also a field of RelayConfig, whose default and range come from here.
 * Durations are milliseconds and say so; sizes are bytes and say so. PROTOCOL.md section 9.
 */

/** The version of the wire, of the seal and of the log rule. A change of any byte is a new version. */
export const protocolVersion = 1

/** The WebSocket subprotocol (RFC 6455 section 1.9) that names the version. */
export const subprotocol = "pug.v1"

/** The subprotocol of any version, ours among them. */
export const anySubprotocol = /^pug\.v\d{1,4}$/

/** Proof of work: leading zero bits. 18 cost a browser about 0.1 s; less prices nothing, more than 26 locks phones out. */
export const powBits = { minimum: 18, default: 18, maximum: 26 } as const

/** Proof of work at join, where it is asked for at all: fewer bits than 8 would price nothing. */
export const joinPowBits = { minimum: 8, default: 0, maximum: powBits.maximum } as const

/** A challenge is good for this long: enough for a slow phone, too short to stockpile. */
export const challengeLifetimeMillis = 120_000

/** Spent challenges remembered until they expire. Past this, creation answers `busy`: forgetting one would let it be spent twice. */
export const maxSpentChallenges = 100_000

/** A nonce is a JSON number, so it stops where integers stop being exact. */
export const maxNonce = Number.MAX_SAFE_INTEGER

/** A room lives at least a minute, so that a link can be sent, and by default at most a day. Operators may allow a week. */
export const ttlSeconds = { minimum: 60, default: 3_600, maximum: 86_400, ceiling: 604_800 } as const

/** Seats. Two make a conversation; above 5,000 one room's fan-out would stall the event loop. */
export const capacity = { minimum: 2, default: 5, maximum: 50, ceiling: 5_000 } as const

/** How long an empty room in which no two members have met is kept, so that its creator can go and send the link. */
export const waitMillis = { default: 900_000, maximum: 86_400_000 } as const

/** Rooms in one process; `memory.roomBytes` is what one is counted with. */
export const maxRooms = { default: 100_000, maximum: 1_000_000 } as const

/** Sockets in one process. The usual descriptor limit of a service is near 20,000. */
export const maxConnections = { default: 15_000, maximum: 1_000_000 } as const

/** Sockets that have not joined yet: they cost memory and have proved nothing. */
export const maxPreJoinConnections = { default: 1_000, maximum: 1_000_000 } as const

/**
 * What one source (an IPv4 address, the /64 of an IPv6 address) may ask for. A school, an office or a mobile network may
 * be one address to us, so the defaults let a class of thirty all make rooms at once, twice in a minute, and two hundred
 * people be in rooms at a time; what one attacker gets of it is a small part of what the relay has. 0 sets no limit.
 */
export const perAddress = {
  /** Twice the rooms, because work that took too long is asked for again. */
  challengesPerMinute: { minimum: 1, default: 60, maximum: 1_000_000 },
  /** With the default wait an address keeps at most 450 rooms that nobody opens: one in 200 of maxRooms. */
  roomsPerMinute: { minimum: 1, default: 30, maximum: 1_000_000 },
  /** Open at a time: 1 in 75 of maxConnections, and never more than a fifth of what may wait to join. */
  connections: { minimum: 1, default: 200, maximum: 1_000_000 },
  /** A connection that waits for a full or locked room comes back at most 8 times in its first minute: 75 of them. */
  connectionsPerMinute: { minimum: 1, default: 600, maximum: 1_000_000 },
  joinsPerMinute: { minimum: 1, default: 600, maximum: 1_000_000 },
  /** A class that opens a dead link twice. A secret cannot be guessed: this bounds noise. From half of it on it costs work. */
  failedJoinsPerMinute: { minimum: 1, default: 60, maximum: 1_000_000 }
} as const

/**
 * Sources that hold no connection and are remembered, at most 550 bytes each, for `sourceMemoryMillis` after they last
 * asked: then all their limits are full again. Past this the one that has asked least lately is forgotten early, so that a
 * crowd of addresses keeps nobody out; the relay's own ceilings and the work hold for it.
 */
export const maxIdleSources = 50_000
export const sourceMemoryMillis = 60_000

/** Retry-After of an answer that is `busy`, in seconds: places become free as rooms and connections end. */
export const busyRetrySeconds = 60

/**
 * The price of rooms and joins while many are asked for: one bit more for each doubling of the calm rate.
 *
 * Ten rooms a second that nobody opens come to a tenth of maxRooms in their wait, eighty to three quarters. A hundred joins
 * a second are three thousand people whose network has just come back. 21 bits are half a second of a desktop and some
 * seconds of a slow phone.
 */
export const workPrice = {
  calmCreationsPerSecond: 10,
  calmJoinsPerSecond: 100,
  calmFailuresPerSecond: 10,
  crowdedJoinBits: 14,
  suspectJoinBits: 18,
  mostBits: 21,
  /** A room or join counts for less and less: after this long for 1/e. A burst is forgotten, a flood is not. */
  fadeMillis: 30_000
} as const

/** A sealed payload (binary message). Text of about 15,000 bytes fits; larger things are files, which we do not carry. */
export const maxMessageBytes = { minimum: 1_024, default: 16_384, maximum: 1_048_576 } as const

/** A control frame from a client (text message). The largest real one is a Join of about 400 bytes. */
export const maxControlBytes = 4_096

/** The name by which a policy refuses: it must fit the 123 bytes of a close reason (RFC 6455 section 5.5). */
export const maxPolicyNameLength = 100

/** The body of an API request. */
export const maxBodyBytes = 4_096

/** The header in front of a sealed payload on its way to members: sequence u64, time u64, sender 16 bytes. */
export const messageHeaderBytes = 32

/** From handshake to the first Join, and again to its answer when work is asked for (then the challenge's lifetime). */
export const joinDeadlineMillis = 10_000

/** A policy of the embedding application answers within this; otherwise the answer is `busy`. */
export const policyDeadlineMillis = 10_000

/** A connection that has been silent this long is sent a WebSocket ping. */
export const heartbeatMillis = 25_000

/** A connection silent this long is gone. Two pings have been missed. */
export const silenceMillis = 60_000

/** How often the gateway looks for silent connections. */
export const heartbeatSweepMillis = 5_000

/** Bytes that may wait for one slow reader before it is cut: a minute of lively chat, and a bound on memory. */
export const maxSendBufferBytes = { minimum: 65_536, default: 1_048_576, maximum: 67_108_864 } as const

/**
 * Memory by formula (docs/CAPACITY.md): rooms x roomBytes + connections x connectionBytes <= budget - sharedBytes - waiting.
 * The figures are measured ones, rounded up.
 */
export const memory = {
  /** An empty room: 4.2 KB of heap, and what its tables grow by. */
  roomBytes: 6_144,
  /** A connection that says nothing: 12 KB while it waits to join, which is the most; 7 KB of RSS as a member. */
  connectionBytes: 12_288,
  /** The same where the relay speaks TLS: OpenSSL holds about 50 KB for each. */
  tlsConnectionBytes: 65_536,
  /** What all share: batches (maxIdleBatchBytes, maxWaitingLanes x maxLaneBytes), sources, spent challenges, requests. */
  sharedBytes: 100_663_296,
  /** Of the budget, for bytes that wait: for slow readers, and for the rest of messages that have begun to arrive. */
  waitingShare: 0.25,
  /** Past the bound of what waits, connections are cut down to this share of it, so that doing so stays rare. */
  waitingLowerMark: 0.75,
  /** Of what is left, for connections alone: rooms stop first, so that the rooms there are can still be joined. */
  connectionShare: 0.125,
  /** A write that waits in a socket costs this besides its bytes; a fragment that waits for the next one too. */
  pieceBytes: 512,
  /** Of the heap limit, when no budget is given: the rest is code, and garbage between two collections. */
  heapShare: 0.75
} as const

/** Bytes. The smallest budget leaves place for a thousand members; 0 takes a share of the heap limit. */
export const memoryBudgetBytes = { minimum: 150_994_944, default: 0, maximum: 1_099_511_627_776 } as const

/** Bytes that a room may gather in one event-loop turn before it writes at once instead of at the turn's end. */
export const maxLaneBytes = 262_144

/** Rooms that may wait for the end of a turn with what they have gathered. */
export const maxWaitingLanes = 64

/** Batch buffers of all rooms kept for the next turn: what a busy turn of a thousand rooms with long messages fills. */
export const maxIdleBatchBytes = 33_554_432

/** Commands that may wait in a room's mailbox before a refusable one is refused. Leave, expire and purge never are. */
export const maxMailboxDepth = 1_024

/** Messages of one connection, sealed, control, pings and pongs together: a burst, then a steady rate. */
export const messageRate = { burst: 200, perSecond: 20 } as const

/** Bytes of one connection: a burst, then a steady rate. */
export const byteRate = { burst: 1_048_576, perSecond: 131_072 } as const

/** Lifecycle events that may wait for an embedder who reads slowly. They are for counting: past this they are lost. */
export const maxLifecycleBacklog = 1_024

/** Sockets of the operator's listener: a scraper, a person and some to spare. */
export const maxOperatorConnections = 16

/** Event-loop lag: a sample each 10 ms, quantiles over windows short enough for a scrape each 15 s to meet a new one. */
export const eventLoopLag = { sampleMillis: 10, windowMillis: 10_000 } as const

/** The grain of the expiry service. Joins and messages check the deadline themselves, so nothing outlives it by this. */
export const expiryTickMillis = 1_000

/** From our close frame to the end of the TCP connection of a peer that does not answer it. */
export const closeTimeoutMillis = 2_000

/** How long shutdown waits for goodbyes before it ends what is left. The process is gone within 3 s of SIGTERM. */
export const drainMillis = 2_000

/** Fragments of one message and chunks held for it: more is an attack on memory, not a browser (RFC 6455 section 5.4). */
export const maxFragments = 64
export const maxBufferedChunks = 1_024

/** Answers to pings that may wait for one reader: past it the connection is cut, for nothing else bounds them. */
export const maxPendingPongs = 60

/**
 * node:http: headers within 10 s, a request within 15 s, checked every 2 s, 100 header lines of 16 KiB in total; a TLS
 * handshake within 5 s, and no more than that of silence between the request for an upgrade and the open WebSocket.
 */
export const http = {
  handshakeTimeoutMillis: 5_000,
  headersTimeoutMillis: 10_000,
  requestTimeoutMillis: 15_000,
  keepAliveTimeoutMillis: 5_000,
  /** A socket on which nothing moves, either way, and which is no WebSocket: who does not read an answer. */
  idleTimeoutMillis: 30_000,
  connectionsCheckingIntervalMillis: 2_000,
  maxHeaderBytes: 16_384,
  maxHeadersCount: 100,
  /** Sockets beside the WebSockets: pages and API calls, and what is refused by name over maxConnections. */
  spareConnections: 1_000,
  /** The same of one address: six of a browser for more than a hundred people who open the page at once. */
  spareConnectionsPerAddress: 800
} as const

/** How often the certificate's files are looked at: a renewal has weeks, and a test of it by hand half a minute. */
export const tlsReloadMillis = 10_000

/**
 * Between the nodes of a cluster. docs/CLUSTER.md.
 *
 * A peer that is silent and a bus that is away are given the same time, so that both sides of a cut agree within a second.
 */
export const cluster = {
  /** The version of what links say to each other. */
  linkVersion: 1,
  /** In front of the records of a batch: version u8, flags u8, epoch u32, number u32, sequence u32, acknowledged u32. */
  batchHeaderBytes: 18,
  /** In front of a record: its length, u32. */
  recordHeaderBytes: 4,
  /** A batch, its header counted: a quarter of the payload that a NATS server takes by default. */
  maxBatchBytes: 262_144,
  /** What one peer may leave unacknowledged: the only bound on memory toward a slow node. */
  ringBytes: { minimum: 524_288, default: 1_048_576, maximum: 67_108_864 },
  /** A link looks at its clocks this often. */
  tickMillis: 100,
  /** A link that has sent nothing for this long says that it is there. */
  pingMillis: 500,
  /** Without an acknowledgement for this long the oldest batch goes out again: nothing else tells of a lost tail. */
  retransmitMillis: 300,
  /** A gap is reported no more often than this: the answer is everything behind it. */
  nakMillis: 100,
  /** Received bytes that are acknowledged at once instead of at the next tick. */
  ackBytes: 65_536,
  /** "Nobody there" for this long is believed: a node moves to another server of the bus in a quarter of it. */
  confirmMillis: 1_000,
  /** The same for a node that has never answered: most likely one that is no more, and somebody waits for a join. */
  confirmUnmetMillis: 500,
  /** Nothing from a peer for this long, with a bus that works: frozen, or cut off. */
  silenceMillis: 4_000,
  /** Without a bus for this long, links are down: a restart of a NATS server takes less. */
  graceMillis: 4_000,
  /** A process that stood still for this long has been given up by the others, and must not act as if it had not. */
  freezeMillis: 4_000,
  /** What room IDs are encrypted under: less could be guessed. */
  minSecretBytes: 32,
  /** A bus is asked for a sign of life this often, and is stalled when none comes for so long. */
  bus: {
    probeMillis: 250,
    stallMillis: 1_000,
    /** A connection attempt: enough for TLS on a busy machine, and all that a server that stands still may cost. */
    connectMillis: 1_500,
    /** Tries of a node at its start, a second apart, for servers that start with it. */
    startRetries: 10,
    reconnectMillis: 100,
    /** The client's own sign of life, behind ours. */
    pingMillis: 1_000,
    /** Goodbye to the bus. */
    leaveMillis: 1_000,
    /** A server has to take twice the largest batch: the default of NATS is four times as much. */
    minMaxPayloadBytes: 524_288
  }
} as const

/** The client's side. */
export const client = {
  /** A record and its padding fill the largest Padmé size whose sealed form still fits maxMessageBytes.default. */
  maxPlaintextBytes: 15_872,
  /** A chosen name in a Hello, in UTF-16 code units: a line of a member list. */
  maxNameLength: 40,
  /** Silence after which the client asks for a Pong, since browsers cannot see protocol pings. */
  pingMillis: 10_000,
  /** An unanswered Ping or an own message that does not come back within this means that the connection is dead. */
  answerMillis: 2_500,
  /** A connection attempt, from opening the socket to Joined. */
  connectMillis: 10_000,
  /**
   * Reconnect delays: doubling from the first to the last, each multiplied by a random factor from 0.5 to 1. The last is
   * short, because somebody waits: within 5 s of a relay's return all know whether their room is still there.
   */
  reconnectMillis: { first: 500, last: 4_000 },
  /** Silence of a room, after which a member seals a Heartbeat, plus a random share of the same again. */
  heartbeatMillis: 20_000,
  /** Sequence numbers back to which the running hash of the log is kept for comparison. */
  maxLogHashes: 1_024,
  /** Own sealed payloads, paced below messageRate and byteRate, so that a burst waits here and is not closed as too fast. */
  sendRate: { burst: 150, perSecond: 15, burstBytes: 786_432, bytesPerSecond: 98_304 },
  /** Senders that have left whose sessions are remembered, so that an old record of theirs is still known as a replay. */
  maxDepartedSenders: 1_024,
  /** Message IDs that are remembered as shown, so that a message sent again after a reconnect is shown once. */
  maxShownMessages: 4_096,
  /** The relay's clock and ours may differ by this much: phones set theirs seldom, and times are shown in minutes. */
  clockToleranceMillis: 300_000,
  /** Workers for one proof of work, of as many as there are cores. Four need a quarter of the time, and memory for four. */
  maxPowWorkers: 4,
  /** Messages kept on screen. */
  maxLogEntries: 500
} as const

/** `pug-network doctor`, which looks at a relay from outside. */
export const doctor = {
  /** One request, handshake or lookup: a healthy deployment answers in a second. */
  answerMillis: 10_000,
  /** A body is read no further: the largest file of the client is a tenth of this. */
  maxReplyBytes: 4_194_304,
  /** A certificate that ends sooner is not renewed by itself any more: automatic renewal comes a month before. */
  renewalMillis: 1_209_600_000,
  /** HTTP dates have whole seconds and travel; more than this is a clock that nobody sets. */
  maxClockSkewMillis: 30_000,
  /** Half a year, in the seconds of Strict-Transport-Security: less is taken for an experiment. */
  minHstsSeconds: 15_768_000
} as const

/**
 * How long a message that its sender lets vanish is kept: long enough to be read, at most as long as a room may live. The
 * choices are those of the composer: a glance, a talk, an errand.
 */
export const keptSeconds = { minimum: 5, maximum: ttlSeconds.ceiling, choices: [30, 300, 3_600] } as const

/** Seal, version 1. */
export const seal = {
  suite: 1,
  keyBytes: 32,
  secretBytes: 16,
  capabilityBytes: 32,
  sessionBytes: 16,
  counterBytes: 8,
  commitmentBytes: 16,
  tagBytes: 16,
  /** Records of one session: NIST SP 800-38D section 8.3 bounds the invocations under one key. */
  maxCounter: 0xffff_ffff,
  /** The smallest padded plaintext: "yes" and "no" look alike. */
  paddingFloorBytes: 64,
  /** The running hash in `seen`, cut to 16 bytes. */
  seenHashBytes: 16,
  messageIdBytes: 16,
  /**
   * PBKDF2-HMAC-SHA-256 of a room's password: OWASP's Password Storage Cheat Sheet asks for 600,000. A quarter of a second
   * of a desktop, a second or so of a phone. Part of the key: another count is another key.
   */
  passwordIterations: 600_000,
  passwordKeyBytes: 32,
  passwordSaltBytes: 32
} as const
