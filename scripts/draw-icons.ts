/**
 * `npm run icons`: draws the icons of the page from src/client/public/favicon.svg, beside it, for those that take no SVG.
 *
 * Run it when the mark changes; what it draws is committed. Icons that are cut to a shape by the device have no corners
 * of their own, and the face keeps to the middle of them.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { chromium, type Page } from "playwright-core"

interface Picture {
  readonly size: number
  readonly png: Buffer
}

const folder = "src/client/public"
const rounded = readFileSync(`${folder}/favicon.svg`, "utf8")

/** The ground to the edges, and the face within the circle that every device leaves (80 % of the width). */
const full = replaced(
  replaced(rounded, ' rx="7"', ""),
  "translate(2.4 2.4) scale(.85)",
  "translate(4.5 4.5) scale(.72)"
)

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] })
const page = await browser.newPage()
writeFileSync(`${folder}/icon-192.png`, await drawn(page, rounded, 192))
writeFileSync(`${folder}/icon-512.png`, await drawn(page, rounded, 512))
writeFileSync(`${folder}/icon-maskable-512.png`, await drawn(page, full, 512))
writeFileSync(`${folder}/apple-touch-icon.png`, await drawn(page, full, 180))
const pictures: Array<Picture> = []
for (const size of [16, 32, 48]) pictures.push({ size, png: await drawn(page, rounded, size) })
writeFileSync(`${folder}/favicon.ico`, ico(pictures))
await browser.close()

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`favicon.svg has no ${from}`)
  return text.replace(from, to)
}

async function drawn(page: Page, svg: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`
  )
  return page.screenshot({ omitBackground: true })
}

/** An ICO file that holds PNGs: a header of 6 bytes, an entry of 16 for each, the pictures. */
function ico(pictures: ReadonlyArray<Picture>): Buffer {
  const header = Buffer.from(Uint16Array.of(0, 1, pictures.length).buffer)
  let offset = header.length + 16 * pictures.length
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    entry.set([size, size, 0, 0, 1, 0, 32, 0])
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)])
}
