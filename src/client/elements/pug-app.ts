/**
 * `<pug-app>`: the page of the relay: home at `/`, a room at `/r/<id>`, and the title of each.
 *
 * Addresses are replaced and never pushed: a room's address leads nowhere without its key, so that "back" should leave
 * the page (which asks first) and not the room alone. In a frame of another site the path stays as it is.
 *
 * A room that this tab keeps (KeptRoom.ts) is entered again at its own address, and forgotten at every other. In a frame
 * nothing is kept: what belongs to the tab is not the frame's, and the link comes with the frame.
 */
import { css, html, LitElement, type TemplateResult } from "lit"
import { CreateController } from "../controllers/CreateController.ts"
import { LanguageController } from "../controllers/LanguageController.ts"
import { framedLinkOf, homePath, isRoomPath, roomPathOf } from "../PageAddress.ts"
import { isFramed, relayUrl, tellHost } from "../PagePlace.ts"
import { canKeep, forgetRoom, type Keeping, keptRoom, type KeptRoom } from "../KeptRoom.ts"
import { formatRoomLink, type RoomLink } from "../RoomLink.ts"
import { type ClientRuntime, clientRuntime, warmUp } from "../runtime.ts"
import type { CreatedRoom } from "../services/RoomClient.ts"
import { base } from "../styles/base.ts"
import { tokens } from "../styles/tokens.ts"
import type { PugEvent, RoomStage } from "./events.ts"
import "./pug-home.ts"
import "./pug-room.ts"
import { createFailureText } from "./words/CreateWords.ts"
import { speakIn } from "./speakIn.ts"
import { pageLanguage, words } from "./words/PageLanguage.ts"

type Route =
  | { readonly _tag: "Home" }
  | {
      readonly _tag: "Room"
      /** Absent once the room has ended. */
      readonly link: string | RoomLink | undefined
      readonly creatorCapability: Uint8Array | undefined
      /** What the creator wants to be called. */
      readonly name: string
      /** What the creator has typed; empty once the room has taken it, and for none. */
      readonly password: string
      /** `on` where the tab has kept it. */
      readonly keeping: Keeping
    }

type RoomRoute = Extract<Route, { readonly _tag: "Room" }>

export class PugApp extends LitElement {
  static override styles = [
    tokens,
    base,
    css`
      :host {
        block-size: 100dvh;
        background: var(--pug-paper);
      }

      main {
        block-size: 100%;
      }
    `
  ]

  static override properties = {
    runtime: { attribute: false },
    route: { state: true }
  }

  /** Where Effects run; tests bring their own. */
  declare runtime: ClientRuntime
  declare route: Route

