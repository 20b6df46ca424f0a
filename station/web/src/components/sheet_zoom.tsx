import { useState } from "preact/hooks";
import { t } from "../words";
import { Button } from "./parts";
import { sheetPicture } from "./pictures";

const steps = [1, 1.5, 2, 3, 4];

/** The whole sheet, its signature covered; larger by button, moved by scrolling. */
export function SheetZoom({ image, page, drawing }: { image: string; page: number; drawing: boolean }) {
  const [zoom, setZoom] = useState(0);
  const factor = steps[zoom] ?? 1;
  return (
    <div class="sheet-zoom stack">
      <div class="row apart">
        <span>{t("Cả tờ", "The whole sheet")}</span>
        <span class="row">
          <Button look="plain" aria-label={t("Thu nhỏ", "Smaller")} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
            −
          </Button>
          <Button look="plain" aria-label={t("Phóng to", "Larger")} disabled={zoom === steps.length - 1} onClick={() => setZoom(zoom + 1)}>
            +
          </Button>
        </span>
      </div>
      <div class="sheet-window" tabIndex={0} role="group" aria-label={t("Tờ phiếu, cuộn để xem", "The sheet, scroll to look around")}>
        <img
          class="paper-picture"
          style={{ width: `${factor * 100}%`, maxWidth: "none" }}
          src={sheetPicture(image, page, factor > 1.5 ? 2400 : 1000, drawing)}
          alt={t("Cả tờ phiếu như đã quét, chữ ký được che", "The whole sheet as scanned, its signature covered")}
        />
      </div>
    </div>
  );
}
