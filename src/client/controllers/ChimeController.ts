/**
 * A soft sound of two notes, made in the page: no file is loaded and nothing is recorded.
 *
 * Browsers give a page its voice in answer to a click, so the switch takes it. What comes while it sounds is that sound.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit"

/** Hertz, and seconds from the beginning. */
const notes = [
  { pitch: 659, from: 0, to: 0.25 },
  { pitch: 880, from: 0.11, to: 0.45 }
]
const loudness = 0.12

export class ChimeController implements ReactiveController {
  readonly isSupported = "AudioContext" in window

  readonly #host: ReactiveControllerHost
  /** Present while it is on. */
  #audio: AudioContext | undefined
  #isSounding = false

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.switchOff()
  }

  get isOn(): boolean {
    return this.#audio !== undefined
  }

  /** In answer to a click. It sounds once, so that the person knows what to listen for. */
  switchOn(): void {
    if (this.isOn) return
    this.#audio = new AudioContext()
    this.ring()
    this.#host.requestUpdate()
  }

  switchOff(): void {
    void this.#audio?.close()
    this.#audio = undefined
    this.#isSounding = false
    this.#host.requestUpdate()
  }

  /** Sounds, where it is on. */
  ring(): void {
    const audio = this.#audio
    if (audio === undefined || this.#isSounding) return
    this.#isSounding = true
    // Between sounds the device rests.
    void audio.resume().then(() => {
      for (const note of notes) play(audio, note).addEventListener("ended", () => this.#rest(audio, note))
    })
  }

  #rest(audio: AudioContext, note: Note): void {
    if (note !== notes.at(-1) || audio !== this.#audio) return
    this.#isSounding = false
    void audio.suspend()
  }
}

type Note = (typeof notes)[number]

/** A note that swells and fades, so that it neither clicks nor startles. */
const play = (audio: AudioContext, { pitch, from, to }: Note): OscillatorNode => {
  const [begin, end] = [audio.currentTime + from, audio.currentTime + to]
  const swell = audio.createGain()
  swell.gain.setValueAtTime(0, begin)
  swell.gain.linearRampToValueAtTime(loudness, begin + 0.02)
  swell.gain.linearRampToValueAtTime(0, end)
  const oscillator = audio.createOscillator()
  oscillator.frequency.value = pitch
  oscillator.connect(swell).connect(audio.destination)
  oscillator.start(begin)
  oscillator.stop(end)
  return oscillator
}
