import { useState } from "preact/hooks";
import { Button, Field, NumberField } from "../components/parts";
import { change, changeStyle, draft, emptyStyle, problemsOf, type Problem, type Style } from "../draft";
import { said, t } from "../words";
import { RosterGrid } from "./roster_grid";

/** The lists: one ballot style each, with who votes and whose names stand on it. */
export function SetUpStyles({ problems, shown, onShow }: { problems: readonly Problem[]; shown: number; onShow: (index: number) => void }) {
  const styles = draft.value.styles;
  const index = Math.min(shown, styles.length - 1);
  const style = styles[index];
  const add = (): void => {
    const used = new Set(styles.map((one) => one.id));
    const id = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((letter) => !used.has(letter)) ?? `S${styles.length + 1}`;
    change({ ...draft.value, styles: [...styles, emptyStyle(id)] });
    onShow(styles.length);
  };
  return (
    <section class="stack" aria-labelledby="set-up-styles">
      <h2 id="set-up-styles">2. {t("Loại phiếu và danh sách", "Ballot styles and lists")}</h2>
      <div class="row" role="group" aria-label={t("Loại phiếu", "Ballot styles")}>
        {styles.map((one, at) => (
          <Button key={at} look="plain" aria-pressed={at === index} onClick={() => onShow(at)}>
            {t("Loại", "Style")} {one.id || "?"}
          </Button>
        ))}
        <Button look="plain" onClick={add}>
          + {t("Thêm loại phiếu", "Add a style")}
        </Button>
      </div>
      {style && <OneStyle key={index} style={style} index={index} problems={problems} onRemoved={() => onShow(0)} />}
    </section>
  );
}

function OneStyle({ style, index, problems, onRemoved }: { style: Style; index: number; problems: readonly Problem[]; onRemoved: () => void }) {
  const [certain, setCertain] = useState(false);
  const wrong = (field: string, value: unknown): string | undefined => {
    const problem = problemsOf(problems, `styles.${index}.${field}`);
    return problem && value !== undefined && value !== "" ? said(problem) : undefined;
  };
  const grouped = Boolean(style.group);
  return (
    <div class="stack">
      <div class="pair narrow-first">
        <Field label={t("Ký hiệu", "Letter")} wrong={wrong("id", style.id)}>
          {(attributes) => <input {...attributes} value={style.id} maxLength={8} autocomplete="off" onInput={(event) => changeStyle(index, { id: event.currentTarget.value.trim() })} />}
        </Field>
        <Field label={t("Nhóm theo Phụ lục 1", "Group of Phụ lục 1")} hint={grouped ? t("Thành phần và chức danh lấy theo nhóm nếu để trống.", "Voters and positions come from the group where left empty.") : undefined}>
          {(attributes) => (
            <select
              {...attributes}
              value={String(style.group ?? "")}
              onChange={(event) => {
                const { group: _, ...rest } = draft.value.styles[index] ?? style;
                const chosen = event.currentTarget.value;
                change({ ...draft.value, styles: draft.value.styles.map((one, at) => (at === index ? (chosen ? { ...rest, group: Number(chosen) } : rest) : one)) });
              }}
            >
              <option value="">{t("Tự khai", "None, as entered")}</option>
              {Array.from({ length: 12 }, (_, at) => (
                <option key={at} value={String(at + 1)}>
                  {t("Nhóm", "Group")} {at + 1}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label={t("(1) Thành phần ghi phiếu", "(1) Who votes")} wrong={wrong("voters", style.voters)}>
        {(attributes) => <input {...attributes} autocomplete="off" value={style.voters ?? ""} onInput={(event) => changeStyle(index, { voters: event.currentTarget.value })} />}
      </Field>
      <Field label={t("(2) Chức danh được lấy phiếu", "(2) Positions voted on")} wrong={wrong("positions", style.positions)}>
        {(attributes) => <input {...attributes} autocomplete="off" value={style.positions ?? ""} onInput={(event) => changeStyle(index, { positions: event.currentTarget.value })} />}
      </Field>
      <details>
        <summary>{t("Số thành viên; triệu tập, có mặt (hai số này khai sau được)", "Members; summoned, present (these two may be declared later)")}</summary>
        <div class="figures-row">
          <Figure index={index} style={style} name="members" label={t("Tổng số", "Members")} />
          <Figure index={index} style={style} name="summoned" label={t("Triệu tập", "Summoned")} />
          <Figure index={index} style={style} name="present" label={t("Có mặt", "Present")} />
          <Figure index={index} style={style} name="absent_at_start" label={t("Vắng khi khai mạc", "Absent at start")} />
          <Figure index={index} style={style} name="present_at_vote" label={t("Có mặt khi bỏ phiếu", "Present at the vote")} />
        </div>
      </details>
      <RosterGrid style={style} index={index} problems={problems} />
      {draft.value.styles.length > 1 && (
        <div class="row">
          {certain ? (
            <>
              <span>{t("Bỏ loại phiếu này cùng danh sách?", "Remove this style with its list?")}</span>
              <Button
                look="seal"
                onClick={() => {
                  change({ ...draft.value, styles: draft.value.styles.filter((_, at) => at !== index) });
                  onRemoved();
                }}
              >
                {t("Bỏ", "Remove")}
              </Button>
              <Button onClick={() => setCertain(false)}>{t("Giữ lại", "Keep it")}</Button>
            </>
          ) : (
            <Button look="plain" onClick={() => setCertain(true)}>
              {t("Bỏ loại phiếu này", "Remove this style")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

type FigureKey = "members" | "summoned" | "present" | "absent_at_start" | "present_at_vote";

function Figure({ index, style, name, label }: { index: number; style: Style; name: FigureKey; label: string }) {
  return (
    <NumberField
      label={label}
      value={style[name]}
      onValue={(value) => {
        const { [name]: _, ...rest } = draft.value.styles[index] ?? style;
        const next: Style = value === undefined ? rest : { ...rest, [name]: value };
        change({ ...draft.value, styles: draft.value.styles.map((one, at) => (at === index ? next : one)) });
      }}
    />
  );
}
