import type { Reply } from "../api/client";
import { axis, LinePlot, type Point } from "../components/plots";
import { decimal } from "../format";
import { t } from "../words";

type Measured = NonNullable<Reply<"/api/calibration", "get">["found"]>;

/** A pen's stroke as line pairs a millimetre: a ballpoint's line of 0.4 mm and as much paper beside it. */
const strokePairs = 1 / (2 * 0.4);

const mmAcross = (measured: Measured): number => (measured.geometry.width_px / (measured.geometry.nominal_dpi || measured.geometry.dpi_x.middle)) * 25.4;

/** What was measured, drawn: each plot says in a sentence what it shows. */
export function CalibrationPlots({ measured }: { measured: Measured }) {
  return (
    <div class="plots">
      <Tone measured={measured} />
      <Sharpness measured={measured} />
      <Light measured={measured} />
      <Streaks measured={measured} />
      <Stretch measured={measured} />
      <Marks measured={measured} />
    </div>
  );
}

function Tone({ measured }: { measured: Measured }) {
  const points = measured.tone.curve.map((one): Point => ({ x: one.printed * 100, y: one.gray }));
  return (
    <LinePlot
      title={t("Đường sắc độ (mức xám)", "Tone curve (gray level)")}
      says={t(
        `Giấy trắng ra mức xám ${decimal(measured.tone.white, 0)}, mực đen ${decimal(measured.tone.black, 0)}; nhiễu ${decimal(measured.tone.noise, 1)}.`,
        `White paper comes out at gray ${decimal(measured.tone.white, 0)}, black print at ${decimal(measured.tone.black, 0)}; noise ${decimal(measured.tone.noise, 1)}.`,
      )}
      x={axis(t("độ trắng khi in, %", "printed white, %"), 0, 100)}
      y={{ label: "", from: 0, to: 255, ticks: [0, 50, 100, 150, 200, 255] }}
      series={[
        { name: t("máy này", "this scanner"), points, dots: true },
        { name: t("lý tưởng", "ideal"), points: [{ x: 0, y: 0 }, { x: 100, y: 255 }], look: "dotted" },
      ]}
    />
  );
}

function Sharpness({ measured }: { measured: Measured }) {
  const most = Math.max(4, ...measured.sharpness.edges.map((one) => one.pairs_per_mm));
  return (
    <LinePlot
      title={t("Độ nét: tương phản còn lại (MTF)", "Sharpness: contrast left (MTF)")}
      says={t(
        `Ở bề rộng nét bút còn ${decimal(measured.sharpness.at_stroke * 100, 0)} % tương phản; nhòe ${decimal(measured.sharpness.blur_across_px, 2)} px ngang, ${decimal(measured.sharpness.blur_along_px, 2)} px dọc.`,
        `${decimal(measured.sharpness.at_stroke * 100, 0)} % of contrast is left at a pen's width; blur ${decimal(measured.sharpness.blur_across_px, 2)} px across, ${decimal(measured.sharpness.blur_along_px, 2)} px along.`,
      )}
      x={axis(t("cặp vạch trên mm", "line pairs a mm"), 0, most)}
      y={{ label: "", from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], digits: 2 }}
      marks={[{ x: strokePairs, name: t("nét bút", "pen") }]}
      series={[
        { name: t("ngang", "across"), points: measured.sharpness.edges.map((one) => ({ x: one.pairs_per_mm, y: one.across })) },
        { name: t("dọc", "along"), points: measured.sharpness.edges.map((one) => ({ x: one.pairs_per_mm, y: one.along })), look: "dashed" },
      ]}
    />
  );
}

function Light({ measured }: { measured: Measured }) {
  const all = [...measured.tone.across, ...measured.tone.along];
  const least = Math.min(90, ...all.map((one) => Math.floor(one.share * 20) * 5));
  const percent = (points: Measured["tone"]["across"]): Point[] => points.map((one) => ({ x: one.at_mm, y: one.share * 100 }));
  return (
    <LinePlot
      title={t("Ánh sáng trên trang (%)", "Light over the page (%)")}
      says={t(`Chỗ tối nhất thiếu ${decimal(measured.tone.unevenness * 100, 1)} % sáng.`, `The darkest place lacks ${decimal(measured.tone.unevenness * 100, 1)} % of light.`)}
      x={axis(t("vị trí, mm", "place, mm"), 0, Math.max(210, ...all.map((one) => one.at_mm)), 6)}
      y={axis("%", least, 100)}
      series={[
        { name: t("ngang", "across"), points: percent(measured.tone.across) },
        { name: t("dọc", "along"), points: percent(measured.tone.along), look: "dashed" },
      ]}
    />
  );
}

