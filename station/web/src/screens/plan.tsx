import { get } from "../api/client";
import { Failure } from "../components/parts";
import { plainDay } from "../format";
import { useLoad } from "../load";
import { t } from "../words";

/** The plan's deadlines counted from the day of the conference. The plan's own words stay Vietnamese. */
export function Deadlines() {
  const calendar = useLoad((signal) => get("/api/calendar", { signal }), []);
  const found = calendar.value;
  return (
    <section class="stack" aria-labelledby="prepare-deadlines">
      <h2 id="prepare-deadlines">{t("Các mốc thời gian", "The plan's deadlines")}</h2>
      <Failure error={calendar.error} onRetry={() => void calendar.reload()} />
      {found && (
        <>
          <table class="table deadlines" aria-labelledby="prepare-deadlines">
            <thead>
              <tr>
                <th scope="col">{t("Ngày", "Day")}</th>
                <th scope="col">{t("Việc phải làm", "What is to be done")}</th>
              </tr>
            </thead>
            <tbody>
              {found.deadlines.map((one) => (
                <tr key={one.key}>
                  <td>
                    {plainDay(one.date)}
                    <span class="quiet" lang="vi">
                      {one.weekday}
                    </span>
                  </td>
                  <td lang="vi">
                    {one.what}
                    {one.note && <strong>{one.note}</strong>}
                    <span class="quiet">{one.source}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="quiet" lang="vi">
            {found.counting}
          </p>
        </>
      )}
    </section>
  );
}

/** Whose confidence is asked, and who votes, group by group. */
export function VoterGroups() {
  const groups = useLoad((signal) => get("/api/groups", { signal }), []);
  return (
    <section class="stack" aria-labelledby="prepare-groups">
      <h2 id="prepare-groups">{t("12 nhóm của Phụ lục 1", "The 12 groups of Phụ lục 1")}</h2>
      <Failure error={groups.error} onRetry={() => void groups.reload()} />
      <details>
        <summary>{t("Lấy phiếu ai, ai ghi phiếu", "Whose confidence is asked, and who votes")}</summary>
        <table class="table deadlines" aria-labelledby="prepare-groups">
          <thead>
            <tr>
              <th scope="col" class="number">
                {t("Nhóm", "Group")}
              </th>
              <th scope="col">{t("Chức danh được lấy phiếu", "Positions voted on")}</th>
              <th scope="col">{t("Thành phần ghi phiếu", "Who votes")}</th>
            </tr>
          </thead>
          <tbody>
            {(groups.value?.groups ?? []).map((one) => (
              <tr key={one.group}>
                <td class="number">{one.group}</td>
                <td lang="vi">{one.positions}</td>
                <td lang="vi">
                  {one.voters ?? ""}
                  {one.rule && <span class="quiet">{one.rule}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
