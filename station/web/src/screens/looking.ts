import { useEffect, useRef, useState } from "preact/hooks";
import { isTyping } from "../keys";

/**
 * Nobody has looked at a row, chosen and pressed in less: choosing between a few answers takes a person 300 ms and more,
 * and the second press of a double click comes within this time.
 * Units: ms
 */
const soonest = 200;

/** What of an item stands before whoever rules: its picture is on its way, shown, or cannot be had. */
export interface Looking {
  state: "coming" | "shown" | "failed";
  /** Whether a key or click was made by somebody who could see the item. */
  sawIt: (event: Event) => boolean;
  /** For the picture: it is on the page, or not to be had. */
  arrived: () => void;
  failed: () => void;
}

/** Follows whether an item is before people's eyes; a press that is older was meant for the item before it. */
export function useLooking(hasPicture: boolean): Looking {
  const [state, setState] = useState<Looking["state"]>("coming");
  const since = useRef<number | undefined>(undefined);
  const begin = (to: Looking["state"]): void => {
    if (since.current !== undefined) return;
    // After the frame in which it is painted.
    requestAnimationFrame(() =>
      window.setTimeout(() => {
        since.current = performance.now() + soonest;
        window.setTimeout(() => setState(to), soonest + 5);
      }),
    );
  };
  useEffect(() => {
    if (!hasPicture) begin("shown");
  }, []);
  return {
    state,
    sawIt: (event) => since.current !== undefined && event.timeStamp >= since.current,
    arrived: () => begin("shown"),
    failed: () => begin("failed"),
  };
}

/** Whether a field has the keys now, so that the screen's own rest. */
export function useFieldHasKeys(): boolean {
  const [has, setHas] = useState(isTyping(document.activeElement));
  useEffect(() => {
    const look = (): void => setHas(isTyping(document.activeElement));
    const left = (): void => void window.setTimeout(look);
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", left);
    return () => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", left);
    };
  }, []);
  return has;
}
