/** The vectors in Node; a browser runs the same function over the same files. */
import { assert, it } from "@effect/vitest"
import link from "../vectors/link.json" with { type: "json" }
import password from "../vectors/password.json" with { type: "json" }
import pow from "../vectors/pow.json" with { type: "json" }
import proofs from "../vectors/proofs.json" with { type: "json" }
import seal from "../vectors/seal.json" with { type: "json" }
import spoken from "../vectors/spoken.json" with { type: "json" }
import { checkVectors } from "../vectors/checkVectors.ts"
import { checkWycheproof } from "../vectors/checkWycheproof.ts"
import aesGcm from "../vectors/wycheproof/aes-256-gcm.json" with { type: "json" }
import hkdf from "../vectors/wycheproof/hkdf-sha256.json" with { type: "json" }

it("agrees with every vector in Node", async () => {
  const { checked, failures } = await checkVectors({ link, proofs, seal, password, pow, spoken })

  assert.deepStrictEqual(failures, [])
  assert.isAbove(checked, 200)
})

it("agrees with Wycheproof's AES-256-GCM and HKDF-SHA-256 in Node", async () => {
  const { checked, failures } = await checkWycheproof({ aesGcm, hkdf })

  assert.deepStrictEqual(failures, [])
  assert.isAtLeast(checked, 66 + 86)
})
