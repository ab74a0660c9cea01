/**
 * Makes sure that the programs which the tests drive are there, each Debian's own: the browsers, the proxies of
 * docs/DEPLOY.md with what reads its systemd unit, the bus between nodes with what makes its certificates, and the model
 * checker with the compiler that it writes for.
 *
 * It installs them where it may (root on a Debian) and otherwise says what to type. Playwright's own browsers are not
 * used: they come past the package manager and its signatures.
 */
import { spawnSync } from "node:child_process"
import { existsSync, rmSync, writeFileSync } from "node:fs"

/** Where a program is, by the package that brings it. */
const programs = {
  chromium: "/usr/bin/chromium",
  "firefox-esr": "/usr/bin/firefox-esr",
  "webkit2gtk-driver": "/usr/bin/WebKitWebDriver",
  xvfb: "/usr/bin/Xvfb",
  nginx: "/usr/sbin/nginx",
  caddy: "/usr/bin/caddy",
  haproxy: "/usr/sbin/haproxy",
  spin: "/usr/bin/spin",
  gcc: "/usr/bin/gcc",
  systemd: "/usr/bin/systemd-analyze",
  "nats-server": "/usr/sbin/nats-server",
  openssl: "/usr/bin/openssl"
} as const

const isDebian = existsSync("/etc/debian_version")
const missing = () => Object.entries(programs).filter(([, path]) => !existsSync(path))

/** What Debian asks before it starts the service of a package. The tests start the proxies themselves. */
const servicePolicy = "/usr/sbin/policy-rc.d"
const services = ["nginx", "caddy", "haproxy", "nats-server"]

const run = (command: string, ...args: ReadonlyArray<string>) =>
  spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  })

/** Installs without starting anything, now or at the next boot. */
const install = (packages: ReadonlyArray<string>) => {
  const hasPolicy = existsSync(servicePolicy)
  if (!hasPolicy) writeFileSync(servicePolicy, "#!/bin/sh\nexit 101\n", { mode: 0o755 })
  try {
    run("apt-get", "update")
    run("apt-get", "install", "--yes", "--no-install-recommends", ...packages)
    const installed = packages.filter((name) => services.includes(name))
    if (installed.length > 0) run("systemctl", "disable", "--quiet", ...installed)
  } finally {
    if (!hasPolicy) rmSync(servicePolicy)
  }
}

if (missing().length > 0 && isDebian && process.getuid?.() === 0) install(missing().map(([name]) => name))

for (const [name, path] of missing()) {
  console.error(
    isDebian
      ? `The tests need ${name}. Type: sudo apt-get update && sudo apt-get install --yes ${name}`
      : `The tests need ${name} at ${path}: install it, or link it there.`
  )
}
if (missing().length > 0) process.exit(1)
