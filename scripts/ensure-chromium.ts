/**
 * Makes sure that the browser which the tests drive is there: /usr/bin/chromium, Debian's own.
 *
 * It installs it where it may (root on a Debian) and otherwise says what to type. Playwright's own browsers are not used:
 * they come past the package manager and its signatures.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

const chromium = "/usr/bin/chromium"
const isDebian = existsSync("/etc/debian_version")

if (!existsSync(chromium) && isDebian && process.getuid?.() === 0) {
  const apt = (...args: ReadonlyArray<string>) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
    })
  apt("update")
  apt("install", "--yes", "--no-install-recommends", "chromium")
}

if (!existsSync(chromium)) {
  console.error(
    isDebian
      ? "The browser tests need Chromium. Type: sudo apt-get update && sudo apt-get install --yes chromium"
      : `The browser tests need Chromium at ${chromium}. Type: sudo ln -s "$(command -v chromium || command -v google-chrome)" ${chromium}`
  )
  process.exit(1)
}
