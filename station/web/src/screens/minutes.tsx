import { useState } from "preact/hooks";
import { get, post, type Reply } from "../api/client";
import { bytesText, documentName, type DocumentName } from "../components/documents";
import { Button, Empty, Failure, Heading, Notice } from "../components/parts";
import { FilePreview, fileAddress } from "../components/pictures";
import { chosenStyle } from "../components/shell";
import { timeAndDay } from "../format";
import { useDoing, useLoad } from "../load";
import { mayRunMachine } from "../session";
import { recordChanges, status } from "../status";
import { t } from "../words";
import { MinuteNotes } from "./minute_notes";
import { Package } from "./package";
import { SignDocuments } from "./sign_documents";
import { Verify } from "./verify";

type File = Reply<"/api/documents", "get">["documents"][number];

/** The papers that come out of the count, the package that proves it, and the check anybody can make. */
export function Minutes() {
  const documents = useLoad((signal) => get("/api/documents", { signal }), [recordChanges.value]);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const files = sorted(documents.value?.documents ?? []);
  const shown = chosen ?? files.find((one) => one.pages)?.file;
  return (
    <>
      <Heading title={t("Biên bản", "Minutes")} />
      <div class="beside">
        <div class="stack-l">
          <MinuteNotes />
          <Make onMade={() => void documents.reload()} />
          <section class="stack" aria-labelledby="documents">
            <h2 id="documents">{t("Văn bản đã lập", "Documents made")}</h2>
            <Failure error={documents.error} onRetry={() => void documents.reload()} />
            {documents.value && files.length === 0 ? (
              <Empty
                title={t("Chưa có văn bản nào", "There is no document yet")}
                text={t("Báo cáo Phụ lục 5, ba bản biên bản mỗi loại phiếu và bảng kết quả sẽ hiện ở đây.", "The report of Phụ lục 5, three copies of the minutes a style and the tables of results will stand here.")}
              />
            ) : (
              <Files files={files} shown={shown} onShow={setChosen} />
            )}
          </section>
          <Signing />
          <SignDocuments />
          <Package />
          <Verify />
        </div>
        <aside class="stack sticky" aria-label={t("Xem trước", "Preview")}>
          {shown ? (
            <>
              <div class="row apart">
                <h2>{titleOf(shown)}</h2>
                <a class="button" href={fileAddress(shown)} target="_blank" rel="noopener">
                  {t("Mở để in", "Open to print")}
                </a>
              </div>
              <FilePreview key={`${shown} ${files.find((one) => one.file === shown)?.time ?? ""}`} file={shown} />
            </>
          ) : (
            <Empty title={t("Văn bản sẽ hiện ở đây", "Documents are shown here")} text={t("đúng như khi in ra.", "as they will be printed.")} />
          )}
        </aside>
      </div>
    </>
  );
}

function titleOf(file: string): string {
  const { name, style } = documentName(file);
  return style ? `${name}, ${t("loại", "style")} ${style}` : name;
}

function Make({ onMade }: { onMade: () => void }) {
  const [draft, setDraft] = useState(false);
  const doing = useDoing(async () => {
    const made = await post("/api/minutes");
    setDraft(made.draft);
    onMade();
  });
  const final = status.value?.final === true;
  return (
    <section class="stack" aria-labelledby="make">
      <h2 id="make">{t("Lập báo cáo và biên bản", "Make report and minutes")}</h2>
      {!final && (
        <Notice
          title={t("Kết quả chưa được xác nhận: văn bản chỉ là BẢN NHÁP để soát.", "The results are not confirmed: documents are DRAFTS to look through.")}
          todo={t("Trưởng Ban và Thư ký xác nhận xong thì lập lại bản chính thức.", "Once head and secretary have confirmed, make the official ones.")}
        />
      )}
      {mayRunMachine() ? (
        <div class="row">
          <Button {...(final ? { look: "first" as const } : {})} busy={doing.busy} onClick={() => void doing.run()}>
            {final ? t("Lập văn bản chính thức", "Make the official documents") : t("Lập bản nháp", "Make drafts")}
          </Button>
          {doing.busy && <span role="status">{t("Đang lập, chừng vài giây …", "Being made, a few seconds …")}</span>}
          {draft && !doing.busy && <span class="needs">{t("Vừa lập bản nháp", "Drafts were made")}</span>}
        </div>
      ) : (
        <p class="quiet">{t("Trưởng Ban, Thư ký hoặc Kỹ thuật viên lập văn bản.", "Head, secretary or technician make the documents.")}</p>
      )}
      <Failure error={doing.error} />
    </section>
  );
}

