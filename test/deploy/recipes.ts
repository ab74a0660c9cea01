/**
 * How each recipe of deploy/ is put into a directory of its own. The substitutions name what they replace, so that a
 * recipe cannot change behind their back.
 */
import { join } from "node:path"
import { type Place, type Recipe, replaced } from "../support/ProxyProcess.ts"

const nginx: Recipe = {
  name: "nginx",
  program: "/usr/sbin/nginx",
  file: "nginx.conf",
  setUp: (recipe, place) => ({
    files: {
      "site.conf": replaced(recipe, [
        ["https://chat.example.org$request_uri", `https://localhost:${place.httpsPort}$request_uri`],
        ["server_name chat.example.org", "server_name localhost"],
        ["listen 80;", `listen ${place.httpPort};`],
        ["listen [::]:80;", `listen [::]:${place.httpPort};`],
        ["listen 443 ", `listen ${place.httpsPort} `],
        ["listen [::]:443 ", `listen [::]:${place.httpsPort} `],
        ["/etc/ssl/pug/fullchain.pem", place.cert],
        ["/etc/ssl/pug/key.pem", place.key],
        ["127.0.0.1:3000", `127.0.0.1:${place.relayPort}`]
      ]),
      // What Debian's own nginx.conf is to the site, logs included.
      "nginx.conf": [
        "daemon off; master_process off;",
        `pid ${join(place.directory, "pid")}; error_log ${join(place.directory, "error.log")};`,
        "events {}",
        "http {",
        `access_log ${join(place.directory, "access.log")};`,
        ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
          (name) => `${name}_temp_path ${join(place.directory, "tmp", name)};`
        ),
        `include ${join(place.directory, "site.conf")};`,
        "}"
      ].join("\n")
    },
    args: ["-p", place.directory, "-c", join(place.directory, "nginx.conf")]
  })
}

const caddy: Recipe = {
  name: "caddy",
  program: "/usr/bin/caddy",
  file: "Caddyfile",
  setUp: (recipe, place) => ({
    files: {
      Caddyfile: replaced(recipe, [
        ["\n{\n", `\n{\n\tadmin off\n\thttp_port ${place.httpPort}\n\thttps_port ${place.httpsPort}\n`],
        ["\nchat.example.org {\n", `\nlocalhost {\n\ttls ${place.cert} ${place.key}\n`],
        ["127.0.0.1:3000 {", `127.0.0.1:${place.relayPort} {`]
      ])
    },
    args: ["run", "--adapter", "caddyfile", "--config", join(place.directory, "Caddyfile")]
  })
}

const haproxy: Recipe = {
  name: "haproxy",
  program: "/usr/sbin/haproxy",
  file: "haproxy.cfg",
  setUp: (recipe, place) => ({
    files: {
      "haproxy.cfg": replaced(recipe, [
        ["    user haproxy\n    group haproxy\n    chroot /var/lib/haproxy\n", ""],
        // It takes two descriptors each, and only root may have more than the limit.
        ["maxconn 20000", "maxconn 500"],
        ["https://chat.example.org code", `https://localhost:${place.httpsPort} code`],
        ["bind :80\n", `bind :${place.httpPort}\n`],
        ["bind :::80 ", `bind :::${place.httpPort} `],
        ["bind :443 ", `bind :${place.httpsPort} `],
        ["bind :::443 ", `bind :::${place.httpsPort} `],
        ["/etc/ssl/pug/chat.pem", join(place.directory, "both.pem")],
        ["127.0.0.1:3000", `127.0.0.1:${place.relayPort}`]
      ])
    },
    args: ["-db", "-f", join(place.directory, "haproxy.cfg")]
  })
}

/** The change that each recipe names for a relay under a path. */
const underPath: Readonly<Record<string, readonly [from: string, to: string]>> = {
  nginx: ["    location / {", "    location /chat/ {"],
  caddy: ["\treverse_proxy 127.0.0.1:3000 {", "\treverse_proxy /chat/* 127.0.0.1:3000 {"],
  haproxy: ["use_backend pug if { path_beg / }", "use_backend pug if { path_beg /chat/ }"]
}

export const recipes: ReadonlyArray<Recipe> = [nginx, caddy, haproxy]

/** The same recipe for https://localhost/chat. */
export const atChat = (recipe: Recipe): Recipe => ({
  ...recipe,
  setUp: (text: string, place: Place) => {
    const change = underPath[recipe.name]
    if (change === undefined) throw new Error(`${recipe.name} has no recipe for a path`)
    return recipe.setUp(replaced(text, [change]), place)
  }
})
