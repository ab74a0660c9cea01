/** What vectors.test.ts loads into a page: the vectors and their check, started by the test. */
import { checkVectors } from "../vectors/checkVectors.ts"
import { checkWycheproof } from "../vectors/checkWycheproof.ts"
import link from "../vectors/link.json" with { type: "json" }
import password from "../vectors/password.json" with { type: "json" }
import pow from "../vectors/pow.json" with { type: "json" }
import proofs from "../vectors/proofs.json" with { type: "json" }
import type { VectorReport } from "../vectors/Report.ts"
import seal from "../vectors/seal.json" with { type: "json" }
import spoken from "../vectors/spoken.json" with { type: "json" }
import aesGcm from "../vectors/wycheproof/aes-256-gcm.json" with { type: "json" }
import hkdf from "../vectors/wycheproof/hkdf-sha256.json" with { type: "json" }

declare global {
  interface Window {
    checkVectors: () => Promise<VectorReport>
    checkWycheproof: () => Promise<VectorReport>
  }
}

window.checkVectors = () => checkVectors({ link, proofs, seal, password, pow, spoken })
window.checkWycheproof = () => checkWycheproof({ aesGcm, hkdf })
