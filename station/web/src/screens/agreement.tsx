import { useState } from "preact/hooks";
import { get, post, type Reply } from "../api/client";
import { roleName } from "../components/names";
import { Button, Dialog, Empty, Failure, Field, Heading, Holds, Notice } from "../components/parts";
import { chosenStyle } from "../components/shell";
import { WaitSign } from "../components/signs";
import { number } from "../format";
import { useDoing, useLoad } from "../load";
import { link } from "../router";
import { mayConfirm, mayRule, session } from "../session";
import { loadStatus, recordChanges, status } from "../status";
import { said, t } from "../words";

type Identity = Reply<"/api/agreement", "get">["identities"][number];

/** The identities a count must fulfil, then the confirmation by head and secretary. */
export function AgreementScreen() {
  const found = useLoad((signal) => get("/api/agreement", { signal }), [recordChanges.value]);
  const list = (found.value?.identities ?? []).filter((one) => chosenStyle.value === "" || one.style === undefined || one.style === chosenStyle.value);
  return (
    <>
      <Heading title={t("Đối chiếu và xác nhận", "Reconcile and confirm")} />
      <div class="beside">
        <section class="stack" aria-labelledby="identities">
          <h2 id="identities">{t("Các số phải khớp", "Figures that must agree")}</h2>
          <Failure error={found.error} onRetry={() => void found.reload()} />
          {found.value && list.length === 0 ? (
            <Empty title={t("Chưa có số nào để đối chiếu", "Nothing to reconcile yet")} text={t("Khai số và quét phiếu trước.", "Declare the figures and scan first.")} />
          ) : (
            <ul class="identities">
              {list.map((one) => (
                <IdentityLine key={one.id + (one.style ?? "")} identity={one} />
              ))}
            </ul>
          )}
          <p class="quiet measure">
            {t(
              "Số của từng người chỉ hiện khi không còn gì chờ Ban quyết định, để không ai quyết định khi biết trước kết quả.",
              "Figures of candidates are shown only when nothing waits for people, so that no ruling is made knowing what it changes.",
            )}
          </p>
        </section>
        <Confirmation complete={found.value?.complete === true} />
      </div>
    </>
  );
}

function IdentityLine({ identity }: { identity: Identity }) {
  const open = identity.holds === false && identity.accepted !== true;
  return (
    <li class={open ? "open" : ""}>
      <div class="identity-state">
        {identity.holds === null ? (
          <span class="mark">
            <WaitSign />
            {t("Chưa đủ số", "Figures missing")}
          </span>
        ) : identity.accepted ? (
          <Holds holds yes={t("Ban đã chấp nhận", "Accepted")} />
        ) : (
          <Holds holds={identity.holds} />
        )}
      </div>
      <div>
        <p>
          {identity.style && <strong>{t("Loại", "Style")} {identity.style}. </strong>}
          {said(identity)}
          {identity.first !== undefined && identity.second !== undefined && (
            <span class="quiet pairs">
              {" "}
              ({number(identity.first)} {identity.holds ? "–" : t("và", "and")} {number(identity.second)})
            </span>
          )}
        </p>
        {open && identity.item && mayRule() && (
          <p>
            <a href={link("xem-xet", { item: identity.item })}>{t("Xem xét, nêu lý do", "Rule on it, with a reason")}</a>
          </p>
        )}
      </div>
    </li>
  );
}

