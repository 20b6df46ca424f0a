import { useState } from "preact/hooks";
import { faults, helpedRoles, keyGroups, stepsOf, type HelpedRole } from "../components/help_text";
import { roleName } from "../components/names";
import { Button, Heading } from "../components/parts";
import { link } from "../router";
import { role, session } from "../session";
import { screenOf } from "../steps";
import { said, t } from "../words";

/** A short guide: whose work is what, the keys, and what to do when something goes wrong. */
export function Help() {
  const own = helpedRoles.find((one) => one === role()) ?? "member";
  const [shown, setShown] = useState<HelpedRole>(own);
  return (
    <>
      <Heading title={t("Trợ giúp", "Help")}>
        <p class="quiet">{session.value?.software}</p>
      </Heading>
      <div class="help">
        <div class="stack-l">
          <section class="stack" aria-labelledby="principle">
            <h2 id="principle">{t("Máy đọc, Ban quyết định", "The machine reads, the committee rules")}</h2>
            <p>
              {t(
                "Phiếu đánh một dấu X rõ thì máy đếm. Mọi trường hợp khác – không dấu, hai ba dấu, gạch tên, dấu mờ, dấu sửa, phiếu lạ – máy không tự loại, không đoán, mà đưa ảnh cho Ban. Bấm nhầm không mất gì: quyết định sau thay quyết định trước, cả hai đều nằm trong nhật ký.",
                "A row with one clear X is counted. Everything else – no mark, two or three, a struck name, a faint or corrected mark, a strange paper – the machine neither voids nor guesses; it shows the committee its picture. A wrong key loses nothing: a later ruling replaces the earlier one, and both stay in the record.",
              )}
            </p>
          </section>
          <section class="stack" aria-labelledby="work">
            <h2 id="work">{t("Việc của từng người", "Whose work is what")}</h2>
            <div class="row" role="group" aria-labelledby="work">
              {helpedRoles.map((one) => (
                <Button key={one} look="plain" aria-pressed={one === shown} onClick={() => setShown(one)}>
                  {roleName(one)}
                </Button>
              ))}
            </div>
            <ol class="help-steps">
              {stepsOf(shown).map((step) => {
                const screen = screenOf(step.path);
                return (
                  <li key={step.path}>
                    <a href={link(step.path)}>{screen ? said(screen.name) : step.path}</a>
                    <span>{step.text}</span>
                  </li>
                );
              })}
            </ol>
            <p class="quiet">{limits(shown)}</p>
          </section>
          <section class="stack" aria-labelledby="faults">
            <h2 id="faults">{t("Khi có sự cố", "When something goes wrong")}</h2>
            <dl class="help-faults">
              {faults().map((one) => (
                <div key={one.seen}>
                  <dt>{one.seen}</dt>
                  <dd>{one.todo}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
        <aside class="stack" aria-labelledby="keys">
          <h2 id="keys">{t("Phím", "Keys")}</h2>
          {keyGroups().map((group) => (
            <section key={group.name}>
              <h3>{group.name}</h3>
              <dl class="help-keys">
                {group.keys.map(([keys, text]) => (
                  <div key={text}>
                    <dt>
                      {keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </aside>
      </div>
    </>
  );
}

/** What a role may not do; the server refuses it. */
function limits(shown: HelpedRole): string {
  switch (shown) {
    case "head":
      return t("Chỉ Trưởng Ban: khai số, giải quyết bất đồng, bỏ qua diễn tập, xóa mật khẩu.", "The head alone: declares figures, settles disputes, waives the rehearsal, resets passphrases.");
    case "secretary":
      return t("Thư ký xem xét và xác nhận; không khai số.", "The secretary rules and confirms; figures are declared by the head.");
    case "member":
      return t("Thành viên xem xét; không xác nhận.", "Members rule; they don't confirm.");
    case "technician":
      return t("Kỹ thuật viên chạy máy, in, quét; không quyết định về phiếu nào.", "The technician runs machine, printer and scanner; rules on nothing.");
    case "observer":
      return t("Giám sát xem mọi thứ, không thay đổi gì.", "Observers see everything and change nothing.");
  }
}
