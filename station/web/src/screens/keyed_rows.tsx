import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { components } from "../api/schema";
import { rulingName } from "../components/names";
import { Button } from "../components/parts";
import { useKeys, type KeyMap } from "../keys";
import { t } from "../words";
import { rulingKeys } from "./ruling_keys";

type Verdict = components["schemas"]["Verdict"];
export type Rows = Record<string, Verdict>;

const verdicts: readonly Verdict[] = ["high", "confidence", "low", "none", "double", "triple", "crossed"];

interface Props {
  title: string;
  rows: readonly { number: number; name: string }[];
  busy: boolean;
  onRows: (rows: Rows) => void;
  onRuling: (ruling: "not-issued" | "ignore") => void;
  onLeave: () => void;
}

/** One paper, a key a row: the next row comes by itself, Enter sends what is complete. */
export function KeyedRows({ title, rows, busy, onRows, onRuling, onLeave }: Props) {
  const [keyed, setKeyed] = useState<Rows>({});
  const [at, setAt] = useState(0);
  const section = useRef<HTMLElement>(null);
  // The keys are this paper's from now on, and no longer the field's its code was typed into.
  useLayoutEffect(() => section.current?.focus(), []);
  const complete = rows.length > 0 && rows.every((one) => keyed[String(one.number)] !== undefined);
  const set = (verdict: Verdict): void => {
    const row = rows[at];
    if (!row) return;
    setKeyed({ ...keyed, [String(row.number)]: verdict });
    setAt(Math.min(at + 1, rows.length - 1));
  };
  const send = (): void => {
    if (complete && !busy) onRows(keyed);
  };
  const keys: KeyMap = {
    ArrowDown: () => setAt(Math.min(at + 1, rows.length - 1)),
    ArrowUp: () => setAt(Math.max(at - 1, 0)),
    Backspace: () => {
      setAt(Math.max(at - (keyed[String(rows[at]?.number)] === undefined ? 1 : 0), 0));
    },
    Enter: send,
    Escape: onLeave,
  };
  for (const verdict of verdicts) keys[rulingKeys[verdict] ?? ""] = () => set(verdict);
  useKeys(keys);
  return (
    <section ref={section} class="stack" aria-label={title} tabIndex={-1}>
      <div class="row apart">
        <h2>{title}</h2>
        <span class="quiet">
          <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> <kbd>0</kbd> <kbd>D</kbd> <kbd>T</kbd> <kbd>G</kbd> · <kbd>↑</kbd> <kbd>↓</kbd> · <kbd>Enter</kbd> {t("ghi", "record")}
        </span>
      </div>
      {rows.length === 0 ? (
        <p>{t("Tờ này không cho biết có những ai; chọn loại phiếu, hoặc chọn một trong hai cách dưới đây.", "The paper does not tell who is on it; choose the style, or one of the two below.")}</p>
      ) : (
        <table class="table keyed">
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.number} class={index === at ? "at" : ""} aria-current={index === at ? "true" : undefined} onClick={() => setAt(index)}>
                <th scope="row">
                  {row.number}. {row.name}
                </th>
                <td>
                  <div class="rulings" role="group" aria-label={`${row.number}. ${row.name}`}>
                    {verdicts.map((verdict) => (
                      <button
                        key={verdict}
                        type="button"
                        class="button plain"
                        aria-pressed={keyed[String(row.number)] === verdict}
                        onClick={() => {
                          setKeyed({ ...keyed, [String(row.number)]: verdict });
                          setAt(Math.min(index + 1, rows.length - 1));
                        }}
                      >
                        {rulingName(verdict)}
                      </button>
                    ))}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="row">
        <Button look="first" busy={busy} disabled={!complete} onClick={send}>
          {t("Ghi phiếu này", "Record this paper")} <kbd>Enter</kbd>
        </Button>
        <Button look="plain" busy={busy} onClick={() => onRuling("not-issued")}>
          {t("Không do Ban phát ra", "Not issued by us")}
        </Button>
        <Button look="plain" busy={busy} onClick={() => onRuling("ignore")}>
          {t("Không phải phiếu", "Not a ballot")}
        </Button>
        <Button look="plain" onClick={onLeave}>
          {t("Thôi", "Cancel")}
        </Button>
      </div>
    </section>
  );
}
