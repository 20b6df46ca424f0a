import { useState } from "preact/hooks";
import { get, post, type Body, type Reply } from "../api/client";
import { definition } from "../case";
import { Button, Dialog, Failure, Field, Holds } from "../components/parts";
import { clockTime } from "../format";
import { useDoing, useLoad } from "../load";
import { role } from "../session";
import { recordChanges } from "../status";
import { t } from "../words";

type Note = Reply<"/api/notes", "get">["notes"][number];
type Order = Body<"/api/notes", "post">;
type Subject = Note["subject"];

/** In the order in which the minutes tell them. */
const subjects: readonly Subject[] = ["opened", "closed", "seal", "complaint"];

function subjectName(subject: Subject): string {
  const names: Record<Subject, string> = {
    opened: t("Bắt đầu kiểm phiếu", "The count began"),
    closed: t("Kết thúc kiểm phiếu", "The count ended"),
    seal: t("Niêm phong", "Seal"),
    complaint: t("Khiếu nại, ý kiến", "Complaint"),
  };
  return names[subject];
}

const isTime = (subject: Subject): boolean => subject === "opened" || subject === "closed";

/** What the counting minutes say and no machine knows. Every word is an event of the record. */
export function MinuteNotes() {
  const notes = useLoad((signal) => get("/api/notes", { signal }), [recordChanges.value]);
  const [changing, setChanging] = useState<Note | undefined>(undefined);
  const [opened, setOpened] = useState(false);
  const [leaving, setLeaving] = useState<Note | undefined>(undefined);
  const mine = role() === "head" || role() === "secretary";
  const found = [...(notes.value?.notes ?? [])].sort((a, b) => subjects.indexOf(a.subject) - subjects.indexOf(b.subject) || (a.style ?? "").localeCompare(b.style ?? "") || a.entry - b.entry);
  const again = () => {
    setChanging(undefined);
    setLeaving(undefined);
    void notes.reload();
  };
  return (
    <section class="stack" aria-labelledby="notes">
      <h2 id="notes">{t("Ghi cho biên bản", "Notes for the minutes")}</h2>
      <p class="quiet">
        {t(
          "Ghi trước khi lập biên bản; ghi sau thì lập lại. Không ghi thì giờ lấy theo đồng hồ máy (tờ quét đầu, lần xác nhận cuối), niêm phong và khiếu nại còn dòng chấm để viết tay.",
          "Note before the minutes are made, or make them again. What is not noted: times are the station's clock's (first sheet, last confirmation), seals and complaints stay dotted lines to fill by hand.",
        )}
      </p>
      <Failure error={notes.error} onRetry={() => void notes.reload()} />
      {found.length > 0 && <Noted notes={found} mine={mine} onChange={setChanging} onLeave={setLeaving} />}
      {notes.value && found.length === 0 && !mine && <p>{t("Chưa ai ghi gì.", "Nothing was noted yet.")}</p>}
      {mine && (opened || changing) && <NoteForm key={changing ? keyOf(changing) : ""} changing={changing} onWritten={again} onLeft={() => (changing ? setChanging(undefined) : setOpened(false))} />}
      {mine && !opened && !changing && (
        <div class="row">
          <Button onClick={() => setOpened(true)}>{t("Ghi thêm …", "Note more …")}</Button>
        </div>
      )}
      {!mine && <p class="quiet">{t("Trưởng Ban hoặc Thư ký ghi.", "Head or secretary note them.")}</p>}
      {leaving && <TakeBack note={leaving} onDone={again} onClose={() => setLeaving(undefined)} />}
    </section>
  );
}

const keyOf = (note: Note): string => `${note.subject} ${note.style ?? ""} ${note.entry}`;

function nameOf(note: Note): string {
  const numbered = isTime(note.subject) ? subjectName(note.subject) : `${subjectName(note.subject)} ${note.entry}`;
  return note.style ? `${numbered}, ${t("loại", "style")} ${note.style}` : numbered;
}

