import { useState } from "preact/hooks";
import { get, post } from "../api/client";
import { sourceName } from "../components/names";
import { Button, Failure } from "../components/parts";
import { ReasonDialog } from "../components/reason_dialog";
import { recordNumber, stackName } from "../components/stack_names";
import { number } from "../format";
import { useLoad } from "../load";
import { mayRule } from "../session";
import { recordChanges, scan } from "../status";
import { t } from "../words";
import { Repeats } from "./repeats";

type Batch = Awaited<ReturnType<typeof batches>>["batches"][number];

const batches = (signal: AbortSignal) => get("/api/batches", { signal });

/** The stacks as they were fed, to find one again among the papers. */
export function Batches() {
  const found = useLoad(batches, [recordChanges.value, scan.value?.running]);
  const [asked, setAsked] = useState<Batch | undefined>(undefined);
  const list = found.value?.batches ?? [];
  if (list.length === 0) return null;
  return (
    <>
      <section class="stack" aria-labelledby="batches">
        <h2 id="batches">{t("Các xấp phiếu", "Stacks")}</h2>
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("Xấp", "Stack")}</th>
                <th scope="col" class="number">
                  {t("Đã đọc", "Read")}
                </th>
                <th scope="col" class="number">
                  {t("Mặt trắng", "Blank")}
                </th>
                <th scope="col" class="number">
                  {t("Không đọc được", "Unreadable")}
                </th>
                <th scope="col" class="number">
                  {t("Ban xem", "For people")}
                </th>
                <th scope="col" class="number">
                  {t("Quét lặp", "Fed again")}
                </th>
                <th scope="col">{t("Từ", "From")}</th>
                <th scope="col">
                  <span class="unseen">{t("Để riêng", "Set aside")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map((one) => (
                <tr key={one.batch}>
                  <td class="stack-name">
                    {stackName(one, list)} <span class="quiet">({recordNumber(one)})</span>
                  </td>
                  <td class="number">{number(one.read)}</td>
                  <td class="number">{number(one.blank)}</td>
                  <td class="number">{number(one.unreadable)}</td>
                  <td class="number">{number(one.flagged)}</td>
                  <td class="number">{number(one.fed_again)}</td>
                  <td>
                    {one.station !== undefined && `${t("Trạm", "Station")} ${number(one.station)}: `}
                    {sourceName(one.source)}
                  </td>
                  <td>
                    {one.set_aside ? (
                      <span class="needs">
                        {t("Đã để riêng, không đếm", "Set aside, not counted")}: {one.set_aside_by}, {one.why}
                      </span>
                    ) : (
                      mayRule() && (
                        <Button look="plain" onClick={() => setAsked(one)}>
                          {t("Để riêng …", "Set aside …")}
                        </Button>
                      )
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {!mayRule() && <p class="quiet">{t("Trưởng Ban, Thư ký và Thành viên để riêng được một xấp.", "Head, secretary and members may set a stack aside.")}</p>}
        <Failure error={found.error} onRetry={() => void found.reload()} />
        {asked && <SetAside batch={asked} name={`${stackName(asked, list)} (${recordNumber(asked)})`} onClose={() => setAsked(undefined)} />}
      </section>
      <Repeats stacks={list} />
    </>
  );
}

function SetAside({ batch, name, onClose }: { batch: Batch; name: string; onClose: () => void }) {
  return (
    <ReasonDialog
      title={t(`Để riêng “${name}”?`, `Set “${name}” aside?`)}
      text={t(
        "Cả xấp không được đếm nữa; ảnh và nhật ký vẫn giữ. Quét lại các tờ đó thì chúng lại được đếm.",
        "None of its sheets count any more; images and log stay. Scanning those sheets again makes them count again.",
      )}
      word={t("Để riêng", "Set aside")}
      act={(why) => post("/api/batches/{number}/set-aside", { path: { number: batch.batch }, body: { why } })}
      onClose={onClose}
    />
  );
}
