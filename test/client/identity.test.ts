/**
 * The mark is one, wherever it is drawn, and what the page names as its icons and colours is so.
 */
import { assert, describe, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { tokens } from "../../src/client/styles/tokens.ts"

const folder = "src/client/public"
const page = readFileSync("src/client/index.html", "utf8")

interface Manifest {
  readonly background_color: string
  readonly theme_color: string
  readonly icons: ReadonlyArray<{
    readonly src: string
    readonly sizes: string
    readonly type: string
    readonly purpose: string
  }>
}

// Our own file; a wrong shape fails the tests below.
const manifest = JSON.parse(readFileSync(`${folder}/manifest.webmanifest`, "utf8")) as Manifest

const strokesOf = (file: string): ReadonlyArray<string> =>
  [...readFileSync(file, "utf8").matchAll(/ d="([^"]+)"/g)].map(([, path = ""]) => path)

/** Width and height, from the header of a PNG. */
const sizeOf = (png: Buffer): string => {
  assert.strictEqual(png.toString("latin1", 0, 8), "\x89PNG\r\n\x1a\n")
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`
}

/** The pictures in an ICO file. */
const picturesOf = (ico: Buffer): ReadonlyArray<Buffer> =>
  Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const [length, offset] = [ico.readUInt32LE(14 + 16 * index), ico.readUInt32LE(18 + 16 * index)]
    return ico.subarray(offset, offset + length)
  })

/** `oklch(98.5% 0.006 85)` as `#fcfaf6`, by the matrices of CSS Color 4. */
const hexOf = (oklch: string): string => {
  const [lightness = 0, chroma = 0, hue = 0] = [...oklch.matchAll(/[\d.]+/g)].map(([text]) => Number(text))
  const [a, b] = [Math.cos((hue * Math.PI) / 180) * chroma, Math.sin((hue * Math.PI) / 180) * chroma]
  const light = lightness / 100
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  ]
  const bytes = linear.map((value) =>
    Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055))
  )
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`
}

describe("the mark", () => {
  it("has the same five strokes in the page and in its icon", () => {
    assert.lengthOf(strokesOf("src/client/elements/mark.ts"), 5)
    assert.deepStrictEqual(strokesOf(`${folder}/favicon.svg`), strokesOf("src/client/elements/mark.ts"))
  })

  it("is drawn in every size that the manifest names, once for devices that cut icons to a shape", () => {
    const drawn = manifest.icons.filter(({ type }) => type === "image/png")

    assert.deepStrictEqual(
      drawn.map(({ src }) => sizeOf(readFileSync(`${folder}/${src}`))),
      drawn.map(({ sizes }) => sizes)
    )
    assert.includeMembers(
      drawn.map(({ purpose, sizes }) => `${purpose} ${sizes}`),
      ["any 192x192", "any 512x512", "maskable 512x512"]
    )
  })

  it("is there for browsers that take no SVG, and for a phone's home screen", () => {
    assert.deepStrictEqual(picturesOf(readFileSync(`${folder}/favicon.ico`)).map(sizeOf), ["16x16", "32x32", "48x48"])
    assert.strictEqual(sizeOf(readFileSync(`${folder}/apple-touch-icon.png`)), "180x180")
  })

  it("is where the page and the manifest say", () => {
    const named = [...page.matchAll(/(?:href|content)="(\/[^"]+\.(?:svg|ico|png|webmanifest))"/g)].map(
      ([, path = ""]) => path
    )
    const paths = [...named, ...manifest.icons.map(({ src }) => `/${src}`)]

    assert.isAtLeast(named.length, 5)
    assert.deepStrictEqual(
      paths.filter((path) => !existsSync(folder + path)),
      []
    )
  })
})

describe("the colours around the page", () => {
  const [, light = "", dark = ""] =
    /--pug-paper: light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)/.exec(tokens.cssText) ?? []

  it("are the page's paper, in light and in dark", () => {
    const themes = [...page.matchAll(/name="theme-color" content="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour)

    assert.deepStrictEqual(themes, [hexOf(light), hexOf(dark)])
    assert.deepStrictEqual([manifest.background_color, manifest.theme_color], [hexOf(light), hexOf(light)])
  })

  it("are there before the elements are", () => {
    assert.include(readFileSync("src/client/page.css", "utf8"), `light-dark(${light}, ${dark})`)
  })
})