function Noted({ notes, mine, onChange, onLeave }: { notes: Note[]; mine: boolean; onChange: (note: Note) => void; onLeave: (note: Note) => void }) {
  return (
    <table class="table notes-table" aria-labelledby="notes">
      <thead>
        <tr>
          <th scope="col">{t("Việc", "What")}</th>
          <th scope="col">{t("Nội dung", "Text")}</th>
          {mine && (
            <th scope="col">
              <span class="unseen">{t("Sửa", "Change")}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {notes.map((note) => (
          <tr key={keyOf(note)}>
            <td>{nameOf(note)}</td>
            <td>
              {note.text}
              {note.settled && (
                <span class="settled">
                  {t("Giải quyết", "Settled")}: {note.settled}
                </span>
              )}
              {note.subject === "complaint" && !note.settled && <span class="quiet">{t("Chưa ghi cách giải quyết", "How it was settled is not noted")}</span>}
              <span class="quiet">{note.who}</span>
            </td>
            {mine && (
              <td>
                <span class="row file-acts">
                  <Button look="plain" aria-label={`${t("Sửa", "Change")} ${nameOf(note)}`} onClick={() => onChange(note)}>
                    {t("Sửa", "Change")}
                  </Button>
                  <Button look="plain" aria-label={`${t("Rút", "Take back")} ${nameOf(note)}`} onClick={() => onLeave(note)}>
                    {t("Rút", "Take back")}
                  </Button>
                </span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function orderOf(subject: Subject, style: string, entry: number | undefined, text: string, settled: string): Order {
  const order: Order = { subject, text: isTime(subject) ? clockTime(text) : text.trim() };
  if (style) order.style = style;
  if (entry !== undefined) order.entry = entry;
  if (subject === "complaint" && settled.trim()) order.settled = settled.trim();
  return order;
}

/** Writes a new note, or the words of one that is there. */
function NoteForm({ changing, onWritten, onLeft }: { changing: Note | undefined; onWritten: () => void; onLeft: () => void }) {
  const [subject, setSubject] = useState<Subject>(changing?.subject ?? "opened");
  const [style, setStyle] = useState(changing?.style ?? "");
  const [text, setText] = useState(changing?.text ?? "");
  const [settled, setSettled] = useState(changing?.settled ?? "");
  const [written, setWritten] = useState(false);
  const styles = definition.value?.definition.styles ?? [];
  const doing = useDoing(async () => {
    await post("/api/notes", { body: orderOf(subject, style, changing?.entry, text, settled) });
    setText("");
    setSettled("");
    setWritten(true);
    onWritten();
  });
  const typing = (set: (value: string) => void) => (event: { currentTarget: HTMLInputElement }) => {
    setWritten(false);
    set(event.currentTarget.value);
  };
  const noTime = isTime(subject) && text !== "" && !/^([01]\d|2[0-3]):[0-5]\d$/.test(clockTime(text));
  return (
    <form class="panel stack" onSubmit={(event) => (event.preventDefault(), void doing.run())} aria-label={changing ? `${t("Sửa", "Change")} ${nameOf(changing)}` : t("Ghi thêm", "Note more")}>
      {changing ? <strong>{`${t("Sửa", "Change")} ${nameOf(changing)}`}</strong> : <NoteKind subject={subject} onSubject={setSubject} style={style} onStyle={setStyle} styles={styles.map((one) => one.id)} />}
      <Field
        label={isTime(subject) ? t("Giờ", "Time") : t("Nội dung", "Text")}
        hint={hintOf(subject)}
        wrong={noTime ? t("Ghi giờ:phút, ví dụ 08:05.", "Hours and minutes, as 08:05.") : undefined}
      >
        {(attributes) => <input {...attributes} autocomplete="off" maxLength={isTime(subject) ? 20 : 2000} value={text} onInput={typing(setText)} />}
      </Field>
      {subject === "complaint" && (
        <Field label={t("Đã giải quyết thế nào (ghi sau cũng được)", "How it was settled (may be noted later)")}>
          {(attributes) => <input {...attributes} autocomplete="off" maxLength={2000} value={settled} onInput={typing(setSettled)} />}
        </Field>
      )}
      <Failure error={doing.error} />
      <div class="row">
        <Button type="submit" busy={doing.busy} disabled={text.trim() === "" || noTime}>
          {changing ? t("Ghi lại", "Note the change") : t("Ghi", "Note it")}
        </Button>
        <Button onClick={onLeft}>{changing ? t("Thôi", "Cancel") : t("Đóng", "Close")}</Button>
        {written && <Holds holds yes={t("Đã ghi vào nhật ký", "Recorded")} />}
      </div>
    </form>
  );
}

function hintOf(subject: Subject): string | undefined {
  if (isTime(subject)) return t("Giờ và phút; ghi lần nữa thì thay lần trước.", "Hours and minutes; noted again, it replaces the earlier one.");
  if (subject === "seal") return t("Niêm phong cái gì, số bao nhiêu.", "What was sealed, and the seal's number.");
  return undefined;
}

function NoteKind(props: { subject: Subject; onSubject: (subject: Subject) => void; style: string; onStyle: (style: string) => void; styles: string[] }) {
  return (
    <div class="pair">
      <Field label={t("Ghi việc gì", "What is noted")}>
        {(attributes) => (
          <select {...attributes} value={props.subject} onChange={(event) => props.onSubject(event.currentTarget.value as Subject)}>
            {subjects.map((one) => (
              <option key={one} value={one}>
                {subjectName(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {props.styles.length > 1 && (
        <Field label={t("Của biên bản", "Of the minutes of")}>
          {(attributes) => (
            <select {...attributes} value={props.style} onChange={(event) => props.onStyle(event.currentTarget.value)}>
              <option value="">{t("Mọi loại phiếu", "Every style")}</option>
              {props.styles.map((one) => (
                <option key={one} value={one}>
                  {t("Loại", "Style")} {one}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}

function TakeBack({ note, onDone, onClose }: { note: Note; onDone: () => void; onClose: () => void }) {
  const doing = useDoing(async () => {
    await post("/api/notes", { body: orderOf(note.subject, note.style ?? "", note.entry, "", "") });
    onDone();
  });
  return (
    <Dialog title={`${t("Rút", "Take back")} ${nameOf(note)}?`} onClose={onClose}>
      <p>“{note.text}”</p>
      <p>{t("Biên bản lập sau đó không còn ghi điều này; nhật ký vẫn giữ cả hai.", "Minutes made from then on do not say it; the record keeps both.")}</p>
      <Failure error={doing.error} />
      <div class="row">
        <Button look="first" busy={doing.busy} onClick={() => void doing.run()}>
          {t("Rút", "Take back")}
        </Button>
        <Button onClick={onClose}>{t("Thôi", "Cancel")}</Button>
      </div>
    </Dialog>
  );
}
