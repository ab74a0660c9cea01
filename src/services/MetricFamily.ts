/**
 * One family of metrics as its reader sees it: name, help, and at most one label with a closed set of values.
 *
 * A family is read from a source when somebody asks, and costs nothing before. The label's values are the keys that are
 * read, the same ones each time: no value is ever made from what a client has sent.
 */

export interface MetricFamily<Source> {
  readonly name: string
  readonly kind: "counter" | "gauge"
  readonly help: string
  /** Of a family with several series. */
  readonly label: string | undefined
  /** The values by label; of a family without label the one under "". */
  readonly read: (source: Source) => Readonly<Record<string, number>>
}

type Read<Source> = (source: Source) => number
type ReadAll<Source> = (source: Source) => Readonly<Record<string, number>>

/** What only rises while the process lives. */
export const counter = <Source>(name: string, help: string, read: Read<Source>): MetricFamily<Source> => ({
  name,
  kind: "counter",
  help,
  label: undefined,
  read: (source) => ({ "": read(source) })
})

/** A counter for each value of a label. */
export const counters = <Source>(
  name: string,
  help: string,
  label: string,
  read: ReadAll<Source>
): MetricFamily<Source> => ({ name, kind: "counter", help, label, read })

/** What rises and falls. */
export const gauge = <Source>(name: string, help: string, read: Read<Source>): MetricFamily<Source> => ({
  ...counter(name, help, read),
  kind: "gauge"
})

/** A gauge for each value of a label. */
export const gauges = <Source>(
  name: string,
  help: string,
  label: string,
  read: ReadAll<Source>
): MetricFamily<Source> => ({ ...counters(name, help, label, read), kind: "gauge" })
