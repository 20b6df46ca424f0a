import { useLayoutEffect, useRef } from "preact/hooks";
import { go } from "./router";

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

export function isTyping(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select");
}

/** Buttons and links keep Enter and space for themselves. */
function isPressing(event: KeyboardEvent): boolean {
  return (event.key === "Enter" || event.key === " ") && event.target instanceof HTMLElement && event.target.matches("button, a, summary");
}

/** Keys that may run on while they are held down; any other acts once, for it may act on the next row. */
const moving = /^(Arrow|Page|Home|End|Backspace)/;

/**
 * Keys of a screen, by their name ("1", "ArrowLeft", " "), letters in lower case.
 * They rest while somebody types, and while a dialog is open; they listen as soon as the screen stands.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  latest.current = keys;
  // Before the next frame: a key pressed at once must not fall between two rows.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isPressing(event)) return;
      if (document.querySelector("dialog[open]")) return;
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      if (event.repeat && !moving.test(event.key)) return;
      act(event);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

/** Keys of every page: F1 opens the help, Escape leaves a field, and Enter held down presses a button once. */
export function keysEverywhere(): void {
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.repeat && isPressing(event)) event.preventDefault();
      if (event.key === "F1" && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        go("tro-giup");
      }
      if (event.key === "Escape" && isTyping(event.target) && !document.querySelector("dialog[open]")) event.target.blur();
    },
    true,
  );
}
