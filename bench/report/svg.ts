/**
 * As much SVG as the plots need: text, lines, bars and dots as strings, on a ground of their own.
 */

export const colours = {
  ground: "#ffffff",
  ink: "#1f2328",
  quiet: "#656d76",
  grid: "#d8dee4",
  pug: "#b3541e",
  ws: "#57606a",
  bun: "#0969da",
  "socket.io": "#8250df"
} as const

export const picture = (width: number, height: number, title: string, parts: ReadonlyArray<string>): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}"`,
    `  font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="${colours.ground}"/>`,
    text(16, 24, title, { weight: 600, size: 14 }),
    ...parts,
    "</svg>",
    ""
  ].join("\n")

export const text = (
  x: number,
  y: number,
  content: string,
  {
    anchor = "start",
    fill = colours.ink,
    size = 12,
    weight = 400
  }: {
    readonly anchor?: "start" | "middle" | "end"
    readonly fill?: string
    readonly size?: number
    readonly weight?: number
  } = {}
): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${fill}" font-size="${size}" font-weight="${weight}">${escape(content)}</text>`

export const line = (x1: number, y1: number, x2: number, y2: number, stroke: string = colours.grid): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}"/>`

export const bar = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(height)}" fill="${fill}"/>`

export const dot = (x: number, y: number, fill: string): string =>
  `<circle cx="${at(x)}" cy="${at(y)}" r="3" fill="${fill}"/>`

export const path = (points: ReadonlyArray<readonly [number, number]>, stroke: string): string =>
  `<polyline points="${points.map(([x, y]) => `${at(x)},${at(y)}`).join(" ")}" fill="none" stroke="${stroke}" stroke-width="2"/>`

/** A logarithmic scale from values to places. */
export const logScale =
  (low: number, high: number, from: number, to: number) =>
  (value: number): number =>
    from + (Math.log(value / low) / Math.log(high / low)) * (to - from)

/** 1, 2, 5, 10 ... between two values. */
export const ticks = (low: number, high: number): ReadonlyArray<number> =>
  Array.from({ length: 12 }, (_, power) => power - 4)
    .flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power))
    .filter((value) => value >= low * 0.999 && value <= high * 1.001)

const at = (value: number): string => String(Math.round(value * 10) / 10)

const escape = (content: string): string =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")
