import type { ComponentChildren } from "preact";
import { decimal } from "../format";

export interface Point {
  x: number;
  y: number;
}

export interface Series {
  name: string;
  points: readonly Point[];
  /** How the line is drawn; lines are told apart by their dashes, not by colour. */
  look?: "plain" | "dashed" | "dotted" | "faint";
  dots?: boolean;
}

export interface Axis {
  label: string;
  from: number;
  to: number;
  ticks: readonly number[];
  digits?: number;
}

const width = 440;
const height = 280;
const left = 58;
const right = 14;
const top = 12;
const bottom = 54;

/** A plot with two axes; drawn so that its text is never smaller than the page's. */
export function LinePlot(props: { title: string; says: string; x: Axis; y: Axis; series: readonly Series[]; marks?: readonly { x: number; name: string }[]; children?: ComponentChildren }) {
  const { x, y, series } = props;
  const across = (value: number): number => left + ((value - x.from) / (x.to - x.from)) * (width - left - right);
  const down = (value: number): number => height - bottom - ((value - y.from) / (y.to - y.from)) * (height - top - bottom);
  const inside = (value: number, axis: Axis): number => Math.min(Math.max(value, Math.min(axis.from, axis.to)), Math.max(axis.from, axis.to));
  const path = (points: readonly Point[]): string =>
    points.map((one, index) => `${index === 0 ? "M" : "L"}${across(inside(one.x, x)).toFixed(1)} ${down(inside(one.y, y)).toFixed(1)}`).join("");
  return (
    <figure class="plot">
      <figcaption>{props.title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${props.title}: ${props.says}`}>
        {y.ticks.map((tick) => (
          <g key={tick}>
            <line class="plot-grid" x1={left} x2={width - right} y1={down(tick)} y2={down(tick)} />
            <text x={left - 8} y={down(tick) + 5} text-anchor="end">
              {decimal(tick, y.digits ?? 0)}
            </text>
          </g>
        ))}
        {x.ticks.map((tick) => (
          <g key={tick}>
            <line class="plot-axis" x1={across(tick)} x2={across(tick)} y1={height - bottom} y2={height - bottom + 5} />
            <text x={across(tick)} y={height - bottom + 22} text-anchor="middle">
              {decimal(tick, x.digits ?? 0)}
            </text>
          </g>
        ))}
        <path class="plot-axis" d={`M${left} ${top}V${height - bottom}H${width - right}`} />
        {(props.marks ?? []).map((mark) => (
          <g key={mark.name}>
            <line class="plot-mark" x1={across(mark.x)} x2={across(mark.x)} y1={top} y2={height - bottom} />
            <text x={across(mark.x) + 6} y={top + 14}>
              {mark.name}
            </text>
          </g>
        ))}
        {series.map((one) => (
          <g key={one.name}>
            <path class={`plot-line ${one.look ?? "plain"}`} d={path(one.points)} />
            {one.dots && one.points.map((point, index) => <circle key={index} class="plot-dot" r="3.5" cx={across(inside(point.x, x))} cy={down(inside(point.y, y))} />)}
          </g>
        ))}
        <text x={(left + width - right) / 2} y={height - 8} text-anchor="middle">
          {x.label}
        </text>
      </svg>
      {new Set(series.map((one) => one.name)).size > 1 && <Legend series={series} />}
      <p class="plot-says">{props.says}</p>
      {props.children}
    </figure>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="row plot-legend">
      {series
        .filter((one, index) => series.findIndex((other) => other.name === one.name) === index)
        .map((one) => (
          <li key={one.name} class="mark">
            <svg viewBox="0 0 28 8" aria-hidden="true">
              <path class={`plot-line ${one.look ?? "plain"}`} d="M1 4H27" />
            </svg>
            {one.name}
          </li>
        ))}
    </ul>
  );
}

/** Round steps for an axis: 1, 2 or 5 times a power of ten, about so many. */
export function ticks(from: number, to: number, about = 5): number[] {
  const rough = (to - from) / about;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power;
  const out: number[] = [];
  for (let at = Math.ceil(from / step - 1e-9) * step; at <= to + step * 1e-6; at += step) out.push(Math.abs(at) < step * 1e-6 ? 0 : at);
  return out;
}

export function axis(label: string, from: number, to: number, about = 5): Axis {
  const steps = ticks(from, to, about);
  const step = steps.length > 1 ? Math.abs((steps[1] ?? 1) - (steps[0] ?? 0)) : 1;
  return { label, from, to, ticks: steps, digits: Math.max(0, Math.min(3, -Math.floor(Math.log10(step) + 1e-9))) };
}
