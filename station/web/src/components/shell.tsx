import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { number } from "../format";
import { outbox, stuck } from "../outbox";
import { link, place } from "../router";
import { session, signOut } from "../session";
import { connection, status, type Status } from "../status";
import { atAnyStation, others, pathOf, procedure, type Step } from "../steps";
import { language, said, setLanguage, t } from "../words";
import { Button } from "./parts";
import { BlockedSign, CheckSign } from "./signs";
import { roleName } from "./names";
import { cutOff } from "./way";

/** Large type for the hall's projector. */
export const projector = signal(false);

export function setProjector(on: boolean): void {
  projector.value = on;
  document.documentElement.dataset["view"] = on ? "projector" : "desk";
}

type StepState = Status["procedure"][number];

/** The style that the screens show; empty means all of them. */
export const chosenStyle = signal("");

function LanguageSwitch() {
  const other = language.value === "vi" ? "en" : "vi";
  return (
    <Button look="plain" onClick={() => setLanguage(other)} lang={other}>
      {other === "en" ? "English" : "Tiếng Việt"}
    </Button>
  );
}

function Kind() {
  const mode = status.value?.mode;
  if (!mode) return null;
  return mode === "rehearsal" ? <span class="kind test">{t("THỬ", "TEST")}</span> : <span class="kind">{t("CHÍNH THỨC", "OFFICIAL")}</span>;
}

function Identity() {
  const now = session.value;
  const styles = status.value?.styles ?? [];
  const [busy, setBusy] = useState(false);
  return (
    <div class="identity">
      <Kind />
      <p class="case">{now?.conference ?? t("Chưa có hồ sơ", "No case yet")}</p>
      {styles.length > 1 && (
        <select
          aria-label={t("Loại phiếu", "Ballot style")}
          value={chosenStyle.value}
          onChange={(event) => (chosenStyle.value = event.currentTarget.value)}
        >
          <option value="">{t("Mọi loại phiếu", "All styles")}</option>
          {styles.map((one) => (
            <option key={one.style} value={one.style}>
              {t("Loại", "Style")} {one.style}
            </option>
          ))}
        </select>
      )}
      {now?.signed_in && (
        <span class="who hide-in-hall">
          {now.who ? `${now.who} · ` : ""}
          {roleName(now.role ?? "")}
        </span>
      )}
      <Button look="plain" aria-pressed={projector.value} onClick={() => setProjector(!projector.value)}>
        {t("Chiếu hội trường", "Projector")}
      </Button>
      <LanguageSwitch />
      {now?.signed_in && (
        <Button look="plain" busy={busy} onClick={() => void (setBusy(true), signOut().finally(() => setBusy(false)))}>
          {t("Đăng xuất", "Sign out")}
        </Button>
      )}
    </div>
  );
}

const stateNames: Record<StepState["state"], [string, string]> = {
  done: ["xong", "done"],
  now: ["đang ở đây", "now"],
  open: ["vào được", "open"],
  blocked: ["chưa vào được", "not yet"],
};

function StepLink({ state, index }: { state: StepState; index: number }) {
  const screen = procedure.find((one) => one.step === state.step);
  if (!screen) return null;
  const names = stateNames[state.state];
  return (
    <li class={state.state}>
      <a href={link(screen.path)} aria-current={place.value.screen === screen.path ? "page" : undefined} title={said(state)} accessKey={String(index + 1)}>
        <span class="dot" aria-hidden="true">
          {state.state === "done" && <CheckSign />}
          {state.state === "blocked" && <BlockedSign />}
        </span>
        {said(screen.name)}
        <span class="unseen">, {t(names[0], names[1])}</span>
      </a>
    </li>
  );
}

/** The sentence under the line: of the step one looks at when it is blocked, else of what comes next. */
function Sentence() {
  const steps = status.value?.procedure ?? [];
  const here = procedure.find((one) => one.path === place.value.screen);
  const state = steps.find((one) => one.step === here?.step);
  const now = steps.find((one) => one.state === "now");
  const blocked = state?.state === "blocked";
  const told = blocked ? state : now;
  const elsewhere = now !== undefined && pathOf(now.step) !== place.value.screen;
  return (
    <div class="sentence">
      <p aria-live="polite">
        {told && (
          <>
            <strong>{blocked ? t("Chưa vào được: ", "Not yet: ") : t("Bây giờ: ", "Now: ")}</strong>
            {said(told)}{" "}
            {now && elsewhere && <a href={link(pathOf(now.step))}>{t("Đến bước", "Go to")} {stepName(now.step)}</a>}
          </>
        )}
      </p>
      <nav aria-label={t("Trang khác", "Other pages")} class="hide-in-hall">
        {others.filter((one) => !status.value?.station || atAnyStation.has(one.path)).map((one) => (
          <a key={one.path} href={link(one.path)} aria-current={place.value.screen === one.path ? "page" : undefined}>
            {said(one.name)}
          </a>
        ))}
      </nav>
    </div>
  );
}

function stepName(step: Step): string {
  const found = procedure.find((one) => one.step === step);
  return found ? said(found.name) : step;
}

function Unsent() {
  const waiting = outbox.value.reduce((sum, one) => sum + one.rulings.length, 0);
  if (waiting === 0 || !(stuck.value || connection.value === "lost")) return null;
  return (
    <div class="lost" role="alert">
      {t(
        `${number(waiting)} quyết định chưa tới máy chủ; trang giữ lại và tự gửi khi nối được.`,
        `${number(waiting)} ruling(s) have not reached the server; the page keeps them and sends them once connected.`,
      )}
    </div>
  );
}

/** Everything around a screen: the procedure across the top, who and what, and the sentence of what is next. */
export function Shell({ children }: { children: ComponentChildren }) {
  const steps = status.value?.procedure ?? [];
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    const target = top.current;
    if (!target) return undefined;
    const seen = new ResizeObserver(() => document.documentElement.style.setProperty("--top-height", `${target.offsetHeight}px`));
    seen.observe(target);
    return () => seen.disconnect();
  }, []);
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>
        {t("Đến nội dung", "Skip to content")}
      </a>
      <header ref={top} class={status.value?.mode === "rehearsal" ? "top test" : "top"}>
        <Identity />
        {steps.length > 0 && (
          <>
            <nav aria-label={t("Trình tự kiểm phiếu", "Procedure")} class="hide-in-hall">
              <ol class="procedure">
                {steps.map((one, index) => (
                  <StepLink key={one.step} state={one} index={index} />
                ))}
              </ol>
            </nav>
            <Sentence />
          </>
        )}
        {connection.value === "lost" && (
          <div class="lost" role="alert">
            {t(
              "Mất kết nối với máy kiểm phiếu. Những gì đã nhận đều còn nguyên; trang đang tự nối lại …",
              "The connection to the station is lost. Everything accepted is kept; the page is connecting again …",
            )}
          </div>
        )}
        {status.value?.link?.state === "cut_off" && (
          <div class="lost" role="alert">
            {cutOff(status.value.link)}
          </div>
        )}
        {(status.value?.link?.state === "refused" || status.value?.link?.state === "hindered") && (
          <div class="lost" role="alert">
            {status.value.link.state === "refused"
              ? t("Máy chủ nơi các trạm gặp nhau giữ điều không đúng. ", "The server where stations meet holds what it should not. ")
              : t("Phiếu giữa các trạm chưa chuyển được. ", "Sheets are not handed over between stations. ")}
            <a href={link("cac-tram")}>{t("Xem các trạm", "Look at the stations")}</a>
          </div>
        )}
        <Unsent />
      </header>
      <main id="main" class="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

