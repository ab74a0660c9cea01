/** A member's seat by itself, in front of a room that decides when the test says so. */
import { assert, describe, it } from "@effect/vitest"
import { RoomSeat, type SeatedRoom } from "../../../src/layers/RoomSeat.ts"
import { connection } from "../../support/RoomScript.ts"

/** A room that writes down what it is asked, and whose mailbox the test opens. */
const makeSeat = ({ isBusy = false } = {}) => {
  const asked: Array<string> = []
  const waiting: Array<() => void> = []
  let isOver = false
  const room: SeatedRoom = {
    get isOver() {
      return isOver
    },
    carry: (_sender, payload) => void asked.push(`carry ${payload[0]}`),
    later: (act) => void waiting.push(act),
    command: (frame, _by, onDecided) => {
      asked.push(frame._tag)
      if (!isBusy) waiting.push(onDecided)
      return !isBusy
    },
    leave: (_connectionId, reason) => void asked.push(`leave ${reason}`),
    drop: () => void asked.push("drop")
  }
  const decideNext = () => waiting.shift()?.()
  const endRoom = () => void (isOver = true)
  return { asked, decideNext, endRoom, seat: new RoomSeat(room, connection(1)) }
}

const payload = (number: number) => Uint8Array.of(number)

describe("a seat", () => {
  it("hands a payload on at once, with nothing in front of it", () => {
    const { asked, seat } = makeSeat()

    seat.send(payload(1))

    assert.deepStrictEqual(asked, ["carry 1"])
  })

  it("keeps a payload behind the command in front of it, and the next ones not", () => {
    const { asked, decideNext, seat } = makeSeat()

    seat.command({ _tag: "Lock", locked: true })
    const bytes = payload(1)
    seat.send(bytes)
    bytes.fill(9)
    assert.deepStrictEqual(asked, ["Lock"])

    decideNext()
    decideNext()
    seat.send(payload(2))
    assert.deepStrictEqual(asked, ["Lock", "carry 1", "carry 2"])
  })

  it("keeps a payload until the last of several commands is decided", () => {
    const { asked, decideNext, seat } = makeSeat()

    seat.command({ _tag: "Lock", locked: true })
    seat.command({ _tag: "Lock", locked: false })
    decideNext()
    seat.send(payload(1))
    assert.deepStrictEqual(asked, ["Lock", "Lock"])

    decideNext()
    decideNext()
    assert.deepStrictEqual(asked, ["Lock", "Lock", "carry 1"])
  })

  it("waits for no command that the room has refused", () => {
    const { asked, seat } = makeSeat({ isBusy: true })

    seat.command({ _tag: "Lock", locked: true })
    seat.send(payload(1))

    assert.deepStrictEqual(asked, ["Lock", "carry 1"])
  })

  it("drops a payload whose sender has been put out while it waited", () => {
    const { asked, decideNext, seat } = makeSeat()
    seat.command({ _tag: "Lock", locked: true })
    seat.send(payload(1))

    seat.isTaken = false
    decideNext()
    decideNext()

    assert.deepStrictEqual(asked, ["Lock", "drop"])
  })

  it.each(["out", "over"])("drops what comes once it is %s", (how) => {
    const { asked, endRoom, seat } = makeSeat()

    if (how === "out") seat.isTaken = false
    else endRoom()
    seat.send(payload(1))

    assert.deepStrictEqual(asked, ["drop"])
  })

  it("leaves once, and asks for nothing afterwards", () => {
    const { asked, seat } = makeSeat()

    seat.leave("left")
    seat.leave("lost")
    seat.command({ _tag: "Purge" })
    seat.send(payload(1))

    assert.deepStrictEqual(asked, ["leave left", "drop"])
  })
})