type NamedFile = File & DocumentName;

/** Style by style, what is signed first; then what is of the whole conference. Ballots and blank forms have their own screen. */
function sorted(files: readonly File[]): NamedFile[] {
  return files
    .filter((one) => !/^(ballots|forms)\//.test(one.file))
    .map((one) => ({ ...one, ...documentName(one.file) }))
    .filter((one) => chosenStyle.value === "" || one.style === "" || one.style === chosenStyle.value)
    .sort((a, b) => (a.style === "" ? 1 : 0) - (b.style === "" ? 1 : 0) || a.style.localeCompare(b.style) || a.order - b.order || a.file.localeCompare(b.file));
}

function Files({ files, shown, onShow }: { files: NamedFile[]; shown: string | undefined; onShow: (file: string) => void }) {
  if (files.length === 0) return null;
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-labelledby="documents">
      <table class="table files-table">
        <thead>
          <tr>
            <th scope="col">{t("Loại", "Style")}</th>
            <th scope="col">{t("Văn bản", "Document")}</th>
            <th scope="col" class="number">
              {t("Cỡ", "Size")}
            </th>
            <th scope="col">
              <span class="unseen">{t("Mở", "Open")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((one) => (
            <tr key={one.file} class={one.file === shown ? "shown" : undefined}>
              <td>{one.style || "–"}</td>
              <td>
                {one.name}
                <span class="quiet">
                  {timeAndDay(one.time)}
                  {one.signed === "by_hand" && ` · ${t("ký tay", "signed by hand")}`}
                </span>
              </td>
              <td class="number">{bytesText(one.bytes)}</td>
              <td>
                <span class="row file-acts">
                  {one.pages && (
                    <Button look="plain" aria-pressed={one.file === shown} aria-label={`${t("Xem", "View")} ${titleOf(one.file)}`} onClick={() => onShow(one.file)}>
                      {t("Xem", "View")}
                    </Button>
                  )}
                  <a href={fileAddress(one.file)} download aria-label={`${t("Tải về", "Download")} ${titleOf(one.file)}`}>
                    {t("Tải về", "Download")}
                  </a>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Which paper is signed how. Source: rules.md, "After the count"; HD 03-HD/VPTW. */
function Signing() {
  return (
    <section class="stack" aria-labelledby="signing">
      <h2 id="signing">{t("Ký thế nào", "How they are signed")}</h2>
      <dl class="signing">
        <dt>{t("Biên bản kiểm phiếu: ký tay", "Counting minutes: by hand")}</dt>
        <dd>
          {t(
            "Biên bản theo chế độ mật. In ba bản, điều gì chưa ghi thì viết tay vào dòng chấm; Trưởng Ban, Thư ký, các thành viên và người chủ trì ký từng bản, đóng dấu. Bản 1, 2 gửi cấp trên; bản 3 lưu cùng phiếu.",
            "The minutes are kept as secret papers. Print three copies, write in by hand what was not noted; head, secretary, members and the presiding chair sign each; then they are stamped. Copies 1 and 2 go up, copy 3 stays with the ballots.",
          )}
        </dd>
        <dt>{t("Báo cáo kết quả: ký tay, hoặc ký số", "Report of results: by hand, or digitally")}</dt>
        <dd>
          {t(
            "Báo cáo không mật có thể ký số bằng USB token hay tệp chứng thư, ngay dưới đây hoặc bằng dòng lệnh:",
            "A report that is not secret may be signed with a token or a certificate file, just below or by the command line:",
          )}
          <code class="command">kiemphieu minutes HỒ_SƠ -o THƯ_MỤC --sign pkcs11:…</code>
          {t("Chữ ký số thêm vào sau bản gốc, không làm thay đổi nội dung đã ký trước; ai cũng kiểm tra được bằng", "A digital signature is added behind the document and leaves what was signed before unchanged; anybody can check it with")}{" "}
          <code>kiemphieu verify-signature</code>.
        </dd>
      </dl>
    </section>
  );
}
