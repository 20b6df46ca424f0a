import { useState } from "preact/hooks";
import { address, get, send, type Reply } from "../api/client";
import { documentName } from "../components/documents";
import { FileButton, useFileDrop } from "../components/file_input";
import { Button, Failure, Field, Holds, Notice } from "../components/parts";
import { timeAndDay } from "../format";
import { useDoing, useLoad } from "../load";
import { mayRule, role } from "../session";
import { recordChanges, status } from "../status";
import { t } from "../words";

type Signatures = Reply<"/api/signatures", "get">;
type SignedDocument = Signatures["documents"][number];

function placeName(place: string): string {
  if (place === "head") return t("Trưởng Ban", "Head");
  if (place === "secretary") return t("Thư ký", "Secretary");
  if (place === "chair") return t("Người chủ trì", "Presiding chair");
  const nth = /^member-(\d+)$/.exec(place)?.[1];
  return nth ? t(`Thành viên ${nth}`, `Member ${nth}`) : place;
}

function titleOf(document: string): string {
  const { name, style } = documentName(document);
  return style ? `${name}, ${t("loại", "style")} ${style}` : name;
}

/** Digital signatures: who has signed what, and one's own, by a token or a certificate file. */
export function SignDocuments() {
  const loaded = useLoad((signal) => get("/api/signatures", { signal }), [recordChanges.value]);
  const now = loaded.value;
  const final = status.value?.final === true;
  return (
    <section class="stack" aria-labelledby="sign-documents">
      <h2 id="sign-documents">{t("Ký số", "Digital signatures")}</h2>
      <Failure error={loaded.error} onRetry={() => void loaded.reload()} />
      {now && <Signed documents={now.documents} />}
      {!mayRule() ? (
        <p class="quiet">{t("Trưởng Ban, Thư ký và các thành viên ký, mỗi người ở chỗ của mình.", "Head, secretary and members sign, each at their own place.")}</p>
      ) : !final ? (
        <p class="quiet">{t("Ký được khi Trưởng Ban và Thư ký đã xác nhận kết quả.", "Signing begins once head and secretary have confirmed the results.")}</p>
      ) : (
        now?.place && <SignForm now={now} place={now.place} onSigned={() => void loaded.reload()} />
      )}
    </section>
  );
}

