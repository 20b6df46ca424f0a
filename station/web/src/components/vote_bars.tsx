import { number } from "../format";
import { t } from "../words";

export interface BarFigures {
  high: number;
  confidence: number;
  low: number;
  invalid: number;
  collected: number;
}

/** Where the consequences of a low result begin, as shares of the ballots collected. Source: Kế hoạch 113-KH/TU, II.9.2 and II.9.3. */
const thresholds = [
  { share: 1 / 2, name: "50 %" },
  { share: 2 / 3, name: "2/3" },
];

const place = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** The hatching of invalid rows; once on a screen. */
export function BarPatterns() {
  return (
    <svg class="unseen" aria-hidden="true" width="1" height="1">
      <defs>
        <pattern id="invalid-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" class="bar-ground" />
          <rect width="1.5" height="6" class="bar-hatch" />
        </pattern>
      </defs>
    </svg>
  );
}

/**
 * A candidate's ballots as one bar: high from the left edge, low from the right one, so that both can be compared down the
 * page; invalid rows lie between. The thresholds are measured from the right, where low begins.
 */
export function VoteBar({ figures, flagged }: { figures: BarFigures; flagged: boolean }) {
  const { high, confidence, low, invalid, collected } = figures;
  const share = (count: number): number => (collected > 0 ? count / collected : 0);
  const text = t(
    `Tín nhiệm cao ${number(high)}, tín nhiệm ${number(confidence)}, tín nhiệm thấp ${number(low)}, không hợp lệ ${number(invalid)}, trên ${number(collected)} phiếu thu về`,
    `High confidence ${number(high)}, confidence ${number(confidence)}, low confidence ${number(low)}, invalid ${number(invalid)}, of ${number(collected)} ballots collected`,
  );
  const from = [0, share(high), share(high + confidence), 1 - share(low)];
  return (
    <svg class="vote-bar" role="img" aria-label={text}>
      {thresholds.map((one) => (
        <line key={one.name} class="bar-threshold" x1={place(1 - one.share)} x2={place(1 - one.share)} y1="0" y2="100%" />
      ))}
      <rect class="bar-ground" x="0" y="15%" width="100%" height="70%" />
      <rect class="bar-high" x={place(from[0] ?? 0)} y="15%" width={place(share(high))} height="70%" />
      <rect class="bar-confidence" x={place(from[1] ?? 0)} y="15%" width={place(share(confidence))} height="70%" />
      <rect fill="url(#invalid-hatch)" x={place(from[2] ?? 0)} y="15%" width={place(share(invalid))} height="70%" />
      <rect class={flagged ? "bar-low flagged" : "bar-low"} x={place(from[3] ?? 0)} y="15%" width={place(share(low))} height="70%" />
      <rect class="bar-frame" x="0" y="15%" width="100%" height="70%" />
    </svg>
  );
}

/** The head of the bars' column: where the thresholds are. */
export function BarScale() {
  return (
    <svg class="bar-scale" aria-hidden="true">
      {thresholds.map((one) => (
        <text key={one.name} x={place(1 - one.share)} y="70%" text-anchor="middle">
          {one.name}
        </text>
      ))}
    </svg>
  );
}

/** What the bars' shades mean. */
export function BarLegend() {
  const entries: [string, string][] = [
    ["bar-high", t("Tín nhiệm cao", "High confidence")],
    ["bar-confidence", t("Tín nhiệm", "Confidence")],
    ["bar-invalid", t("Không hợp lệ", "Invalid")],
    ["bar-low", t("Tín nhiệm thấp", "Low confidence")],
  ];
  return (
    <ul class="row bar-legend">
      {entries.map(([shade, name]) => (
        <li key={shade} class="mark">
          <svg viewBox="0 0 20 12" aria-hidden="true">
            <rect {...(shade === "bar-invalid" ? { fill: "url(#invalid-hatch)" } : { class: shade })} x="0.5" y="0.5" width="19" height="11" />
            <rect class="bar-frame" x="0.5" y="0.5" width="19" height="11" />
          </svg>
          {name}
        </li>
      ))}
      <li class="mark">
        <svg viewBox="0 0 20 12" aria-hidden="true">
          <line class="bar-threshold" x1="10" x2="10" y1="0" y2="12" />
        </svg>
        {t("50 % và 2/3 tín nhiệm thấp, tính từ bên phải", "50 % and 2/3 low, from the right")}
      </li>
    </ul>
  );
}
