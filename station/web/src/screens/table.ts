import type { FunctionComponent } from "preact";

/** The component of each screen, by its place in the address. */
export const screens: Record<string, FunctionComponent> = {};
