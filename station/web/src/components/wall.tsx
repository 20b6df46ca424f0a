import { useEffect, useRef } from "preact/hooks";
import { useKeys, type KeyMap } from "../keys";
import { t } from "../words";
import { itemPicture } from "./pictures";

export interface Tile {
  item: string;
  /** Whose row it is, under its picture. */
  text: string;
  /** Nothing was scanned of it: it was keyed in from the paper. */
  keyed?: boolean;
}

interface WallProps {
  label: string;
  tiles: readonly Tile[];
  odd: ReadonlySet<string>;
  at: number;
  onAt: (index: number) => void;
  onToggle: (index: number) => void;
  /** A tile was before somebody's eyes. */
  onLook?: (item: string) => void;
  /** Other keys of the wall, such as Enter. */
  keys: KeyMap;
  drawing: boolean;
}

/** How many tiles stand in the first line. */
function columnsOf(list: HTMLElement | null): number {
  const tiles = list ? [...list.children] : [];
  const first = tiles[0]?.getBoundingClientRect().top;
  const next = tiles.findIndex((one) => one.getBoundingClientRect().top !== first);
  return next < 0 ? Math.max(1, tiles.length) : next;
}

/** A wall of row cut-outs: arrows move, space picks an odd one out. */
export function Wall({ label, tiles, odd, at, onAt, onToggle, onLook, keys, drawing }: WallProps) {
  const list = useRef<HTMLUListElement>(null);
  const move = (by: number): void => onAt(Math.min(Math.max(0, at + by), tiles.length - 1));
  useKeys({
    ArrowRight: () => move(1),
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(columnsOf(list.current)),
    ArrowUp: () => move(-columnsOf(list.current)),
    Home: () => onAt(0),
    End: () => onAt(tiles.length - 1),
    " ": () => onToggle(at),
    ...keys,
  });
  const look = useRef(onLook);
  look.current = onLook;
  const shown = tiles.map((one) => one.item).join();
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const one of entries) if (one.isIntersecting && one.target instanceof HTMLElement) look.current?.(one.target.dataset["item"] ?? "");
      },
      { threshold: 0.7 },
    );
    for (const tile of list.current?.children ?? []) seen.observe(tile);
    return () => seen.disconnect();
  }, [shown]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <ul
      ref={list}
      class="wall"
      role="listbox"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label={label}
      aria-activedescendant={tiles[at] ? `tile-${at}` : undefined}
    >
      {tiles.map((tile, index) => {
        const picked = odd.has(tile.item);
        return (
          <li
            key={tile.item}
            id={`tile-${index}`}
            data-item={tile.item}
            role="option"
            aria-selected={picked}
            class={["tile", index === at ? "at" : "", picked ? "odd" : ""].filter(Boolean).join(" ")}
            onClick={() => {
              onAt(index);
              onToggle(index);
            }}
          >
            {tile.keyed ? (
              <span class="tile-blank">{t("nhập tay từ giấy, không có ảnh", "keyed in from the paper, no picture")}</span>
            ) : (
              <img src={itemPicture(tile.item, drawing, 4)} alt="" loading="lazy" width="400" height="60" />
            )}
            <span class="tile-text">
              <span>{tile.text}</span>
              {picked && <strong class="needs">{t("tách riêng", "picked out")}</strong>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
