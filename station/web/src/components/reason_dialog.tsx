import { useState } from "preact/hooks";
import { useDoing } from "../load";
import { t } from "../words";
import { Button, Dialog, Failure, Field } from "./parts";

/** Asks for the reason of an act that goes into the log under one's name; `act` gets it, and the dialog closes once it is done. */
export function ReasonDialog(props: { title: string; text: string; word: string; act: (why: string) => Promise<unknown>; onClose: () => void }) {
  const [why, setWhy] = useState("");
  const doing = useDoing(async () => {
    await props.act(why.trim());
    props.onClose();
  });
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p>{props.text}</p>
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
        <Field label={t("Lý do", "Reason")}>
          {(attributes) => <input {...attributes} autofocus autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
        </Field>
        <Failure error={doing.error} />
        <div class="row">
          <Button type="submit" look="seal" busy={doing.busy} disabled={why.trim() === ""}>
            {props.word}
          </Button>
          <Button onClick={props.onClose}>{t("Thôi", "Cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
