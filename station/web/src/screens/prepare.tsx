import { useEffect, useState } from "preact/hooks";
import { post, send } from "../api/client";
import { definition, stylesShown } from "../case";
import { roleName } from "../components/names";
import { Button, Dialog, Failure, Heading } from "../components/parts";
import { PagePreview } from "../components/pictures";
import { chosenStyle } from "../components/shell";
import { number, plainDay } from "../format";
import { useDoing } from "../load";
import { loadSession, mayRunMachine, role, session } from "../session";
import { recordChanges } from "../status";
import { t } from "../words";
import { Deadlines, VoterGroups } from "./plan";

/** The case as it was set up; fixed, so only shown. */
export function Prepare() {
  const made = definition.value;
  if (!made) return null;
  const conference = made.definition;
  const policy = conference.policy ?? {};
  return (
    <>
      <Heading title={t("Chuẩn bị", "Prepare")}>
        <span class="quiet">{t("Hồ sơ đã lập; danh sách và quy định không sửa được nữa.", "The case is made; lists and rules can no longer be changed.")}</span>
      </Heading>
      <div class="beside">
        <div class="stack-l">
          <section class="stack" aria-labelledby="prepare-conference">
            <h2 id="prepare-conference">{t("Hội nghị", "The conference")}</h2>
            <dl class="facts">
              <dt>{t("Tổ chức", "Organisation")}</dt>
              <dd>{[conference.parent_organisation, conference.organisation].filter(Boolean).join(" – ")}</dd>
              <dt>{t("Hội nghị", "Session")}</dt>
              <dd>{conference.session}</dd>
              <dt>{t("Nơi, ngày", "Place, day")}</dt>
              <dd>
                {conference.place}, {plainDay(conference.date)}
              </dd>
              <dt>{t("Gạch họ tên một người", "A crossed name")}</dt>
              <dd>
                {policy.crossed_name === "row"
                  ? t("chỉ dòng đó không hợp lệ", "only that row is invalid")
                  : t("cả phiếu không hợp lệ (Khoản 6.3)", "the whole ballot is invalid (clause 6.3)")}
              </dd>
              <dt>{t("Mỗi quyết định", "Each ruling")}</dt>
              <dd>{policy.two_person ? t("hai người cùng ý kiến", "two people of one mind") : t("một người trong Ban", "one member of the committee")}</dd>
              <dt>{t("Diễn tập", "Rehearsal")}</dt>
              <dd>{policy.rehearsal === "require" ? t("bắt buộc đạt", "must be passed") : t("nên làm", "advised")}</dd>
            </dl>
          </section>
          <Committee />
          <Deadlines />
          {stylesShown(chosenStyle.value).map((style) => (
            <section key={style.id} class="stack" aria-labelledby={`prepare-${style.id}`}>
              <h2 id={`prepare-${style.id}`}>
                {t("Loại phiếu", "Ballot style")} {style.id}: {number(style.candidates.length)} {t("người", "people")}
              </h2>
              <p class="measure">{style.positions}</p>
              <p class="measure quiet">
                {t("Người ghi phiếu", "Voters")}: {style.voters}
              </p>
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col" class="number">
                      {t("Stt", "No.")}
                    </th>
                    <th scope="col">{t("Họ và tên", "Name")}</th>
                    <th scope="col">{t("Chức vụ, đơn vị công tác", "Position")}</th>
                  </tr>
                </thead>
                <tbody>
                  {style.candidates.map((person, index) => (
                    <tr key={index}>
                      <td class="number">{index + 1}</td>
                      <td>{person.name}</td>
                      <td>{person.position}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ))}
          <VoterGroups />
        </div>
        {mayRunMachine() && <BallotPreviews />}
      </div>
    </>
  );
}

function BallotPreviews() {
  const made = definition.value;
  const styles = stylesShown(chosenStyle.value);
  const [shown, setShown] = useState("");
  const style = styles.find((one) => one.id === shown) ?? styles[0];
  if (!made || !style) return null;
  return (
    <aside class="stack sticky" aria-label={t("Xem trước phiếu", "Ballot preview")}>
      <div class="row">
        <h2>{t("Phiếu khi in", "The ballot in print")}</h2>
        {styles.length > 1 &&
          styles.map((one) => (
            <Button key={one.id} look="plain" aria-pressed={one.id === style.id} onClick={() => setShown(one.id)}>
              {t("Loại", "Style")} {one.id}
            </Button>
          ))}
      </div>
      <PagePreview
        name={t("Phiếu như khi in", "The ballot as printed")}
        on={style.id}
        load={(page, signal) =>
          send("POST", "/api/definition/preview", JSON.stringify({ definition: made.definition, style: style.id, page, width: 900 }), "application/json", signal)
        }
      />
    </aside>
  );
}

function Committee() {
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const people = session.value?.people ?? [];
  // Who has a passphrase by now is told with the session.
  useEffect(() => void loadSession().catch(() => undefined), [recordChanges.value]);
  return (
    <section class="stack" aria-labelledby="prepare-committee">
      <h2 id="prepare-committee">{t("Ban Kiểm phiếu", "The counting committee")}</h2>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("Họ và tên", "Name")}</th>
            <th scope="col">{t("Vai", "Role")}</th>
            <th scope="col">{t("Mật khẩu", "Passphrase")}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.name}>
              <td>{person.name}</td>
              <td>{roleName(person.role)}</td>
              <td>
                {person.has_passphrase ? t("đã đặt", "set") : t("đặt ở lần đăng nhập đầu", "set at the first sign-in")}
                {role() === "head" && person.has_passphrase && person.name !== session.value?.who && (
                  <>
                    {" "}
                    <Button look="plain" onClick={() => setAsked(person.name)}>
                      {t("Đặt lại", "Reset")}
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {role() !== "head" && <p class="quiet">{t("Quên mật khẩu: Trưởng Ban đặt lại ở đây.", "A forgotten passphrase is reset here by the head.")}</p>}
      {asked && <Reset name={asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

function Reset({ name, onClose }: { name: string; onClose: () => void }) {
  const doing = useDoing(async () => {
    await post("/api/accounts/{name}/reset", { path: { name } });
    await loadSession();
    onClose();
  });
  return (
    <Dialog title={t(`Đặt lại mật khẩu của ${name}?`, `Reset the passphrase of ${name}?`)} onClose={onClose}>
      <p>
        {t(
          "Người này bị đăng xuất ngay và đặt mật khẩu mới bằng mã trạm. Việc này được ghi vào nhật ký.",
          "They are signed out at once and set a new passphrase with the station code. This is logged.",
        )}
      </p>
      <Failure error={doing.error} />
      <div class="row">
        <Button look="first" busy={doing.busy} onClick={() => void doing.run()}>
          {t("Đặt lại", "Reset")}
        </Button>
        <Button onClick={onClose}>{t("Thôi", "Cancel")}</Button>
      </div>
    </Dialog>
  );
}
