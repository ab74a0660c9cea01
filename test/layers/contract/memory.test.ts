import { it } from "@effect/vitest"
import { relayContract } from "./relayContract.ts"
import { inMemory } from "./RelayUnderTest.ts"

relayContract("in memory", inMemory, it.effect)
