import { onBeforeUnmount, onMounted } from "vue";
import { prefs } from "./prefs.ts";

/** "j", "Enter", "?", "ctrl+k": what a key does on the page that listens. */
export type Keymap = Record<string, (event: KeyboardEvent) => void>;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));

const layerOpen = (): boolean =>
  document.querySelector(
    ".el-overlay:not([style*='display: none'], .dialog-fade-leave-active) .el-dialog, .el-dropdown__popper[aria-hidden='false']",
  ) !== null;

/**
 * Keys of a page. Single letters act only outside fields, outside dialogs, never while an input method composes, and
 * not at all where the person turned them off.
 */
export const useKeys = (map: Keymap): void => {
  const listen = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const name = nameOf(event);
    const act = map[name] ?? (event.key.length === 1 ? map[name.toLowerCase()] : undefined);
    if (act === undefined) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && event.key.length === 1 && !prefs.letters) return;
    if (plain && (typing(event.target) || layerOpen())) return;
    if (plain && event.key === "Enter" && event.target instanceof HTMLElement && /^(?:A|BUTTON|SUMMARY)$/u.test(event.target.tagName)) return;
    event.preventDefault();
    act(event);
  };
  onMounted(() => window.addEventListener("keydown", listen));
  onBeforeUnmount(() => window.removeEventListener("keydown", listen));
};

/** "g" and then a letter within a second and a half goes somewhere. */
let wentAt = 0;
window.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "g" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) wentAt = event.timeStamp;
  },
  { capture: true },
);
const nameOf = (event: KeyboardEvent): string => {
  if (event.ctrlKey || event.metaKey) return `ctrl+${event.key.toLowerCase()}`;
  // With Alt some keyboards write another character: the key itself counts.
  if (event.altKey) return `alt+${/^(?:Digit|Key)(.)$/u.exec(event.code)?.[1]?.toLowerCase() ?? event.key.toLowerCase()}`;
  return wentAt > 0 && event.key !== "g" && event.timeStamp - wentAt < 1_500 ? `g ${event.key}` : event.key;
};

/** Ctrl + Enter in a field, not while an input method composes. */
export const isSend = (event: KeyboardEvent): boolean => event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