function Streaks({ measured }: { measured: Measured }) {
  const wide = mmAcross(measured);
  const deepest = Math.max(0.2, ...measured.dust.map((one) => Math.abs(one.depth)));
  const series = measured.dust.map((one) => ({
    name: t("sọc", "streak"),
    points: [
      { x: one.at_mm, y: 0 },
      { x: one.at_mm, y: Math.abs(one.depth) * 100 },
    ],
    dots: true,
  }));
  return (
    <LinePlot
      title={t("Cột sọc theo bề ngang (% sáng mất)", "Streak columns over the width (% of light lost)")}
      says={
        measured.dust.length === 0
          ? t("Không có sọc: kính sạch.", "No streak: the glass is clean.")
          : t(
              `${measured.dust.length} cột sọc: lau kính ở ${measured.dust.map((one) => decimal(one.at_mm, 0)).join(", ")} mm từ mép trái.`,
              `${measured.dust.length} streak column(s): wipe the glass at ${measured.dust.map((one) => decimal(one.at_mm, 0)).join(", ")} mm from the left edge.`,
            )
      }
      x={axis(t("từ mép trái, mm", "from the left edge, mm"), 0, wide, 6)}
      y={axis("%", 0, Math.ceil(deepest * 10) * 10)}
      series={series}
    />
  );
}

function Stretch({ measured }: { measured: Measured }) {
  const most = Math.max(0.5, ...measured.scans.flatMap((one) => one.stretch).map((one) => Math.abs(one.shift_mm)));
  return (
    <LinePlot
      title={t("Co giãn theo chiều kéo giấy (mm)", "Stretch along the feed (mm)")}
      says={t(
        `Lệch nhiều nhất ${decimal(measured.geometry.stretch_mm.middle, 2)} mm; ${decimal(measured.geometry.dpi_x.middle, 1)} × ${decimal(measured.geometry.dpi_y.middle, 1)} dpi; xiên ${decimal(measured.geometry.skew_deg.least, 2)}° đến ${decimal(measured.geometry.skew_deg.most, 2)}°.`,
        `Off by ${decimal(measured.geometry.stretch_mm.middle, 2)} mm at most; ${decimal(measured.geometry.dpi_x.middle, 1)} × ${decimal(measured.geometry.dpi_y.middle, 1)} dpi; skew ${decimal(measured.geometry.skew_deg.least, 2)}° to ${decimal(measured.geometry.skew_deg.most, 2)}°.`,
      )}
      x={axis(t("chiều kéo giấy, mm", "along the feed, mm"), 0, 297, 6)}
      y={axis("mm", -most, most, 4)}
      series={measured.scans.map(({ stretch: points }, index) => ({
        name: index === 0 ? t("lần quét", "a scan") : t("lần khác", "others"),
        points: points.map((one) => ({ x: one.feed_mm, y: one.shift_mm })),
        look: index === 0 ? ("plain" as const) : ("faint" as const),
      }))}
    />
  );
}

/** How printed darkness comes out, and what the pens give. */
function Marks({ measured }: { measured: Measured }) {
  return (
    <LinePlot
      title={t("Dấu nhạt, dấu đậm (độ đậm khi quét)", "Faint and dark marks (darkness as scanned)")}
      says={t(
        `Ô mã nhỏ nhất đọc được mọi lần: ${typeof measured.finest_module_mm !== "number" ? "không có" : `${decimal(measured.finest_module_mm, 2)} mm`}.`,
        `Smallest code module read every time: ${typeof measured.finest_module_mm !== "number" ? "none" : `${decimal(measured.finest_module_mm, 2)} mm`}.`,
      )}
      x={axis(t("độ đậm khi in, %", "printed darkness, %"), 0, 100)}
      y={{ label: "", from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], digits: 2 }}
      series={[
        { name: t("máy này", "this scanner"), points: measured.graded.map((one) => ({ x: one.darkness * 100, y: one.seen_darkness })), dots: true },
        { name: t("lý tưởng", "ideal"), points: [{ x: 0, y: 0 }, { x: 100, y: 1 }], look: "dotted" },
      ]}
    >
      {measured.pens.length > 0 && (
        <p class="plot-says">
          {t("Bút đang dùng", "Pens in use")}:{" "}
          {measured.pens.map((one) => t(`số ${one.number}: đậm ${decimal(one.darkness * 100, 0)} %, ${decimal(one.width_mm, 2)} mm`, `no. ${one.number}: ${decimal(one.darkness * 100, 0)} % dark, ${decimal(one.width_mm, 2)} mm`)).join("; ")}.
        </p>
      )}
    </LinePlot>
  );
}
