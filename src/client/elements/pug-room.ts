/**
 * `<pug-room>`: a whole room, from its link to its end. Works inside pug-app and by itself in a page of your own.
 *
 * `link`, `creatorCapability` and `password` are properties and never attributes, so that no secret stands in a document.
 * With a link alone it shows an invitation and joins by a click; with the capability it enters by itself and shows the
 * invite, unless the link needs a password that it has not been given. It stores nothing: `keeping` is for pug-app alone.
 *
 * @fires {PugEvent<"room-stage">} room-stage - It has come to another stage: `inside` once the room has let it in.
 * @fires {PugEvent<"room-ended">} room-ended - The room is over for this page, and why.
 * @fires {PugEvent<"vanish-room">} vanish-room - The person wants to be gone. The room is left and wiped; the page around it is the host's to empty.
 * @fires {PugEvent<"unread-count">} unread-count - Messages have come while the page is hidden, or it is shown again.
 * @fires {PugEvent<"new-room">} new-room - The person wants another room.
 *
 * @csspart invitation - What a guest sees before joining, or why the link cannot be used.
 * @csspart waiting - Between the click and the room.
 * @csspart inside - The whole inside of the room.
 * @csspart ended - The end of the room.
 * @csspart bar - Inside: mark and remaining time, on a narrow element also the way to the panel.
 * @csspart panel - Inside: members, tools and settings.
 * @csspart conversation - Inside: everything beside the panel.
 * @csspart log - Inside: the messages.
 * @csspart composer - Inside: where one writes.
 */
import { Result } from "effect"
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit"
import { client } from "../../protocol/Limits.ts"
import { CountdownController } from "../controllers/CountdownController.ts"
import { KeepController } from "../controllers/KeepController.ts"
import { LanguageController } from "../controllers/LanguageController.ts"
import { PageController } from "../controllers/PageController.ts"
import { RoomController } from "../controllers/RoomController.ts"
import { UnreadController } from "../controllers/UnreadController.ts"
import { VanishController } from "../controllers/VanishController.ts"
import { examineLink } from "../LinkDoctor.ts"
import type { Keeping, KeptRoom } from "../KeptRoom.ts"
import { pageClock } from "../PageClock.ts"
import { formatRoomLink, type RoomLink, type RoomLinkProblem } from "../RoomLink.ts"
import { type ClientRuntime, clientRuntime, warmUp } from "../runtime.ts"
import { base } from "../styles/base.ts"
import { room } from "../styles/room.ts"
import { tokens } from "../styles/tokens.ts"
import { emit, type PugEvent, type RoomStage } from "./events.ts"
import "./pug-ended.ts"
import "./pug-join.ts"
import "./pug-waiting.ts"
import type { TitledText } from "./words/en.ts"
import { speakIn } from "./speakIn.ts"
import { pageLanguage, words } from "./words/PageLanguage.ts"

/** What a sealed Text record takes beside its body: length, tag, ID, time and `seen`. PROTOCOL.md section 7.4. */
const recordOverheadBytes = 256

export class PugRoom extends LitElement {
  static override styles = [tokens, base, room]

  static override properties = {
    link: { attribute: false },
    creatorCapability: { attribute: false },
    name: { attribute: false },
    password: { attribute: false },
    keeping: { attribute: false },
    runtime: { attribute: false },
    isInviting: { state: true },
    isChatLoaded: { state: true }
  }

  /** The room's link, as text or parsed. A new one leaves the room that is open. */
  declare link: string | RoomLink | undefined
  /** What made this page the creator; see CreatedRoom. */
  declare creatorCapability: Uint8Array | undefined
  /** What the person is called in the room, sealed; a guest may change it on the invitation. Empty for none. */
  declare name: string
  /** What the person has typed, where the link needs it. Without it, it is asked for. It is not kept. */
  declare password: string
  /**
   * @internal Whether the way back is kept in this tab; with a link that was kept, the click is made and nothing is asked
   * again but a password. A page of somebody's own decides about its storage itself.
   */
  declare keeping: Keeping
  /** @internal Where Effects run; tests bring their own. */
  declare runtime: ClientRuntime
  declare isInviting: boolean
  declare isChatLoaded: boolean