function Confirmation({ complete }: { complete: boolean }) {
  const now = status.value;
  const [asking, setAsking] = useState<"confirm" | "reopen" | undefined>(undefined);
  if (!now) return null;
  const mine = now.confirmations.some((one) => one.who === session.value?.who);
  return (
    <section class="stack panel" aria-labelledby="confirmation">
      <h2 id="confirmation">{t("Xác nhận", "Confirmation")}</h2>
      {now.final ? (
        <Notice title={t("Kết quả đã được xác nhận. Từ đây không gì thay đổi, trừ khi mở lại.", "The result is confirmed. Nothing changes from here on but by reopening.")} />
      ) : (
        <p>{t("Trưởng Ban và Thư ký, mỗi người xác nhận bằng mật khẩu của mình.", "Head and secretary each confirm with their own passphrase.")}</p>
      )}
      <ul class="stack">
        {(["head", "secretary"] as const).map((who) => {
          const given = now.confirmations.find((one) => one.role === who);
          return (
            <li key={who} class="row apart">
              <span>
                {roleName(who)}
                {given && `: ${given.who}`}
              </span>
              {given ? (
                <Holds holds yes={t("Đã xác nhận", "Confirmed")} />
              ) : (
                <span class="mark">
                  <WaitSign />
                  {t("chưa xác nhận", "not yet")}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {now.final ? (
        <div class="row">
          <a class="button first" href={link("ket-qua")}>
            {t("Xem kết quả", "See the results")}
          </a>
          <a class="button" href={link("bien-ban")}>
            {t("Lập biên bản", "Make the minutes")}
          </a>
          {mayConfirm() && (
            <Button look="plain" onClick={() => setAsking("reopen")}>
              {t("Mở lại …", "Reopen …")}
            </Button>
          )}
        </div>
      ) : mayConfirm() && !mine ? (
        <>
          <Button look="first" large disabled={!complete} onClick={() => setAsking("confirm")}>
            {t("Tôi xác nhận kết quả", "I confirm the result")}
          </Button>
          {!complete && <p class="quiet">{t("Xác nhận được khi mọi số bên trái khớp hoặc đã được Ban chấp nhận.", "Possible once every figure on the left agrees or was accepted.")}</p>}
        </>
      ) : mine ? (
        <p>{t("Mình đã xác nhận; chờ người còn lại.", "You have confirmed; the other one is awaited.")}</p>
      ) : (
        <p class="quiet">{t("Vai này chỉ xem: Trưởng Ban và Thư ký xác nhận.", "This role only looks: head and secretary confirm.")}</p>
      )}
      {asking === "confirm" && <Confirm onClose={() => setAsking(undefined)} />}
      {asking === "reopen" && <Reopen onClose={() => setAsking(undefined)} />}
    </section>
  );
}

function Confirm({ onClose }: { onClose: () => void }) {
  const [passphrase, setPassphrase] = useState("");
  const doing = useDoing(async () => {
    await post("/api/confirmations", { body: { passphrase } });
    await loadStatus();
    onClose();
  });
  return (
    <Dialog title={t("Xác nhận kết quả kiểm phiếu", "Confirm the result of the count")} onClose={onClose}>
      <p>
        {t(
          "Tôi đã xem các số đối chiếu và đồng ý với kết quả như đang lưu. Việc xác nhận được ghi vào nhật ký, kèm dấu vân tay của số liệu.",
          "I have looked at the figures and agree with the result as it stands. The confirmation is recorded with the figures' fingerprint.",
        )}
      </p>
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
        <Field label={`${t("Mật khẩu của", "Passphrase of")} ${session.value?.who ?? ""}`}>
          {(attributes) => (
            <input {...attributes} type="password" autofocus autocomplete="current-password" value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} />
          )}
        </Field>
        <Failure error={doing.error} />
        <div class="row">
          <Button type="submit" look="first" busy={doing.busy} disabled={passphrase === ""}>
            {t("Xác nhận", "Confirm")}
          </Button>
          <Button onClick={onClose}>{t("Thôi", "Cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function Reopen({ onClose }: { onClose: () => void }) {
  const [why, setWhy] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const doing = useDoing(async () => {
    await post("/api/reopenings", { body: { why: why.trim(), passphrase } });
    await loadStatus();
    onClose();
  });
  return (
    <Dialog title={t("Mở lại kết quả đã xác nhận?", "Reopen the confirmed result?")} onClose={onClose}>
      <p>
        {t(
          "Hai xác nhận hiện có mất hiệu lực; Trưởng Ban và Thư ký phải xác nhận lại. Việc mở lại cùng lý do nằm mãi trong nhật ký.",
          "Both confirmations lapse; head and secretary must confirm again. The reopening and its reason stay in the record for good.",
        )}
      </p>
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
        <Field label={t("Lý do", "Reason")}>
          {(attributes) => <input {...attributes} autofocus autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
        </Field>
        <Field label={t("Mật khẩu", "Passphrase")}>
          {(attributes) => (
            <input {...attributes} type="password" autocomplete="current-password" value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} />
          )}
        </Field>
        <Failure error={doing.error} />
        <div class="row">
          <Button type="submit" look="seal" busy={doing.busy} disabled={why.trim() === "" || passphrase === ""}>
            {t("Mở lại", "Reopen")}
          </Button>
          <Button onClick={onClose}>{t("Thôi", "Cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
