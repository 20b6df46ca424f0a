import { useState } from "preact/hooks";
import { ApiError, post } from "../api/client";
import { Button, Failure, Field, Notice, useFocus } from "../components/parts";
import { roleName } from "../components/names";
import { useDoing } from "../load";
import { outbox, flush } from "../outbox";
import { loadSession, session, signedOutAmidWork } from "../session";
import { language, setLanguage, t } from "../words";

type Person = { name: string; role: string; has_passphrase: boolean };

const shortest = 8;

/** Signing in: choose one's name, then the passphrase; the first time with the station code. */
export function SignIn() {
  const [person, setPerson] = useState<Person | undefined>(undefined);
  const now = session.value;
  if (!now) return null;
  return (
    <main class="sign-in" id="main">
      <div class="stack-l">
        <div class="stack">
          <div class="row apart">
            <p class="quiet">{t("Trạm kiểm phiếu", "Counting station")}</p>
            <Button look="plain" lang={language.value === "vi" ? "en" : "vi"} onClick={() => setLanguage(language.value === "vi" ? "en" : "vi")}>
              {language.value === "vi" ? "English" : "Tiếng Việt"}
            </Button>
          </div>
          <h1>{now.conference ?? t("Lập hồ sơ hội nghị", "Set up the conference")}</h1>
          <Why />
        </div>
        {now.case === "none" ? (
          <SetupCode />
        ) : person ? (
          <Passphrase person={person} onBack={() => setPerson(undefined)} />
        ) : (
          <People people={now.people} onChoose={setPerson} />
        )}
        <p class="quiet">{now.software}</p>
      </div>
    </main>
  );
}

/** Why one has to sign in again, and that nothing is lost. */
function Why() {
  const ended = session.value?.ended;
  const unsent = outbox.value;
  if (!signedOutAmidWork.value && !ended && unsent.length === 0) return null;
  const title =
    ended === "idle"
      ? t("Phiên đã hết vì lâu không thao tác.", "The session ended after a long pause.")
      : ended === "restart"
        ? t("Máy kiểm phiếu đã khởi động lại.", "The station was restarted.")
        : ended === "reset"
          ? t("Mật khẩu đã được đặt lại.", "The passphrase was reset.")
          : t("Phiên làm việc đã kết thúc.", "The session has ended.");
  const waiting = [...new Set(unsent.map((one) => one.who))].join(", ");
  return (
    <Notice
      title={title}
      safe={t("Mọi phiếu và quyết định đã nhận đều còn nguyên.", "Every sheet and ruling accepted so far is kept.")}
      todo={
        waiting
          ? t(`Có quyết định chưa gửi của ${waiting}: đăng nhập lại để gửi.`, `Rulings by ${waiting} are not sent yet: sign in again to send them.`)
          : t("Đăng nhập lại để về đúng chỗ đang làm.", "Sign in to return to where you were.")
      }
    />
  );
}

function People({ people, onChoose }: { people: Person[]; onChoose: (person: Person) => void }) {
  return (
    <div class="stack">
      <h2>{t("Chọn tên của mình", "Choose your name")}</h2>
      <ul class="people">
        {people.map((one) => (
          <li key={one.name}>
            <Button onClick={() => onChoose(one)}>
              <span>{one.name}</span>
              <span>{roleName(one.role)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

async function entered(): Promise<void> {
  await loadSession();
  void flush();
}

function Passphrase({ person, onBack }: { person: Person; onBack: () => void }) {
  const [first, setFirst] = useState(!person.has_passphrase);
  const [code, setCode] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [repeated, setRepeated] = useState("");
  const begin = useFocus();
  const differ = first && repeated !== "" && repeated !== passphrase;
  const doing = useDoing(async () => {
    try {
      if (first) {
        await post("/api/session/first", { body: { name: person.name, station_code: code.trim(), passphrase } });
      } else {
        await post("/api/session", { body: { name: person.name, passphrase } });
      }
    } catch (error) {
      // Another browser was faster, or the head has reset the passphrase: ask for what is needed now.
      if (error instanceof ApiError && error.code === "no_passphrase") setFirst(true);
      if (error instanceof ApiError && error.code === "has_passphrase") setFirst(false);
      throw error;
    }
    await entered();
  });
  const complete = first ? code.trim() !== "" && passphrase.length >= shortest && repeated === passphrase : passphrase !== "";
  return (
    <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
      <h2>
        {person.name}, {roleName(person.role)}
      </h2>
      {first && (
        <>
          <p>
            {t(
              "Lần đầu đăng nhập: hỏi kỹ thuật viên mã trạm đang hiện trên màn hình máy, rồi tự đặt mật khẩu của mình.",
              "First sign-in: ask the technician for the station code on the machine's terminal, then set your own passphrase.",
            )}
          </p>
          <Field label={t("Mã trạm", "Station code")}>
            {(attributes) => <input {...attributes} ref={begin} autocomplete="off" value={code} onInput={(event) => setCode(event.currentTarget.value)} />}
          </Field>
        </>
      )}
      <Field label={t("Mật khẩu", "Passphrase")} hint={first ? t("8 ký tự trở lên; một câu ngắn dễ nhớ thì tốt.", "8 characters or more; a short sentence is good.") : undefined}>
        {(attributes) => (
          <input
            {...attributes}
            type="password"
            ref={first ? null : begin}
            autocomplete={first ? "new-password" : "current-password"}
            value={passphrase}
            onInput={(event) => setPassphrase(event.currentTarget.value)}
          />
        )}
      </Field>
      {first && (
        <Field label={t("Nhập lại mật khẩu", "Passphrase again")} wrong={differ ? t("Hai lần nhập khác nhau.", "The two are not the same.") : undefined}>
          {(attributes) => (
            <input {...attributes} type="password" autocomplete="new-password" value={repeated} onInput={(event) => setRepeated(event.currentTarget.value)} />
          )}
        </Field>
      )}
      <Failure error={doing.error} />
      <div class="row">
        <Button type="submit" look="first" busy={doing.busy} disabled={!complete}>
          {first ? t("Đặt mật khẩu và vào", "Set it and enter") : t("Đăng nhập", "Sign in")}
        </Button>
        <Button look="plain" onClick={onBack}>
          {t("Không phải tôi", "Not me")}
        </Button>
      </div>
    </form>
  );
}

function SetupCode() {
  const [code, setCode] = useState("");
  const begin = useFocus();
  const doing = useDoing(async () => {
    await post("/api/session/setup", { body: { station_code: code.trim() } });
    await entered();
  });
  return (
    <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
      <p>
        {t(
          "Chưa có hồ sơ nào. Nhập mã trạm đang hiện trên màn hình máy để khai hội nghị, danh sách và Ban Kiểm phiếu.",
          "There is no case yet. Enter the station code from the machine's terminal to set up the conference, its lists and the committee.",
        )}
      </p>
      <Field label={t("Mã trạm", "Station code")}>
        {(attributes) => <input {...attributes} ref={begin} autocomplete="off" value={code} onInput={(event) => setCode(event.currentTarget.value)} />}
      </Field>
      <Failure error={doing.error} />
      <Button type="submit" look="first" busy={doing.busy} disabled={code.trim() === ""}>
        {t("Bắt đầu", "Begin")}
      </Button>
    </form>
  );
}
