/** What vectors.test.ts loads into a page: the vectors and their check, started by the test. */
import { checkVectors, type VectorReport } from "../vectors/checkVectors.ts"
import link from "../vectors/link.json" with { type: "json" }
import pow from "../vectors/pow.json" with { type: "json" }
import proofs from "../vectors/proofs.json" with { type: "json" }
import seal from "../vectors/seal.json" with { type: "json" }

declare global {
  interface Window {
    checkVectors: () => Promise<VectorReport>
  }
}

window.checkVectors = () => checkVectors({ link, proofs, seal, pow })
