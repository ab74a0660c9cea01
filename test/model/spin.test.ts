/**
 * Model-checks docs/model/room.pml with Spin: no order of steps breaks a room's invariants, every planted fault is
 * caught, and the model speaks of the same commands, events and reasons as the code.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type * as Room from "../../src/domain/Room.ts"

const modelPath = resolve("docs/model/room.pml")
const model = readFileSync(modelPath, "utf8")

interface Search {
  readonly errors: number
  readonly states: number
  readonly output: string
}

const run = (cwd: string, program: string, ...args: ReadonlyArray<string>): string => {
  const { error, status, stderr, stdout } = spawnSync(program, args, { cwd, encoding: "utf8" })
  if (error !== undefined) throw new Error(`${program} is missing: run node scripts/ensure-tools.ts`, { cause: error })
  if (status !== 0) throw new Error(`${program} failed:\n${stdout}${stderr}`)
  return stdout
}

/** Searches all states of a variant of the model: for broken assertions and deadlocks, or against one `ltl` formula. */
const search = (variant: ReadonlyArray<string>, formula?: string): Search => {
  const directory = mkdtempSync(join(tmpdir(), "pug-spin-"))
  try {
    run(directory, "/usr/bin/spin", ...variant, "-a", modelPath)
    // NFAIR is the number of processes that weak fairness tells apart,.
    const mode = formula === undefined ? ["-DSAFETY", "-DNOCLAIM"] : ["-DNFAIR=6"]
    run(directory, "/usr/bin/gcc", "-O2", "-w", ...mode, "-DCOLLAPSE", "-o", "pan", "pan.c")
    const claim = formula === undefined ? [] : ["-a", "-f", "-N", formula]
    const output = run(directory, join(directory, "pan"), ...claim, "-m100000")
    return { errors: numberIn(output, /errors: (\d+)/), states: numberIn(output, /(\d+) states, stored/), output }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Pan writes numbers past a million as 1.234e+06 or with blanks before them. */
const numberIn = (output: string, pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? Number.NaN)

const threeClients: ReadonlyArray<string> = []
const twoOneReturns = ["-DCLIENTS=2", "-DRETURNING=1", "-DACTING=2"]
const twoClients = ["-DCLIENTS=2"]

describe("the model of a room", () => {
  it.each([
    ["three clients", threeClients],
    ["two clients, one of which returns to its seat", twoOneReturns]
  ] as const)("keeps its invariants and never gets stuck, with %s", { timeout: 120_000 }, (_, variant) => {
    const { errors, output, states } = search(variant)

    assert.strictEqual(errors, 0, output)
    assert.notInclude(output, "Search not completed")
    assert.isAtLeast(states, 1_000_000)
    assert.isAtMost(states, 20_000_000)
  })

  it.each(["ends", "stays_ended"])("has the property: %s", { timeout: 120_000 }, (formula) => {
    const { errors, output } = search(twoClients, formula)

    assert.strictEqual(errors, 0, output)
    assert.notInclude(output, "Search not completed")
  })

  it.each([
    "FAULT_CAPACITY",
    "FAULT_SEAT",
    "FAULT_DOUBLE_REPLY",
    "FAULT_UNANSWERED",
    "FAULT_AFTER_END",
    "FAULT_BUSY_LEAVE",
    "FAULT_STALE_PROOF",
    "FAULT_STALE_WAIT"
  ])("is not fooled by %s", { timeout: 120_000 }, (fault) => {
    assert.include(model, `#ifdef ${fault}\n`.replace("#ifdef FAULT_UNANSWERED", "#ifndef FAULT_UNANSWERED"))
    assert.strictEqual(search([`-D${fault}`]).errors, 1)
  })

  it("is not fooled by FAULT_NO_ALARM: such a room need not end", { timeout: 120_000 }, () => {
    assert.strictEqual(search([...twoClients, "-DFAULT_NO_ALARM"], "ends").errors, 1)
  })
})

/** The names of one `mtype` declaration, as the code writes them. */
const namesOf = (kind: string, prefix = ""): ReadonlyArray<string> => {
  const list = new RegExp(`^mtype:${kind} = \\{([^}]*)\\}`, "m").exec(model)?.[1] ?? ""
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name.startsWith(prefix))
    .map((name) => (prefix === "" ? name : name.slice(prefix.length).replaceAll("_", "-")))
    .toSorted()
}

/** Every key once, or the compiler objects: a record of a union's members is complete. */
const membersOf = <Name extends string>(all: Readonly<Record<Name, true>>): ReadonlyArray<string> =>
  Object.keys(all).toSorted()

describe("the model and the code", () => {
  it("know the same commands, and the mailbox's message", () => {
    const commands = membersOf<Room.RoomCommand["_tag"]>({
      Join: true,
      Leave: true,
      Purge: true,
      Lock: true,
      Kick: true,
      Rotate: true,
      WaitOver: true,
      End: true
    })

    assert.deepStrictEqual(namesOf("command"), [...commands, "Message"].toSorted())
  })

  it("know the same events", () => {
    const events = membersOf<Room.RoomChange["_tag"]>({
      Joined: true,
      Left: true,
      LockChanged: true,
      SecretRotated: true,
      Ended: true
    })

    const inlines = [...model.matchAll(/^inline ([A-Z]\w+)\(/gm)].map(([, name]) => name ?? "")
    assert.deepStrictEqual(inlines.toSorted(), events)
  })

  it("know the same reasons for an end", () => {
    const reasons = membersOf<Extract<Room.RoomChange, { readonly _tag: "Ended" }>["reason"]>({
      purged: true,
      expired: true,
      "ended-by-operator": true,
      "room-failed": true,
      "going-away": true,
      empty: true,
      unopened: true
    })

    assert.deepStrictEqual(namesOf("reason", "end_"), reasons)
  })

  it("know the same refusals of a join, and the mailbox's own", () => {
    const refusals = membersOf<Room.JoinRefusal>({
      "join-refused": true,
      "not-open-yet": true,
      locked: true,
      full: true
    })

    assert.deepStrictEqual(namesOf("answer", "refused_"), [...refusals, "busy"].toSorted())
  })
})