  readonly #create = new CreateController(
    this,
    () => this.runtime,
    (room) => this.#openCreated(room)
  )
  #stage: RoomStage | undefined
  /** Messages that nobody has looked at. */
  #unreadCount = 0
  /** What the person who is making a room wants to be called. */
  #name = ""
  /** And the password that they have typed; empty for none. */
  #password = ""

  constructor() {
    super()
    new LanguageController(this)
    if (isFramed()) tellHost(this)
    this.runtime = clientRuntime
    this.route = { _tag: "Home" }
  }

  override connectedCallback(): void {
    super.connectedCallback()
    pageLanguage.begin(navigator.languages)
    this.#readAddress()
    window.addEventListener("popstate", this.#handlePopState)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener("popstate", this.#handlePopState)
  }

  override firstUpdated(): void {
    warmUp(this.runtime)
  }

  override updated(): void {
    // A page that has vanished keeps its empty title, whatever was still on its way.
    if (!this.isConnected) return
    const { home, stages } = words().pageTitles
    const title = this.route._tag === "Home" ? home : stages[this.#stage ?? "invited"]
    document.title = this.#unreadCount === 0 ? title : `(${pageLanguage.say.number(this.#unreadCount)}) ${title}`
    speakIn(document.documentElement, pageLanguage.language)
  }

  override render(): TemplateResult {
    // Rather nothing for a moment than a page in one language that turns into another.
    if (!pageLanguage.isReady) return html`<main></main>`
    return html`<main @choose-language=${this.#handleLanguage}>
      ${this.route._tag === "Home" ? this.#renderHome() : this.#renderRoom(this.route)}
    </main>`
  }

  #renderHome(): TemplateResult {
    const { creation } = this.#create
    return html`<pug-home
      .isWorking=${creation._tag === "Working"}
      .progress=${creation._tag === "Working" ? creation.progress : 0}
      .problem=${creation._tag === "Failed" ? createFailureText(creation.code, creation.detail, creation.retryAfterSeconds) : ""}
      .obstacle=${window.isSecureContext ? "" : words().insecure.text}
      .relayUrl=${relayUrl()}
      @create-room=${this.#handleCreate}
      @cancel-create=${this.#handleCancel}
      @open-link=${this.#handleOpenLink}
    ></pug-home>`
  }

  #renderRoom(route: RoomRoute): TemplateResult {
    return html`<pug-room
      .runtime=${this.runtime}
      .creatorCapability=${route.creatorCapability}
      .name=${route.name}
      .password=${route.password}
      .keeping=${route.keeping}
      .link=${route.link}
      @room-stage=${this.#handleStage}
      @unread-count=${this.#handleUnread}
      @vanish-room=${this.#handleVanish}
      @new-room=${this.#handleNewRoom}
    ></pug-room>`
  }

  #readAddress(): void {
    const { hash, href, pathname } = window.location
    const hasRoom = isFramed() ? hash.length > 1 : isRoomPath(pathname)
    const link = isFramed() ? framedLinkOf(hash) : href
    const kept = this.#keptHere()
    if (kept === undefined) forgetRoom()
    if (kept !== undefined) this.route = roomRoute({ ...kept, keeping: "on" })
    else this.route = hasRoom ? roomRoute({ link }) : { _tag: "Home" }
  }

  /** The room that this tab keeps, if this is its address and nothing else. A whole link is another invitation. */
  #keptHere(): KeptRoom | undefined {
    const kept = keptRoom()
    return kept?.link.startsWith(`${window.location.href}#`) ? kept : undefined
  }

  #openCreated(room: CreatedRoom): void {
    const { link, creatorCapability } = room
    this.#replacePath(this.#pathOf(link))
    this.route = roomRoute({
      link,
      creatorCapability,
      name: this.#name,
      password: this.#password
    })
    this.#name = ""
    this.#password = ""
  }

  /** The path of a room; without one, that of home. */
  #pathOf(link?: RoomLink): string {
    const { pathname } = window.location
    if (isFramed()) return pathname
    return link === undefined ? homePath(pathname) : roomPathOf(pathname, link.roomId)
  }

  #replacePath(path: string): void {
    window.history.replaceState(null, "", path)
  }

  #handleCreate(event: PugEvent<"create-room">): void {
    const { name, password, ...options } = event.detail
    this.#name = name
    this.#password = password
    this.#create.start({ ...options, needsPassword: password !== "" })
  }

  #handleLanguage(event: PugEvent<"choose-language">): void {
    pageLanguage.choose(event.detail.language)
  }

  #handleCancel(): void {
    this.#create.cancel()
  }

  /** Another relay has a page of its own, and this one may not connect to it. */
  #handleOpenLink(event: PugEvent<"open-link">): void {
    const { link } = event.detail
    if (link.relayUrl !== relayUrl()) {
      // The other relay shows its page in no frame of ours.
      if (isFramed()) window.open(formatRoomLink(link), "_blank", "noopener")
      else window.location.assign(formatRoomLink(link))
      return
    }
    this.#replacePath(this.#pathOf(link))
    this.route = roomRoute({ link })
  }

  #handleStage(event: PugEvent<"room-stage">): void {
    this.#stage = event.detail.stage
    if (!isBefore(this.#stage)) {
      this.#replacePath(window.location.pathname)
      if (this.route._tag === "Room" && this.route.password !== "") this.route = { ...this.route, password: "" }
    }
    // Nothing here keeps what the room itself has forgotten.
    if (this.#stage === "ended") this.#forgetSecrets()
    this.requestUpdate()
  }

  #handleUnread(event: PugEvent<"unread-count">): void {
    this.#unreadCount = event.detail.count
    // Shown on the icon of a page that is installed; where it is not, browsers refuse or do nothing.
    if ("setAppBadge" in navigator) navigator.setAppBadge(this.#unreadCount).catch(() => undefined)
    this.requestUpdate()
  }

  #forgetSecrets(): void {
    if (this.route._tag === "Room")
      this.route = { ...this.route, link: undefined, creatorCapability: undefined, name: "", password: "" }
  }

  #handleNewRoom(): void {
    this.#stage = undefined
    this.#replacePath(this.#pathOf())
    this.#readAddress()
  }

  /**
   * The page itself is replaced by an empty one, to which "back" and "reload" bring nothing. It is emptied first, so that
   * nothing is seen for as long as the browser takes. A page of ours would have a name, an address and a relay to ask.
   */
  #handleVanish(): void {
    this.#forgetSecrets()
    document.body.replaceChildren()
    document.title = ""
    window.location.replace("about:blank")
  }

  /** A link pasted into the address bar of this very page changes the fragment only and loads nothing. */
  readonly #handlePopState = (): void => {
    const isBusy = this.route._tag === "Room" && !isBefore(this.#stage) && this.#stage !== "ended"
    if (isBusy) this.#replacePath(window.location.pathname)
    else this.#readAddress()
  }
}

/** An invitation to `link`, but for what else is known. */
const roomRoute = (known: Partial<RoomRoute> & Pick<RoomRoute, "link">): RoomRoute => ({
  _tag: "Room",
  creatorCapability: undefined,
  name: "",
  password: "",
  keeping: isFramed() || !canKeep() ? "never" : "off",
  ...known
})

/** Nothing has connected yet: the address still holds the whole link, such as it is. */
const isBefore = (stage: RoomStage | undefined): boolean => stage === "invited" || stage === "unusable"

customElements.define("pug-app", PugApp)

declare global {
  interface HTMLElementTagNameMap {
    "pug-app": PugApp
  }
}