function Signed({ documents }: { documents: SignedDocument[] }) {
  const signed = documents.filter((one) => one.signatures.length > 0 || one.faults.length > 0);
  if (signed.length === 0) return <p class="quiet">{t("Chưa văn bản nào được ký số.", "No document is signed digitally yet.")}</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-labelledby="sign-documents">
      <table class="table signatures-table">
        <thead>
          <tr>
            <th scope="col">{t("Văn bản", "Document")}</th>
            <th scope="col">{t("Người ký", "Signer")}</th>
            <th scope="col">{t("Chữ ký", "Signature")}</th>
          </tr>
        </thead>
        {signed.map((one) => (
          <tbody key={one.document}>
            {one.signatures.map((signature, index) => (
              <tr key={index}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={one.signatures.length}>
                    {titleOf(one.document)}
                  </th>
                )}
                <td>
                  {signature.signer}
                  <span class="quiet">
                    {signature.place ? placeName(signature.place) : t("ký ngoài hồ sơ", "signed outside the case")}
                    {signature.stamped && ` · ${timeAndDay(signature.stamped)}`}
                  </span>
                </td>
                <td>
                  <Holds holds={signature.holds && signature.in_record} yes={t("Hợp lệ", "Holds")} no={signature.holds ? t("Không có trong nhật ký", "Not in the record") : t("KHÔNG hợp lệ", "Does NOT hold")} />
                </td>
              </tr>
            ))}
            {one.faults.map((fault) => (
              <tr key={fault}>
                <td colSpan={3} class="needs">
                  {titleOf(one.document)}: {t("văn bản đã bị sửa hoặc mất chữ ký", "the document was altered or lacks a signature")} ({fault})
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** The secret, a zero byte and the key file: as the server takes them, in a body of this one request. */
async function bodyOf(secret: string, file: File | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const typed = new TextEncoder().encode(secret);
  const key = file ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  const body = new Uint8Array(typed.length + 1 + key.length);
  body.set(typed);
  body.set(key, typed.length + 1);
  return body;
}

/** What may be signed: reports first, the minutes last, as they are meant for paper. */
function choices(documents: SignedDocument[]): string[] {
  const order = (name: string) => (name.startsWith("bao-cao-") ? 0 : 1);
  return documents.map((one) => one.document).sort((a, b) => order(a) - order(b) || a.localeCompare(b));
}

function SignForm({ now, place, onSigned }: { now: Signatures; place: string; onSigned: () => void }) {
  const names = choices(now.documents);
  const [chosen, setChosen] = useState("");
  const [at, setAt] = useState(place);
  const [way, setWay] = useState<"token" | "file">(now.token ? "token" : "file");
  const [token, setToken] = useState("");
  const [file, setFile] = useState<File | undefined>(undefined);
  const [secret, setSecret] = useState("");
  const [done, setDone] = useState("");
  const document = names.includes(chosen) ? chosen : (names[0] ?? "");
  const doing = useDoing(async () => {
    const typed = secret;
    setSecret("");
    setDone("");
    const body = await bodyOf(typed, way === "file" ? file : undefined);
    try {
      const query = { document, with: way, place: at, token: way === "token" ? token : "" };
      await send("POST", address("/api/signatures", {}, query), body, "application/octet-stream");
    } finally {
      body.fill(0);
    }
    setFile(undefined);
    setDone(document);
    onSigned();
  });
  if (names.length === 0) return <p class="quiet">{t("Lập văn bản chính thức trước rồi ký.", "Make the official documents first, then sign.")}</p>;
  const ready = secret !== "" && (way === "token" || file !== undefined);
  return (
    <form class="panel stack" autocomplete="off" aria-label={t("Ký một văn bản", "Sign a document")} onSubmit={(event) => (event.preventDefault(), void doing.run())}>
      <div class="pair">
        <Field label={t("Văn bản", "Document")}>
          {(attributes) => (
            <select {...attributes} value={document} onChange={(event) => setChosen(event.currentTarget.value)}>
              {names.map((one) => (
                <option key={one} value={one}>
                  {titleOf(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("Ký ở chỗ của", "Signs at the place of")}>
          {(attributes) => (
            <select {...attributes} value={at} onChange={(event) => setAt(event.currentTarget.value)}>
              {[place, ...(role() === "head" ? ["chair"] : [])].map((one) => (
                <option key={one} value={one}>
                  {placeName(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {document.startsWith("bien-ban-") && (
        <Notice
          title={t("Biên bản kiểm phiếu theo chế độ mật thì ký tay trên giấy.", "Counting minutes that are kept secret are signed by hand on paper.")}
          todo={t("Chỉ ký số khi biên bản này không mật.", "Sign digitally only when these minutes are not secret.")}
        />
      )}
      <Way way={way} token={now.token} onWay={setWay} />
      {way === "token" ? (
        <Field label={t("Tên token (khi cắm nhiều token)", "Token's label (when there are several)")}>
          {(attributes) => <input {...attributes} value={token} maxLength={100} spellcheck={false} onInput={(event) => setToken(event.currentTarget.value)} />}
        </Field>
      ) : (
        <KeyFile file={file} onFile={setFile} />
      )}
      <Field
        label={way === "token" ? t("Mã PIN của token", "The token's PIN") : t("Mật khẩu của tệp chứng thư", "The certificate file's passphrase")}
        hint={t("Chỉ dùng cho lần ký này; không lưu ở đâu cả. Sai PIN vài lần là token tự khóa.", "Used for this signature alone and kept nowhere. A few wrong PINs lock a token.")}
      >
        {(attributes) => <input {...attributes} type="password" autocomplete="off" maxLength={256} value={secret} onInput={(event) => setSecret(event.currentTarget.value)} />}
      </Field>
      <div class="row">
        <Button type="submit" look="first" busy={doing.busy} disabled={!ready}>
          {t("Ký văn bản này", "Sign this document")}
        </Button>
        <span role="status">{doing.busy ? t("Đang ký …", "Signing …") : done ? `${t("Đã ký", "Signed")}: ${titleOf(done)}` : ""}</span>
      </div>
      <Failure error={doing.error} />
    </form>
  );
}

function Way({ way, token, onWay }: { way: "token" | "file"; token: boolean; onWay: (way: "token" | "file") => void }) {
  if (!token) {
    return (
      <p class="quiet">
        {t("Muốn ký bằng USB token: kỹ thuật viên mở trạm với", "To sign with a token, the technician starts the station with")} <code>--pkcs11-module</code>.
      </p>
    );
  }
  return (
    <div class="row" role="group" aria-label={t("Ký bằng", "Sign with")}>
      <Button look="plain" aria-pressed={way === "token"} onClick={() => onWay("token")}>
        {t("USB token", "Token")}
      </Button>
      <Button look="plain" aria-pressed={way === "file"} onClick={() => onWay("file")}>
        {t("Tệp chứng thư (.p12, .pfx)", "Certificate file (.p12, .pfx)")}
      </Button>
    </div>
  );
}

function KeyFile({ file, onFile }: { file: File | undefined; onFile: (file: File) => void }) {
  const drop = useFileDrop(onFile);
  return (
    <div class={drop.over ? "drop over" : "drop"} {...drop.handlers}>
      <FileButton
        look="plain"
        text={t("Chọn tệp chứng thư …", "Choose a certificate file …")}
        label={t("Tệp chứng thư", "Certificate file")}
        accept=".p12,.pfx"
        onFile={onFile}
      />
      <span>{file ? file.name : t("hoặc thả tệp .p12, .pfx vào đây", "or drop a .p12 or .pfx here")}</span>
    </div>
  );
}
