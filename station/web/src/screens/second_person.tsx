import { useRef, useState } from "preact/hooks";
import { post } from "../api/client";
import { rulingName } from "../components/names";
import { Button, Failure, Field } from "../components/parts";
import { useKeys } from "../keys";
import { useDoing } from "../load";
import { acknowledged } from "../outbox";
import { t } from "../words";
import type { Item } from "./queue";

/** A second person's word on a ruling that waits for one. */
export function SecondPerson({ item, heed, onAnswered }: { item: Item; heed: (event: Event, act: () => void) => void; onAnswered: (item: string) => void }) {
  const [refusing, setRefusing] = useState(false);
  const [why, setWhy] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const answering = useDoing(async (answer: "agrees" | "disagrees") => {
    await post("/api/seconds", { body: { item: item.item, answer, ...(why.trim() ? { why: why.trim() } : {}) } });
    acknowledged.value += 1;
    onAnswered(item.item);
  });
  const agree = (event: Event): void => heed(event, () => void answering.run("agrees"));
  const disagree = (): void => {
    setRefusing(true);
    window.setTimeout(() => first.current?.focus());
  };
  useKeys({ y: agree, n: disagree });
  const voice = item.waiting?.rulings.at(-1);
  return (
    <div class="stack">
      <p>
        {voice?.who}: <strong>{voice?.ruling ? rulingName(voice.ruling) : t("nhập tay", "keyed in")}</strong>
        {voice?.why && ` – ${voice.why}`}. {t("Cần người thứ hai.", "A second person is needed.")}
      </p>
      <div class="rulings">
        <Button keyName="Y" look="first" busy={answering.busy} onClick={agree}>
          {t("Đồng ý", "I agree")}
        </Button>
        <Button keyName="N" onClick={disagree}>
          {t("Không đồng ý …", "I do not agree …")}
        </Button>
      </div>
      {refusing && (
        <form class="stack" onSubmit={(event) => (event.preventDefault(), void answering.run("disagrees"))}>
          <Field label={t("Vì sao không đồng ý", "Why not")} hint={t("Trưởng Ban sẽ quyết định.", "The head will rule.")}>
            {(attributes) => <input ref={first} {...attributes} autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
          </Field>
          <Button type="submit" look="seal" busy={answering.busy} disabled={why.trim() === ""}>
            {t("Ghi không đồng ý", "Record that I disagree")}
          </Button>
        </form>
      )}
      <Failure error={answering.error} />
    </div>
  );
}
