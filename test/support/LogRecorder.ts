/**
 * Everything that is logged, as the lines that an operator would read, fields and causes included.
 */
import { Context, Effect, Layer, Logger } from "effect"

/** The lines so far. */
export class LogLines extends Context.Service<LogLines, Array<string>>()(
  "pug-network/test/support/LogRecorder/LogLines"
) {}

/** Takes the place of every other logger. */
export const layer: Layer.Layer<LogLines> = Layer.unwrap(
  Effect.sync(() => {
    const lines: Array<string> = []
    const recorder = Logger.map(Logger.formatLogFmt, (line) => void lines.push(line))
    return Layer.merge(Logger.layer([recorder]), Layer.succeed(LogLines, lines))
  })
)
