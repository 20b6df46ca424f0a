import { useState } from "preact/hooks";
import { Field } from "../components/parts";
import { change, draft, problemsOf, type Definition, type Problem } from "../draft";
import { isoDay, plainDay } from "../format";
import { said, t } from "../words";

type TextKey = "organisation" | "parent_organisation" | "place" | "session";

function Text({ name, label, hint, problems }: { name: TextKey; label: string; hint?: string; problems: readonly Problem[] }) {
  const problem = problemsOf(problems, name);
  const value = draft.value[name] ?? "";
  // An empty field is on the list of what is missing; red is for what is wrong.
  const wrong = problem && value !== "" ? said(problem) : undefined;
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(attributes) => (
        <input {...attributes} value={value} autocomplete="off" onInput={(event) => change({ ...draft.value, [name]: event.currentTarget.value })} />
      )}
    </Field>
  );
}

/** 24/12/2026 as people write it; in the definition it is 2026-12-24. What is no day goes as it is, and the check says so. */
function Day({ problems }: { problems: readonly Problem[] }) {
  const [text, setText] = useState(plainDay(draft.value.date));
  const problem = problemsOf(problems, "date");
  return (
    <Field label={t("Ngày họp", "Day")} hint={t("ngày/tháng/năm", "day/month/year")} wrong={problem && draft.value.date !== "" ? said(problem) : undefined}>
      {(attributes) => (
        <input
          {...attributes}
          inputMode="numeric"
          autocomplete="off"
          placeholder="24/12/2026"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            change({ ...draft.value, date: isoDay(event.currentTarget.value) });
          }}
        />
      )}
    </Field>
  );
}

/** What the conference is: the head of every form. */
export function SetUpConference({ problems }: { problems: readonly Problem[] }) {
  return (
    <section class="stack" aria-labelledby="set-up-conference">
      <h2 id="set-up-conference">1. {t("Hội nghị", "The conference")}</h2>
      <Text name="organisation" label={t("Tên tổ chức, cơ quan, đơn vị", "Organisation")} hint={t("Ví dụ: Tỉnh ủy Sông Vân", "As on the letterhead")} problems={problems} />
      <Text name="parent_organisation" label={t("Cơ quan cấp trên (nếu ghi)", "Parent organisation (optional)")} problems={problems} />
      <Text name="session" label={t("Tên hội nghị (kỳ họp)", "Session")} hint={t("Ví dụ: lần thứ mười lăm Ban Chấp hành Đảng bộ tỉnh khóa XX", "As in the title of the ballot")} problems={problems} />
      <div class="pair">
        <Text name="place" label={t("Nơi họp", "Place")} problems={problems} />
        <Day problems={problems} />
      </div>
      <fieldset class="choices">
        <legend>{t("Thể thức văn bản", "Look of the documents")}</legend>
        <Choice name="kind" checked={draft.value.kind === "party"} onChoose={() => change({ ...draft.value, kind: "party" })} label={t("Văn bản của Đảng", "Party documents")} />
        <Choice name="kind" checked={draft.value.kind === "state"} onChoose={() => change({ ...draft.value, kind: "state" })} label={t("Văn bản nhà nước", "State documents")} />
      </fieldset>
    </section>
  );
}

function Choice(props: { name: string; checked: boolean; label: string; onChoose: () => void }) {
  return (
    <label class="choice">
      <input type="radio" name={props.name} checked={props.checked} onChange={props.onChoose} />
      <span>{props.label}</span>
    </label>
  );
}

type Policy = NonNullable<Definition["policy"]>;

/** What the committee decides before the count; it stands in the minutes. */
export function SetUpPolicy() {
  const policy = draft.value.policy ?? {};
  const set = (next: Policy): void => change({ ...draft.value, policy: { ...policy, ...next } });
  return (
    <section class="stack" aria-labelledby="set-up-policy">
      <h2 id="set-up-policy">4. {t("Quy định khi kiểm phiếu", "Rules of the count")}</h2>
      <fieldset class="choices">
        <legend>{t("Phiếu gạch họ tên một người", "A ballot with one name crossed out")}</legend>
        <Choice
          name="crossed"
          checked={policy.crossed_name !== "row"}
          onChoose={() => set({ crossed_name: "ballot" })}
          label={t("Cả phiếu không hợp lệ (theo lời văn Khoản 6.3)", "The whole ballot is invalid (as clause 6.3 reads)")}
        />
        <Choice name="crossed" checked={policy.crossed_name === "row"} onChoose={() => set({ crossed_name: "row" })} label={t("Chỉ dòng đó không hợp lệ", "Only that row is invalid")} />
      </fieldset>
      <label class="choice">
        <input type="checkbox" checked={policy.two_person === true} onChange={(event) => set({ two_person: event.currentTarget.checked })} />
        <span>{t("Mỗi quyết định phải có hai người cùng ý kiến", "Every ruling needs two people of one mind")}</span>
      </label>
      <label class="choice">
        <input type="checkbox" checked={policy.rehearsal === "require"} onChange={(event) => set({ rehearsal: event.currentTarget.checked ? "require" : "advise" })} />
        <span>{t("Phải diễn tập đạt mới được nhận phiếu", "No ballot is taken in without a passed rehearsal")}</span>
      </label>
      <label class="choice">
        <input type="checkbox" checked={policy.seal === "require"} onChange={(event) => set({ seal: event.currentTarget.checked ? "require" : "ignore" })} />
        <span>{t("Máy báo phiếu không có dấu treo", "The machine reports ballots without the seal")}</span>
      </label>
      <label class="choice">
        <input type="checkbox" checked={policy.mark_box === "square"} onChange={(event) => set({ mark_box: event.currentTarget.checked ? "square" : "cell" })} />
        <span>{t("In ô vuông 8 mm trong mỗi ô đánh dấu", "Print an 8 mm square in each box")}</span>
      </label>
    </section>
  );
}
