import { it } from "@effect/vitest"
import { relayContract } from "./relayContract.ts"
import { overSockets } from "./RelayUnderTest.ts"

relayContract("over sockets", overSockets, it.live)
