/**
 * As much of Bun's global as peers/bun.ts uses.
 */
interface BunSocket<Data> {
  readonly data: Data
  readonly subscribe: (topic: string) => void
}

interface BunServer<Data> {
  readonly upgrade: (request: Request, options: { readonly data: Data }) => boolean
  readonly publish: (topic: string, message: string | Uint8Array) => number
}

declare const Bun: {
  readonly serve: <Data>(options: {
    readonly port: number
    readonly hostname: string
    readonly fetch: (request: Request, server: BunServer<Data>) => Response | undefined
    readonly websocket: {
      readonly perMessageDeflate: boolean
      readonly backpressureLimit: number
      readonly open: (socket: BunSocket<Data>) => void
      readonly message: (socket: BunSocket<Data>, message: string | Uint8Array) => void
    }
  }) => BunServer<Data>
  readonly gc: (isForced: boolean) => void
}
