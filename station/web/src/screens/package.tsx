import { useState } from "preact/hooks";
import { post, type Reply } from "../api/client";
import { bytesText } from "../components/documents";
import { Button, Failure, Field, Notice } from "../components/parts";
import { fileAddress } from "../components/pictures";
import { number } from "../format";
import { useDoing } from "../load";
import { mayRunMachine } from "../session";
import { status } from "../status";
import { t } from "../words";
import { CopyButton } from "./log";

type Made = Reply<"/api/export", "post">;

/** Shorter passphrases are refused by the server. */
const shortest = 8;

/** The evidence package: everything with which somebody else can count again. */
export function Package() {
  const [passphrase, setPassphrase] = useState("");
  const [repeated, setRepeated] = useState("");
  const [made, setMade] = useState<Made | undefined>(undefined);
  const doing = useDoing(async () => {
    setMade(undefined);
    setMade(await post("/api/export", { body: passphrase ? { passphrase } : {} }));
    setPassphrase("");
    setRepeated("");
  });
  const tooShort = passphrase !== "" && passphrase.length < shortest;
  const differ = repeated !== "" && repeated !== passphrase;
  const ready = passphrase === "" ? repeated === "" : !tooShort && repeated === passphrase;
  return (
    <section class="stack" aria-labelledby="package">
      <h2 id="package">{t("Gói bằng chứng", "Evidence package")}</h2>
      <p>
        {t(
          "Một tệp có ảnh mọi tờ phiếu, số đọc được, quyết định của Ban và văn bản, không theo thứ tự quét. Ai có chương trình này đều đếm lại được từ đó.",
          "One file with the picture of every sheet, what was read, the committee's rulings and the documents, not in the order of scanning. Anybody with this program can count again from it.",
        )}
      </p>
      {mayRunMachine() ? (
        <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
          <div class="pair">
            <Field label={t("Mật khẩu của gói (không bắt buộc)", "The package's passphrase (optional)")} wrong={tooShort ? t("8 ký tự trở lên.", "8 characters or more.") : undefined}>
              {(attributes) => <input {...attributes} type="password" autocomplete="new-password" value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} />}
            </Field>
            <Field label={t("Nhập lại", "Again")} wrong={differ ? t("Hai lần nhập khác nhau.", "The two are not the same.") : undefined}>
              {(attributes) => <input {...attributes} type="password" autocomplete="new-password" value={repeated} onInput={(event) => setRepeated(event.currentTarget.value)} />}
            </Field>
          </div>
          <div class="row">
            <Button type="submit" busy={doing.busy} disabled={!ready}>
              {t("Xuất gói bằng chứng", "Export the package")}
            </Button>
            {doing.busy && <span role="status">{t("Đang đóng gói …", "Being packed …")}</span>}
            {!doing.busy && status.value?.final !== true && (
              <span class="quiet">{t("Chưa xác nhận: gói không kèm khóa của phiếu.", "Not confirmed: the ballots' key stays out of it.")}</span>
            )}
          </div>
        </form>
      ) : (
        <p class="quiet">{t("Trưởng Ban, Thư ký hoặc Kỹ thuật viên xuất gói.", "Head, secretary or technician export it.")}</p>
      )}
      <Failure error={doing.error} />
      {made && (
        <Notice
          title={t(`Đã xuất ${number(made.files)} tệp, trong đó ${number(made.images)} ảnh, ${bytesText(made.bytes)}.`, `${number(made.files)} files were packed, ${number(made.images)} of them images, ${bytesText(made.bytes)}.`)}
          safe={t("Ghi 16 ký tự đầu của mã gốc vào biên bản để sau này đối chiếu:", "Write the first 16 characters of the root into the minutes, to compare later:")}
          todo={made.contents}
        >
          <a class="button first" href={fileAddress(made.file)} download>
            {t("Tải gói về", "Download the package")}
          </a>
          <CopyButton text={made.contents} name={t("Chép mã gốc", "Copy the root")} />
        </Notice>
      )}
    </section>
  );
}
