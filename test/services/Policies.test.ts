/**
 * The name by which a policy refuses: what a close frame can carry, and nothing else.
 */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { maxPolicyNameLength } from "../../src/protocol/Limits.ts"
import { PolicyRefused } from "../../src/services/Policies.ts"

const longest = "x".repeat(maxPolicyNameLength)

describe("a refusal by a policy", () => {
  it.each(["members-only", "no-3", longest])("has a name of words and hyphens: %s", (name) => {
    assert.strictEqual(new PolicyRefused({ name }).name, name)
  })

  it.each(["", "-", "Members only", "a--b", "a-", "größe", "a\n", `${longest}x`])("has no other name: %s", (name) => {
    assert.throws(() => new PolicyRefused({ name }))
    assert.isFalse(Schema.is(PolicyRefused.fields.name)(name))
  })
})