  readonly #room = new RoomController(this, () => this.runtime)
  readonly #clock = pageClock(() => this.runtime)
  readonly #countdown = new CountdownController(
    this,
    () => this.runtime,
    () => this.#endsAt,
    (remainingMillis) => this.#room.warn(remainingMillis)
  )
  readonly #keep = new KeepController(this, {
    keeping: () => this.keeping,
    room: () => this.#roomToKeep()
  })
  #parsed: RoomLink | undefined
  /** Why the room cannot be entered by this link, or from this page. */
  #problem: RoomLinkProblem | "insecure" | undefined
  #stage: RoomStage | undefined

  constructor() {
    super()
    this.link = undefined
    this.creatorCapability = undefined
    this.name = ""
    this.password = ""
    this.keeping = "never"
    this.runtime = clientRuntime
    this.isInviting = false
    this.isChatLoaded = false
    new PageController(this, {
      isInside: () => this.#room.isInside,
      leaveAtOnce: () => this.#goAway(),
      checkConnection: () => this.#room.checkConnection()
    })
    new UnreadController(
      this,
      () => this.#room.view?.entries ?? [],
      (count) => emit(this, "unread-count", { count })
    )
    new VanishController(this, () => this.#vanish())
    new LanguageController(this)
    this.addEventListener("choose-language", (event) => pageLanguage.choose(event.detail.language))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // In a page of somebody's own the room speaks as the page does, if it can. pug-app has chosen by then.
    pageLanguage.begin([document.documentElement.lang, ...navigator.languages])
  }

  override firstUpdated(): void {
    warmUp(this.runtime)
    // The inside of a room is a chunk of its own, so that an invitation is read before it has come.
    import("./pug-chat.ts").then(
      () => {
        this.isChatLoaded = true
      },
      () => this.#room.fail()
    )
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("link")) this.#takeLink()
    if (this.#room.view?.ended !== undefined) this.#forget()
  }

  override updated(): void {
    speakIn(this, pageLanguage.language)
    const stage = this.#currentStage()
    if (stage === this.#stage) return
    this.#stage = stage
    emit(this, "room-stage", { stage })
    const ended = this.#room.view?.ended
    if (ended !== undefined) emit(this, "room-ended", { reason: ended })
  }

  override render(): TemplateResult | typeof nothing {
    if (!pageLanguage.isReady) return nothing
    const { view } = this.#room
    if (view === undefined) {
      return html`<pug-join
        part="invitation"
        .problem=${this.#problemWords}
        .name=${this.name}
        .needsPassword=${this.#parsed?.needsPassword === true}
        @join-room=${this.#handleJoin}
      ></pug-join>`
    }
    if (view.ended !== undefined)
      return html`<pug-ended part="ended" .reason=${view.ended} .hasUnsent=${view.hasUnsent}></pug-ended>`
    if (!view.hasJoined || !this.isChatLoaded) {
      return html`<pug-waiting
        part="waiting"
        .connection=${view.connection}
        @reconnect-now=${this.#handleReconnect}
        @leave-room=${this.#handleLeave}
      ></pug-waiting>`
    }
    return html`<pug-chat
      part="inside"
      exportparts="bar, panel, conversation, log, composer"
      .clock=${this.#clock}
      .view=${view}
      .remainingMillis=${this.#countdown.remainingMillis}
      .maximumBytes=${client.maxPlaintextBytes - recordOverheadBytes}
      .refused=${this.#room.refused}
      .isInviting=${this.isInviting}
      .keeping=${this.keeping}
      @send-message=${this.#handleSend}
      @retry-message=${this.#handleRetry}
      @discard-message=${this.#handleDiscard}
      @let-go=${this.#handleLetGo}
      @kick-member=${this.#handleKick}
      @lock-room=${this.#handleLock}
      @purge-room=${this.#handlePurge}
      @rotate-link=${this.#handleRotate}
      @show-invite=${this.#handleShowInvite}
      @leave-room=${this.#handleLeave}
      @vanish-room=${this.#handleVanish}
      @reconnect-now=${this.#handleReconnect}
      @use-password=${this.#handlePassword}
      @keep-room=${this.#handleKeep}
    ></pug-chat>`
  }

  /** The room as it can be entered now: a changed link is known once its secret is. */
  #roomToKeep(): KeptRoom | undefined {
    const { view } = this.#room
    const link = view === undefined ? this.#parsed && formatRoomLink(this.#parsed) : view.link
    return link === undefined ? undefined : { link, creatorCapability: this.creatorCapability, name: this.name }
  }

  get #endsAt(): number | undefined {
    const { view } = this.#room
    return view?.hasJoined === true ? view.endsAt : undefined
  }

  get #problemWords(): TitledText | undefined {
    if (this.#problem === undefined) return undefined
    return this.#problem === "insecure" ? words().insecure : words().link[this.#problem]
  }

  #currentStage(): RoomStage {
    const { view } = this.#room
    if (view === undefined) return this.#problem === undefined ? "invited" : "unusable"
    if (view.ended !== undefined) return "ended"
    if (view.hasJoined) return "inside"
    return view.connection._tag === "Waiting" ? "waiting" : "entering"
  }

  /** A changed link leaves the open room and asks anew. */
  #takeLink(): void {
    const { link } = this
    // It is also unset when the room has ended, and then the end stays on screen.
    if (link === undefined) return
    this.#room.reset()
    const parsed = typeof link === "string" ? Result.map(examineLink(link), ({ link }) => link) : Result.succeed(link)
    this.#parsed = Result.getOrUndefined(parsed)
    const problem = Result.isFailure(parsed) ? parsed.failure.reason : undefined
    this.#problem = problem ?? (window.isSecureContext ? undefined : "insecure")
    const isReturning = this.keeping === "on"
    if (this.#problem !== undefined || (this.creatorCapability === undefined && !isReturning)) return
    if (this.#parsed?.needsPassword && this.password === "") return
    this.isInviting = !isReturning
    this.#enter()
  }

  #enter(): void {
    if (this.#parsed === undefined || this.#problem !== undefined) return
    const { creatorCapability, name, password } = this
    this.#room.enter({
      link: this.#parsed,
      name,
      ...(creatorCapability !== undefined && { creatorCapability }),
      ...(this.#parsed.needsPassword && { password })
    })
    this.password = ""
  }

  /** The end of a room is the end of its secrets on this page, and of every wish about it. */
  #forget(): void {
    if (this.keeping === "on") this.keeping = "off"
    this.#parsed = undefined
    this.link = undefined
    this.creatorCapability = undefined
    this.name = ""
    this.password = ""
    this.isInviting = false
  }

  /** The page goes away, perhaps to be loaded again: what is kept stays. */
  #goAway(): void {
    this.keeping = "never"
    this.#room.leaveAtOnce()
  }

  #vanish(): void {
    this.#room.leaveAtOnce()
    this.#keep.forget()
    this.#forget()
    emit(this, "vanish-room")
  }

  #handleJoin(event: PugEvent<"join-room">): void {
    this.name = event.detail.name
    this.password = event.detail.password
    // Before anything connects, so that the host page can take the key out of the address bar first.
    this.#stage = "entering"
    emit(this, "room-stage", { stage: "entering" })
    this.#enter()
  }

  #handleLeave(): void {
    this.#room.leave()
  }

  /** The host hears of it once, after the wiping. */
  #handleVanish(event: PugEvent<"vanish-room">): void {
    event.stopPropagation()
    this.#vanish()
  }

  #handleReconnect(): void {
    this.#room.checkConnection()
  }

  #handleSend(event: PugEvent<"send-message">): void {
    this.#room.send(event.detail.body, event.detail.keptSeconds)
  }

  #handleRetry(event: PugEvent<"retry-message">): void {
    const { id, body, keptSeconds } = event.detail
    this.#room.discard(id)
    this.#room.send(body, keptSeconds)
  }

  #handleDiscard(event: PugEvent<"discard-message">): void {
    this.#room.discard(event.detail.id)
  }

  #handleLetGo(event: PugEvent<"let-go">): void {
    this.#room.letGo(event.detail.keys)
  }

  #handleKick(event: PugEvent<"kick-member">): void {
    const { connectionId, changesLink } = event.detail
    if (changesLink) this.#room.kickAndRotate(connectionId)
    else this.#room.kick(connectionId)
  }

  #handleLock(event: PugEvent<"lock-room">): void {
    this.#room.lock(event.detail.isLocked)
  }

  #handlePurge(): void {
    this.#room.purge()
  }

  #handleRotate(): void {
    this.#room.rotate()
  }

  #handlePassword(event: PugEvent<"use-password">): void {
    this.#room.usePassword(event.detail.password)
  }

  #handleKeep(event: PugEvent<"keep-room">): void {
    this.keeping = event.detail.isKept ? "on" : "off"
  }

  #handleShowInvite(event: PugEvent<"show-invite">): void {
    this.isInviting = event.detail.isOpen
  }
}

customElements.define("pug-room", PugRoom)

declare global {
  interface HTMLElementTagNameMap {
    "pug-room": PugRoom
  }
}
