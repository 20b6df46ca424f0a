import { useEffect } from "preact/hooks";
import { chosenStyle } from "../components/shell";
import { problemName, rulingName } from "../components/names";
import { Button, Empty, Failure, Heading, Notice } from "../components/parts";
import { number } from "../format";
import { useKeys } from "../keys";
import { useDoing } from "../load";
import { refused } from "../outbox";
import { go, link, place } from "../router";
import { mayRule } from "../session";
import { status } from "../status";
import { t } from "../words";
import { CountedWall } from "./counted_wall";
import { ruledHere, useQueue, type Group, type Queue, type Selection } from "./queue";
import { ReviewGallery } from "./review_gallery";
import { ReviewOne } from "./review_one";
import { Undo } from "./undo";

/** What the address asks for: one by one, the wall of one proposal, or the wall of what was counted. */
function selectionOf(query: URLSearchParams): Selection {
  const selection: Selection = {};
  const style = query.get("style") ?? chosenStyle.value;
  const problem = query.get("problem");
  const proposal = query.get("proposal");
  if (style) selection.style = style;
  if (problem) selection.problem = problem;
  if (proposal) selection.proposal = proposal;
  return selection;
}

export function Review() {
  const query = place.value.query;
  const way = query.get("way") ?? "one";
  return (
    <>
      <Heading title={t("Xem xét", "Review")}>
        <div class="row" role="group" aria-label={t("Cách xem", "Ways of looking")}>
          <a class="button plain" href={link("xem-xet")} aria-current={way !== "counted" ? "page" : undefined}>
            {t("Chờ Ban quyết định", "Waiting for people")} ({number(status.value?.pending_items ?? 0)})
          </a>
          <a class="button plain" href={link("xem-xet", { way: "counted" })} aria-current={way === "counted" ? "page" : undefined}>
            {t("Dòng đã đếm", "Counted rows")}
          </a>
        </div>
      </Heading>
      <RefusedRulings />
      {way === "counted" ? <CountedWall /> : <Waiting key={`${way} ${chosenStyle.value}`} way={way} selection={selectionOf(query)} />}
    </>
  );
}

function Waiting({ way, selection }: { way: string; selection: Selection }) {
  const all = useQueue(chosenStyle.value ? { style: chosenStyle.value } : {}, way === "gallery" ? 1 : 500);
  const item = place.value.query.get("item") ?? undefined;
  if (all.error && all.total === undefined) return <Failure error={all.error} onRetry={() => void all.reload()} />;
  if (all.total === undefined) return <p class="quiet">{t("Đang tải …", "Loading …")}</p>;
  if (way === "gallery") return <ReviewGallery key={JSON.stringify(selection)} selection={selection} />;
  if (all.total === 0 && !item) return <NothingWaits queue={all} />;
  return (
    <div class="stack">
      {!mayRule() && <Notice title={t("Chỉ xem: Trưởng Ban, Thư ký và Thành viên quyết định.", "Looking only: head, secretary and members rule.")} />}
      {!item && <Groups groups={all.groups} />}
      <ReviewOne queue={all} only={item} />
    </div>
  );
}

function NothingWaits({ queue }: { queue: Queue }) {
  const undoing = useDoing(queue.undo);
  useKeys({ z: () => void undoing.run() });
  return (
    <Empty title={t("Không còn gì chờ Ban quyết định", "Nothing waits for people")} text={t("Dòng nào máy không chắc sẽ hiện ở đây. Xem lại mọi dòng đã đếm, hoặc sang bước Đối chiếu.", "Rows the machine is not sure of appear here. Look through all counted rows, or go on to reconcile.")}>
      <a class="button first" href={link("doi-chieu")}>
        {t("Đối chiếu", "Reconcile")}
      </a>
      <a class="button" href={link("xem-xet", { way: "counted" })}>
        {t("Xem các dòng đã đếm", "Look at counted rows")}
      </a>
      {ruledHere().last > 0 && <Undo doing={undoing} />}
    </Empty>
  );
}

const shownAtOnce = 3;

/** Alike rows, ready to be confirmed on one wall; the largest first. Sheets are looked at one by one. */
function Groups({ groups }: { groups: Group[] }) {
  const walls = groups
    .filter((one) => one.proposal && one.count > 1 && /^(row_|name_)/.test(one.problem))
    .sort((one, other) => other.count - one.count);
  if (walls.length === 0) return null;
  const more = walls.slice(shownAtOnce);
  return (
    <nav class="walls" aria-label={t("Các dòng giống nhau", "Rows alike")}>
      <span>{t("Xem cả loạt:", "All of a kind:")}</span>
      {walls.slice(0, shownAtOnce).map(wallLink)}
      {more.length > 0 && (
        <details>
          <summary>
            {t("loạt khác", "others")} ({number(more.length)})
          </summary>
          <div class="more-walls">{more.map(wallLink)}</div>
        </details>
      )}
    </nav>
  );
}

function wallLink(one: Group) {
  const problem = problemName(one.problem);
  const proposal = rulingName(one.proposal ?? "");
  return (
    <a key={`${one.problem}${one.proposal}${one.style}`} class="button plain" href={galleryOf(one)}>
      {one.style} · {problem} → {proposal}: <strong>{number(one.count)}</strong>
    </a>
  );
}

function galleryOf(group: Group): string {
  return link("xem-xet", { way: "gallery", problem: group.problem, proposal: group.proposal ?? "", ...(group.style ? { style: group.style } : {}) });
}

/** Rulings the server did not take: they count for nothing, and nobody may think otherwise. */
function RefusedRulings() {
  const list = refused.value;
  useEffect(() => {
    if (list.length > 0) window.scrollTo(0, 0);
  }, [list.length]);
  if (list.length === 0) return null;
  return (
    <div class="stack">
      {list.map(({ entry, error }) => (
        <Notice
          key={entry.id}
          needsPeople
          title={t(`Máy chủ không nhận ${entry.rulings.length} quyết định: ${error.text}`, `The server did not take ${entry.rulings.length} ruling(s): ${error.text}`)}
          safe={t("Không quyết định nào trong số đó có hiệu lực; các mục vẫn chờ Ban.", "None of them holds; the items still wait for people.")}
        >
          {entry.rulings.length === 1 && entry.rulings[0] && (
            <Button look="plain" onClick={() => go("xem-xet", { item: entry.rulings[0]?.item ?? "" })}>
              {t("Xem lại mục này", "Look at this item again")}
            </Button>
          )}
          <Button look="plain" onClick={() => (refused.value = refused.value.filter((one) => one.entry.id !== entry.id))}>
            {t("Đã hiểu", "Understood")}
          </Button>
        </Notice>
      ))}
    </div>
  );
}
