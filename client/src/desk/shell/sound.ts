import { prefs } from "../prefs.ts";

/** Two short soft tones, made here: no file is fetched. Browsers give sound only after a key or a press. */
let context: AudioContext | null = null;

const arm = (): void => {
  if (!prefs.sound || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
};
window.addEventListener("pointerdown", arm, { passive: true });
window.addEventListener("keydown", arm, { passive: true });

const tone = (audio: AudioContext, hertz: number, from: number): void => {
  const wave = audio.createOscillator();
  const volume = audio.createGain();
  const at = audio.currentTime + from;
  wave.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
  wave.connect(volume).connect(audio.destination);
  wave.start(at);
  wave.stop(at + 0.3);
};

export const chime = (): void => {
  arm();
  if (!prefs.sound || context === null || context.state === "closed") return;
  tone(context, 660, 0);
  tone(context, 880, 0.14);
};
