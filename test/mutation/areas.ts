/**
 * What mutation tests are for: the files that must not be wrong, by area, and the tests that have to notice.
 *
 * The tests run in memory: a mutant must not be able to leave a browser, a process or a port behind. They are few for
 * each area, since a mutant of something that is made once, as a schema is, pays for all of them.
 */
export interface Area {
  readonly mutate: ReadonlyArray<string>
  readonly tests: ReadonlyArray<string>
}

export const areas: Readonly<Record<string, Area>> = {
  domain: { mutate: ["src/domain/*.ts"], tests: ["test/domain/*.test.ts"] },
  protocol: { mutate: ["src/protocol/**/*.ts"], tests: ["test/protocol/**/*.test.ts"] },
  challenges: {
    mutate: ["src/layers/SignedChallenges.ts", "src/layers/ChallengeToken.ts"],
    tests: ["test/layers/SignedChallenges.test.ts"]
  },
  search: { mutate: ["src/client/pow/scanNonces.ts"], tests: ["test/client/pow/scanNonces.test.ts"] },
  seal: {
    mutate: ["src/client/crypto/*.ts"],
    tests: ["test/client/crypto/*.test.ts", "test/client/vectors.test.ts", "test/client/session/faults.test.ts"]
  },
  rooms: {
    mutate: [
      "src/layers/InMemoryRoomRegistry.ts",
      "src/layers/LocalRooms.ts",
      "src/layers/RoomFiber.ts",
      "src/layers/RoomSeat.ts",
      "src/layers/RoomAudience.ts",
      "src/layers/RoomLane.ts"
    ],
    tests: ["test/layers/registry/*.test.ts", "test/layers/contract/memory.test.ts"]
  }
}
