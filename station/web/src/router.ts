import { signal } from "@preact/signals";

/** Where one is: "#/xem-xet?style=A" is the screen "xem-xet" with the query style=A. */
export interface Place {
  screen: string;
  query: URLSearchParams;
}

export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { screen: path, query: new URLSearchParams(query) };
}

export const place = signal<Place>(placeOf(window.location.hash));

window.addEventListener("hashchange", () => {
  place.value = placeOf(window.location.hash);
});

export function link(screen: string, query: Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString();
  return `#/${screen}${text ? `?${text}` : ""}`;
}

export function go(screen: string, query: Record<string, string> = {}): void {
  window.location.hash = link(screen, query);
}
