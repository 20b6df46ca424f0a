import { useState } from "preact/hooks";
import { get } from "../api/client";
import { candidateName, stylesShown } from "../case";
import { levelName, type Level } from "../components/names";
import { Button, Empty, Failure, Field } from "../components/parts";
import { chosenStyle } from "../components/shell";
import { Wall } from "../components/wall";
import { number, score } from "../format";
import { useLoad } from "../load";
import { go } from "../router";
import { t } from "../words";

const levels: readonly Level[] = ["high", "confidence", "low"];
const pageSize = 120;

/** Every row that was counted, per candidate and level: the slider shows where marks end and dust begins. */
export function CountedWall() {
  const styles = stylesShown(chosenStyle.value);
  const [styleId, setStyleId] = useState(styles[0]?.id ?? "");
  const style = styles.find((one) => one.id === styleId) ?? styles[0];
  const [person, setPerson] = useState(1);
  const [level, setLevel] = useState<Level>("high");
  const [most, setMost] = useState(1);
  const [pages, setPages] = useState(1);
  const [at, setAt] = useState(0);
  const [drawing, setDrawing] = useState(false);
  const found = useLoad(
    (signal) =>
      get("/api/counted", { query: { ...(style ? { style: style.id } : {}), number: person, level, score_to: most, limit: Math.min(500, pageSize * pages) }, signal }),
    [style?.id, person, level, most, pages],
  );
  const rows = found.value?.rows ?? [];
  const total = found.value?.total;
  return (
    <div class="stack">
      <div class="counted-filter">
        {styles.length > 1 && (
          <Field label={t("Loại phiếu", "Style")}>
            {(attributes) => (
              <select {...attributes} value={style?.id ?? ""} onChange={(event) => setStyleId(event.currentTarget.value)}>
                {styles.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.id}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t("Người được lấy phiếu", "Person voted on")}>
          {(attributes) => (
            <select {...attributes} value={String(person)} onChange={(event) => setPerson(Number(event.currentTarget.value))}>
              {(style?.candidates ?? []).map((one, index) => (
                <option key={index} value={String(index + 1)}>
                  {index + 1}. {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div class="field">
          <span class="label">{t("Mức", "Level")}</span>
          <div class="row" role="group" aria-label={t("Mức tín nhiệm", "Level")}>
            {levels.map((one) => (
              <Button key={one} look="plain" aria-pressed={level === one} onClick={() => setLevel(one)}>
                {levelName(one)}
              </Button>
            ))}
          </div>
        </div>
        <Field label={`${t("Điểm của máy không quá", "Machine's score at most")} ${score(most)}`}>
          {(attributes) => <input {...attributes} type="range" min="0" max="1" step="0.01" value={String(most)} onInput={(event) => setMost(Number(event.currentTarget.value))} />}
        </Field>
        <Button look="plain" keyName="H" aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
          {t("Nét đọc của máy", "The machine's reading")}
        </Button>
      </div>
      <Failure error={found.error} onRetry={() => void found.reload()} />
      {total !== undefined && !found.error && (
        <p aria-live="polite">
          <strong>{number(total)}</strong> {t("dòng, ít chắc nhất trước. Phím Cách mở dòng đang chọn để xem xét lại.", "rows, least sure first. Space opens the chosen row to be ruled on.")}
        </p>
      )}
      {!found.error && rows.length === 0 && total !== undefined && (
        <Empty title={t("Không có dòng nào như vậy", "No such row")} text={t("Kéo thanh điểm sang phải, hoặc chọn mức khác.", "Move the slider to the right, or choose another level.")} />
      )}
      {!found.error && rows.length > 0 && (
        <Wall
          label={t("Các dòng đã đếm", "Counted rows")}
          tiles={rows.map((one) => ({
            item: one.item,
            keyed: one.image === undefined,
            text: one.by === "people" ? t("Ban quyết định", "ruled by people") : one.score === undefined ? candidateName(one.style, one.number) : `${t("điểm", "score")} ${score(one.score)}`,
          }))}
          odd={new Set()}
          at={Math.min(at, rows.length - 1)}
          onAt={setAt}
          onToggle={(index) => go("xem-xet", { item: rows[index]?.item ?? "" })}
          drawing={drawing}
          keys={{ h: () => setDrawing(!drawing) }}
        />
      )}
      {total !== undefined && rows.length < total && rows.length < 500 && (
        <Button onClick={() => setPages(pages + 1)} busy={found.loading}>
          {t("Xem thêm", "Show more")}
        </Button>
      )}
    </div>
  );
}
