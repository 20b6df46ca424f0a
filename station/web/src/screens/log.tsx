import { useEffect, useState } from "preact/hooks";
import { get, type Reply } from "../api/client";
import { eventText, kindName, kindNames } from "../components/event_text";
import { roleName } from "../components/names";
import { Button, Dialog, Empty, Failure, Field, Heading } from "../components/parts";
import { number, timeAndDay } from "../format";
import { useLoad } from "../load";
import { go, place } from "../router";
import { session } from "../session";
import { recordChanges } from "../status";
import { t } from "../words";

type Event = Reply<"/api/log", "get">["events"][number];

const pageSize = 50;

/** The record, newest first, as one reads a diary. What is chosen stands in the address, so that it can be linked to. */
export function Log() {
  const kind = place.value.query.get("kind") ?? "";
  const who = place.value.query.get("who") ?? "";
  // The last event of each page before, so that one can go back.
  const [before, setBefore] = useState<number[]>([]);
  const after = before[before.length - 1];
  useEffect(() => setBefore([]), [kind, who]);
  // An older page stays as it is while the record grows.
  const log = useLoad(
    (signal) => get("/api/log", { query: { kind, who, limit: pageSize, ...(after === undefined ? {} : { after }) }, signal }),
    [kind, who, after, after === undefined ? recordChanges.value : 0],
  );
  const choose = (change: { kind?: string; who?: string }): void => {
    const query: Record<string, string> = {};
    const next = { kind, who, ...change };
    if (next.kind) query["kind"] = next.kind;
    if (next.who) query["who"] = next.who;
    go("nhat-ky", query);
  };
  const events = log.value?.events ?? [];
  const last = events[events.length - 1];
  const more = last !== undefined && last.number > 1 && before.length * pageSize + events.length < (log.value?.total ?? 0);
  return (
    <>
      <Heading title={t("Nhật ký", "Log")}>
        <p class="quiet">
          {t("Chỉ ghi thêm, không sửa, không xóa; mỗi sự kiện nối với sự kiện trước bằng mã băm.", "Only ever added to; each event is chained to the one before by its hash.")}
        </p>
      </Heading>
      <div class="stack">
        <div class="log-filter">
          <Field label={t("Loại sự kiện", "Kind of event")}>
            {(attributes) => (
              <select {...attributes} value={kind} onChange={(event) => choose({ kind: event.currentTarget.value })}>
                <option value="">{t("Mọi sự kiện", "All events")}</option>
                {kindNames().map(([one, name]) => (
                  <option key={one} value={one}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t("Người", "Person")}>
            {(attributes) => (
              <select {...attributes} value={who} onChange={(event) => choose({ who: event.currentTarget.value })}>
                <option value="">{t("Mọi người và máy", "Everybody and the machine")}</option>
                {session.value?.people.map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.name} ({roleName(one.role)})
                  </option>
                ))}
              </select>
            )}
          </Field>
          <p aria-live="polite">{log.value && t(`${number(log.value.total)} sự kiện`, `${number(log.value.total)} events`)}</p>
        </div>
        <Failure error={log.error} onRetry={() => void log.reload()} />
        {log.value && events.length === 0 && (
          <Empty
            title={t("Không có sự kiện nào như vậy", "There is no such event")}
            text={t("Mọi việc của hồ sơ hiện ở đây: in, khai, quét, quyết định, xác nhận, đăng nhập.", "Everything of the case stands here: printing, figures, scans, rulings, confirmations, sign-ins.")}
          />
        )}
        {events.length > 0 && <Events events={events} />}
        {(before.length > 0 || more) && (
          <nav class="row" aria-label={t("Trang nhật ký", "Pages of the log")}>
            <Button look="plain" disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>
              ← {t("Mới hơn", "Newer")}
            </Button>
            <Button look="plain" disabled={!more} onClick={() => last && setBefore([...before, last.number])}>
              {t("Cũ hơn", "Older")} →
            </Button>
            {before.length > 0 && (
              <Button look="plain" onClick={() => setBefore([])}>
                {t("Mới nhất", "Newest")}
              </Button>
            )}
          </nav>
        )}
      </div>
    </>
  );
}

function Events({ events }: { events: Event[] }) {
  const [shown, setShown] = useState<Event | undefined>(undefined);
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={t("Các sự kiện", "Events")}>
        <table class="table log-table">
          <thead>
            <tr>
              <th scope="col" class="number">
                {t("Số", "No.")}
              </th>
              <th scope="col">{t("Lúc", "Time")}</th>
              <th scope="col">{t("Sự kiện", "Event")}</th>
              <th scope="col">{t("Mã băm", "Hash")}</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.number}>
                <td class="number">{number(event.number)}</td>
                <td class="time">{timeAndDay(event.time)}</td>
                <td>
                  {eventText(event)}
                  {Array.isArray(event.body["differences"]) && event.body["differences"].length > 0 && (
                    <Button look="plain" onClick={() => setShown(event)}>
                      {t("Xem các chỗ khác", "See the differences")}
                    </Button>
                  )}
                </td>
                <td class="hash">
                  <Hash event={event} onShow={() => setShown(event)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown && <WholeEvent event={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** The hash shortened, to be opened, and copied whole. */
function Hash({ event, onShow }: { event: Event; onShow: () => void }) {
  return (
    <span class="hash-pair">
      <button type="button" class="hash-text" aria-label={t(`Xem sự kiện ${event.number} đầy đủ`, `See event ${event.number} whole`)} onClick={onShow}>
        {event.hash.slice(0, 8)}…
      </button>
      <CopyButton text={event.hash} name={t(`Chép mã băm của sự kiện ${event.number}`, `Copy the hash of event ${event.number}`)} />
    </span>
  );
}

/** Copies a text and says so. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  useEffect(() => setCopied("no"), [text]);
  const copy = (): void => {
    const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    done.then(
      () => setCopied("yes"),
      () => setCopied("refused"),
    );
  };
  return (
    <Button look="plain" aria-label={name} title={name} onClick={copy}>
      <span aria-live="polite">
        {copied === "yes" ? t("Đã chép", "Copied") : copied === "refused" ? t("Không chép được", "Not copied") : t("Chép", "Copy")}
      </span>
    </Button>
  );
}

/** Everything the record says of an event, to be compared with the printed fingerprint. */
function WholeEvent({ event, onClose }: { event: Event; onClose: () => void }) {
  const differences = Array.isArray(event.body["differences"]) ? event.body["differences"].map(String) : [];
  return (
    <Dialog wide title={t(`Sự kiện số ${number(event.number)}`, `Event ${number(event.number)}`)} onClose={onClose}>
      <p>{eventText(event)}.</p>
      {differences.length > 0 && (
        <ul class="differences">
          {differences.map((one, index) => (
            <li key={index}>{one}</li>
          ))}
        </ul>
      )}
      <dl class="event-facts">
        <dt>{t("Loại", "Kind")}</dt>
        <dd>
          {kindName(event.kind)} <span class="quiet">({event.kind})</span>
        </dd>
        <dt>{t("Lúc", "Time")}</dt>
        <dd>
          {timeAndDay(event.time)} <span class="quiet">({event.time})</span>
        </dd>
        <dt>{t("Mã băm", "Hash")}</dt>
        <dd class="hash-whole">{event.hash}</dd>
        <dt>{t("Nội dung", "Body")}</dt>
        <dd>
          <pre class="event-body" tabIndex={0}>
            {JSON.stringify(event.body, null, 1)}
          </pre>
        </dd>
      </dl>
      <p class="quiet">{t("Mức đọc được của từng tờ và các dòng nhập tay không hiện ở đây, để không ai biết trước kết quả.", "What was read of each sheet and the rows keyed in are left out here, so that nobody knows the result beforehand.")}</p>
      <div class="row">
        <Button look="first" onClick={onClose}>
          {t("Đóng", "Close")}
        </Button>
      </div>
    </Dialog>
  );
}
