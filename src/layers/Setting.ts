/**
 * One setting that an operator may give: its name in the environment and on the command line, what is expected of it,
 * and how its text is read. A value that is not as expected stops the start: nothing is guessed.
 */
import { Config, Effect, Option, Schema } from "effect"
import { isWithin, type Range, rangeText } from "../services/SettingRules.ts"

/** A setting was given and is not what it must be. */
export class SettingInvalid extends Schema.TaggedError<SettingInvalid>()("SettingInvalid", {
  name: Schema.String,
  expected: Schema.String
}) {
  override get message(): string {
    return `${this.name} (${flagOf(this.name)}): expected ${this.expected}`
  }
}

export interface Setting<A> {
  /** In the environment: PUG_POW_BITS. On the command line it is --pow-bits. */
  readonly name: string
  readonly help: string
  readonly expected: string
  /** Shown in the help. */
  readonly defaultText: string
  readonly fallback: A
  readonly parse: (text: string) => Option.Option<A>
}

export const prefix = "PUG_"

export const flagOf = (name: string): string => `--${name.slice(prefix.length).toLowerCase().replaceAll("_", "-")}`

/** The setting's value: from the ConfigProvider, which is the environment unless something else is provided. */
export const read = Effect.fnUntraced(function* <A>(setting: Setting<A>) {
  const { name, expected } = setting
  const given = yield* Effect.option(Config.String(name))
  if (Option.isNone(given)) return setting.fallback
  const value = setting.parse(given.value)
  if (Option.isNone(value)) return yield* new SettingInvalid({ name, expected })
  return value.value
})

/** A whole number within a range. */
export const integer = (name: string, range: Range, fallback: number, help: string): Setting<number> => ({
  name,
  help,
  expected: rangeText(range),
  defaultText: String(fallback),
  fallback,
  parse: (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    return isWithin(range, value) ? Option.some(value) : Option.none()
  }
})

/** Text that must pass a test; absent by default. */
export const text = <A>(
  name: string,
  expected: string,
  help: string,
  parse: (text: string) => Option.Option<A>
): Setting<A | undefined> => ({ name, help, expected, defaultText: "", fallback: undefined, parse })
