import { useState } from "preact/hooks";
import { post, type Body } from "../api/client";
import { Button, Failure, Field, Heading, Holds, NumberField, Notice } from "../components/parts";
import { chosenStyle } from "../components/shell";
import { number } from "../format";
import { useDoing } from "../load";
import { role } from "../session";
import { loadStatus, status, type Status } from "../status";
import { t } from "../words";

type StyleStatus = Status["styles"][number];
type Declaration = Body<"/api/declarations", "post">;

/** The figures the head declares: the quorum first, then what was issued and what came out of the box. */
export function Declare() {
  const styles = (status.value?.styles ?? []).filter((one) => chosenStyle.value === "" || one.style === chosenStyle.value);
  return (
    <>
      <Heading title={t("Phát & thu", "Issue & collect")} />
      <div class="stack-l">
        {role() !== "head" && <Notice title={t("Trưởng Ban khai các số này.", "The head declares these figures.")} />}
        <p class="measure">
          {t(
            "Đếm tay số phiếu thu về trước khi quét, rồi khai. Máy quét xong phải ra đúng số này; khác thì Ban tìm nguyên nhân trước.",
            "Count the collected ballots by hand before scanning, then declare. The scan must come to the same figure; if not, the committee first finds out why.",
          )}
        </p>
        {styles.map((one) => (
          <StyleFigures key={one.style} figures={one} />
        ))}
      </div>
    </>
  );
}

function Quorum({ figures }: { figures: StyleStatus }) {
  if (figures.quorum === "unknown") return <span class="quiet">{t("Khai triệu tập và có mặt để biết đủ 2/3 chưa.", "Declare summoned and present to know about the two thirds.")}</span>;
  return (
    <Holds
      holds={figures.quorum === "reached"}
      yes={t("Đủ ít nhất 2/3 có mặt (Khoản 2)", "At least two thirds are present (clause 2)")}
      no={t("Chưa đủ 2/3 có mặt: hội nghị chưa tiến hành được (Khoản 2)", "Under two thirds are present: the conference may not proceed (clause 2)")}
    />
  );
}

type Key = "summoned" | "present" | "issued" | "exchanged" | "unused" | "collected";

function StyleFigures({ figures }: { figures: StyleStatus }) {
  const [changed, setChanged] = useState<Partial<Record<Key, number | undefined>>>({});
  const [why, setWhy] = useState("");
  const [saved, setSaved] = useState(false);
  const value = (key: Key): number | undefined => (key in changed ? changed[key] : figures[key]);
  const set = (key: Key) => (next: number | undefined) => {
    setSaved(false);
    setChanged({ ...changed, [key]: next });
  };
  const before = figures.issued !== undefined;
  const issued = value("issued");
  const collected = value("collected");
  const doing = useDoing(async () => {
    if (issued === undefined || collected === undefined) return;
    const body: Declaration = { style: figures.style, issued, collected };
    for (const key of ["exchanged", "unused", "summoned", "present"] as const) {
      const found = value(key);
      if (found !== undefined) body[key] = found;
    }
    if (why.trim() !== "") body.why = why.trim();
    await post("/api/declarations", { body });
    await loadStatus();
    setChanged({});
    setWhy("");
    setSaved(true);
  });
  const mine = role() === "head" && status.value?.frozen !== true;
  const field = (key: Key, label: string) => <NumberField label={label} value={value(key)} onValue={set(key)} disabled={!mine} />;
  return (
    <form class="panel stack" onSubmit={(event) => (event.preventDefault(), void doing.run())} aria-label={`${t("Loại", "Style")} ${figures.style}`}>
      <div class="row apart">
        <h2>
          {t("Loại", "Style")} {figures.style}
        </h2>
        <span>
          {t("Đã in", "Printed")} <strong>{number(figures.printed)}</strong> · {t("đã quét", "scanned")} <strong>{number(figures.scanned)}</strong>
        </span>
      </div>
      <div class="figures-row">
        {field("summoned", t("Triệu tập", "Summoned"))}
        {field("present", t("Có mặt", "Present"))}
        {field("issued", t("Phát ra", "Issued"))}
        {field("exchanged", t("Đổi (hỏng)", "Exchanged"))}
        {field("unused", t("Không dùng", "Unused"))}
        {field("collected", t("Thu về", "Collected"))}
      </div>
      <p>
        <Quorum figures={figures} />
      </p>
      {mine && before && (
        <Field label={t("Lý do sửa số đã khai", "Why the declared figures change")}>
          {(attributes) => <input {...attributes} autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
        </Field>
      )}
      <Failure error={doing.error} />
      {mine && (
        <div class="row">
          <Button type="submit" look="first" busy={doing.busy} disabled={issued === undefined || collected === undefined || (before && Object.keys(changed).length === 0)}>
            {before ? t("Khai lại", "Declare again") : t("Khai số", "Declare")}
          </Button>
          {saved && <Holds holds yes={t("Đã ghi vào nhật ký", "Recorded")} />}
        </div>
      )}
    </form>
  );
}
