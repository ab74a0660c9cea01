/**
 * The addresses of the page, at the root of a host and below it.
 */
import { assert, describe, it } from "@effect/vitest"
import {
  framedLinkOf,
  framePrefixOf,
  homePath,
  isRoomPath,
  prefixOf,
  roomPathOf
} from "../../src/client/PageAddress.ts"
import { scriptedLink } from "../support/ScriptedRoomClient.ts"

const { roomId } = scriptedLink

describe("PageAddress", () => {
  it("tells a room from home", () => {
    assert.isTrue(isRoomPath("/r/abc"))
    assert.isTrue(isRoomPath("/relay/r/abc%23k=x"))
    assert.isFalse(isRoomPath("/"))
    assert.isFalse(isRoomPath("/relay/"))
  })

  it("finds where the relay is mounted", () => {
    assert.strictEqual(prefixOf("/"), "")
    assert.strictEqual(prefixOf("/r/abc"), "")
    assert.strictEqual(prefixOf("/relay/"), "/relay")
    assert.strictEqual(prefixOf("/relay/r/abc/"), "/relay")
  })

  it("finds in a frame where the relay is mounted, and the link behind the path", () => {
    assert.strictEqual(framePrefixOf("/embed"), "")
    assert.strictEqual(framePrefixOf("/relay/embed"), "/relay")
    assert.strictEqual(framePrefixOf("/embed/embed"), "/embed")
    const link = `https://pug.example/r/${roomId}#k=a&s=b`
    assert.strictEqual(framedLinkOf(`#${encodeURIComponent(link)}`), link)
    assert.strictEqual(framedLinkOf(`#${link}`), link)
    assert.strictEqual(framedLinkOf(""), "")
    assert.include(framedLinkOf("#https%3A//pug.example/%ff%"), "https://pug.example/")
  })

  it("leads from a room home, and from home to a room", () => {
    assert.strictEqual(homePath("/relay/r/abc"), "/relay/")
    assert.strictEqual(homePath("/r/abc"), "/")
    assert.strictEqual(roomPathOf("/relay/", roomId), `/relay/r/${roomId}`)
    assert.strictEqual(roomPathOf("/", roomId), `/r/${roomId}`)
  })
})
