import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type { ApiError } from "../api/client";
import { duration, number } from "../format";
import { t } from "../words";
import { CheckSign, NeedsSign } from "./signs";

type ButtonProps = Omit<JSX.HTMLAttributes<HTMLButtonElement>, "class"> & {
  look?: "first" | "seal" | "plain" | undefined;
  large?: boolean;
  busy?: boolean;
  disabled?: boolean | undefined;
  keyName?: string;
  type?: "button" | "submit";
  children: ComponentChildren;
};

/** A button; while its work runs it can't be pressed again. */
export function Button({ look, large, busy, keyName, children, disabled, type = "button", ...rest }: ButtonProps) {
  const classes = ["button", look, large ? "large" : ""].filter(Boolean).join(" ");
  return (
    <button type={type} class={classes} disabled={Boolean(disabled) || Boolean(busy)} aria-busy={Boolean(busy)} {...rest}>
      {keyName && <kbd aria-hidden="true">{keyName}</kbd>}
      {children}
    </button>
  );
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: (attributes: { id: string; "aria-describedby": string | undefined; "aria-invalid": "true" | "false" }) => ComponentChildren;
}

/** A label with its input, a hint, and what is wrong with it. */
export function Field({ label, hint, wrong, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": wrong ? "true" : "false" })}
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  );
}

/** For the field that comes next: it has the keys as soon as it stands. The browser's own autofocus works once a page. */
export function useFocus(): RefObject<HTMLInputElement> {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return field;
}

/** A whole number that people key in; empty is undefined. */
export function NumberField(props: {
  label: string;
  value: number | undefined;
  onValue: (value: number | undefined) => void;
  hint?: string | undefined;
  wrong?: string | undefined;
  disabled?: boolean;
}) {
  return (
    <Field label={props.label} hint={props.hint} wrong={props.wrong}>
      {(attributes) => (
        <input
          {...attributes}
          class="figures"
          inputMode="numeric"
          autocomplete="off"
          disabled={props.disabled}
          value={props.value === undefined ? "" : String(props.value)}
          onInput={(event) => {
            const digits = event.currentTarget.value.replace(/\D/g, "").slice(0, 7);
            event.currentTarget.value = digits;
            props.onValue(digits === "" ? undefined : Number(digits));
          }}
        />
      )}
    </Field>
  );
}

/** What happened, what is safe, what to do. */
export function Notice(props: { needsPeople?: boolean; title: string; safe?: string | undefined; todo?: string | undefined; children?: ComponentChildren }) {
  return (
    <div class={props.needsPeople ? "notice needs-people" : "notice"} role={props.needsPeople ? "alert" : "status"}>
      <strong class="mark">
        {props.needsPeople && <NeedsSign />}
        <span>{props.title}</span>
      </strong>
      {props.safe && <p>{props.safe}</p>}
      {props.todo && <p>{props.todo}</p>}
      {props.children && <div class="row">{props.children}</div>}
    </div>
  );
}

function todoOf(error: ApiError): string {
  if (error.status === 0) return t("Trang tự nối lại ngay khi máy kiểm phiếu trả lời; không cần tải lại.", "The page connects again by itself as soon as the station answers; no need to reload.");
  if (error.code === "wrong_passphrase") return t("Gõ lại; quên thì nhờ Trưởng Ban đặt lại.", "Type it again; if it is forgotten the head resets it.");
  if (error.status === 401) return t("Đăng nhập lại để làm tiếp đúng chỗ này.", "Sign in again to go on right here.");
  if (error.status === 403) return t("Người có vai phù hợp đăng nhập rồi làm việc này.", "Somebody whose role allows it signs in and does this.");
  if (error.status === 429) return t("Chờ một phút rồi thử lại.", "Wait a minute, then try again.");
  if (error.status >= 500) return t("Xử lý nguyên nhân trên rồi thử lại; báo kỹ thuật viên nếu lặp lại.", "Mend the cause above and try again; call the technician if it happens again.");
  return t("Sửa lại rồi thử lại.", "Correct it and try again.");
}

function safeOf(error: ApiError): string {
  if (error.status >= 500 || error.status === 0) {
    return t("Mọi phiếu và quyết định đã nhận đều còn nguyên.", "Every sheet and ruling accepted so far is kept.");
  }
  return t("Chưa có gì thay đổi.", "Nothing has changed.");
}

/** A failure of the server or the way to it, told to people. */
export function Failure({ error, onRetry }: { error: ApiError | undefined; onRetry?: () => void }) {
  if (!error) return null;
  // A state that does not allow it yet is explained by the server's own sentence.
  const plain = error.status === 409;
  return (
    <Notice needsPeople title={error.text} safe={plain ? undefined : safeOf(error)} todo={plain ? undefined : todoOf(error)}>
      {onRetry && (
        <Button look="plain" onClick={onRetry}>
          {t("Thử lại", "Try again")}
        </Button>
      )}
    </Notice>
  );
}

/** What a list will hold, while it holds nothing. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {text && <p>{text}</p>}
      {children && <div class="row">{children}</div>}
    </div>
  );
}

/** How far a long work is, how fast it goes and how long it will take. */
export function Progress({ label, done, total, perMinute }: { label: string; done: number; total?: number | undefined; perMinute?: number | undefined }) {
  const left = total !== undefined && perMinute ? ((total - done) / perMinute) * 60 : undefined;
  return (
    <div class="progress" role="status">
      <div class="row apart">
        <span>{label}</span>
        <span>
          {total === undefined ? number(done) : `${number(done)} / ${number(total)}`}
          {perMinute ? ` · ${number(Math.round(perMinute))}/${t("phút", "min")}` : ""}
          {left !== undefined && left > 0 ? ` · ${t("còn", "left")} ${duration(left)}` : ""}
        </span>
      </div>
      <progress aria-label={label} {...(total ? { value: done, max: total } : {})} />
    </div>
  );
}

/** A window in front of the page that must be answered or closed; Escape closes it. */
export function Dialog(props: { title: string; onClose: () => void; wide?: boolean; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={props.wide ? "wide" : ""} aria-labelledby={id} onClose={props.onClose}>
      <div class="stack">
        <h2 id={id}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
}

/** Whether something holds: a sign and a word, never colour alone. */
export function Holds({ holds, yes, no }: { holds: boolean; yes?: string; no?: string }) {
  return holds ? (
    <span class="mark">
      <CheckSign />
      {yes ?? t("Khớp", "Agrees")}
    </span>
  ) : (
    <span class="mark needs">
      <NeedsSign />
      {no ?? t("Chưa khớp", "Does not agree")}
    </span>
  );
}

/** The heading of a screen, with what can be done on all of it. */
export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="heading">
      <h1>{title}</h1>
      {children && <div class="row">{children}</div>}
    </div>
  );
}
