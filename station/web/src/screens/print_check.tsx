import { useState } from "preact/hooks";
import { address, get, send, type Reply } from "../api/client";
import { stylesShown } from "../case";
import { FileButton, useFileDrop } from "../components/file_input";
import { Failure, Field, Holds, Notice, Progress } from "../components/parts";
import { NeedsSign } from "../components/signs";
import { chosenStyle } from "../components/shell";
import { useDoing, useLoad } from "../load";
import { role } from "../session";
import { jobChanges } from "../status";
import { said, t } from "../words";

type Report = NonNullable<Reply<"/api/print-check", "get">["report"]>;
type Page = Report["pages"][number];

/** As the server takes it. */
const largest = 32 * 1024 * 1024;

/** One printed blank ballot, scanned, held against the definition before any is handed out. */
export function PrintCheck() {
  const check = useLoad((signal) => get("/api/print-check", { signal }), [jobChanges.value]);
  const styles = stylesShown(chosenStyle.value);
  const [chosen, setChosen] = useState("");
  const [tooLarge, setTooLarge] = useState(false);
  const style = styles.some((one) => one.id === chosen) ? chosen : (styles[0]?.id ?? "");
  const doing = useDoing(async (file: File) => {
    setTooLarge(file.size > largest);
    if (file.size > largest) return;
    await send("POST", address("/api/print-check", {}, { style, name: file.name.slice(0, 60) }), file, "application/octet-stream");
    await check.reload();
  });
  const now = check.value;
  const busy = doing.busy || now?.running === true;
  const drop = useFileDrop((file) => {
    if (!busy) void doing.run(file);
  });
  return (
    <section class="stack" aria-labelledby="print-check">
      <h2 id="print-check">{t("Kiểm tra phiếu đã in", "Check the print")}</h2>
      <p>
        {t(
          "Quét một tờ phiếu trắng vừa in rồi nộp ảnh: máy so từng họ tên, chức vụ, thứ tự, tỷ lệ và độ đậm với hồ sơ, trước khi phát phiếu. Ảnh không được lưu.",
          "Scan one blank ballot that was just printed and hand in the picture: names, positions, order, scale and darkness are held against the case before ballots are handed out. The picture is not kept.",
        )}
      </p>
      {role() === "observer" ? (
        <p class="quiet">{t("Quan sát viên xem được kết quả kiểm tra.", "Observers see what the check found.")}</p>
      ) : (
        <div class="drop" {...drop.handlers}>
          {styles.length > 1 && (
            <Field label={t("Loại phiếu", "Style")}>
              {(attributes) => (
                <select {...attributes} value={style} onChange={(event) => setChosen(event.currentTarget.value)}>
                  {styles.map((one) => (
                    <option key={one.id}>{one.id}</option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <FileButton
            busy={busy}
            text={t("Chọn ảnh quét …", "Choose a scan …")}
            label={t("Ảnh quét phiếu trắng", "Scan of a blank ballot")}
            accept=".jpg,.jpeg,.png,.tif,.tiff,.pdf"
            onFile={(file) => void doing.run(file)}
          />
          <span>{t("hoặc thả tệp JPEG, PNG, TIFF, PDF vào đây; phiếu nhiều tờ: một tệp có đủ các tờ", "or drop a JPEG, PNG, TIFF or PDF here; of several sheets: one file with all of them")}</span>
        </div>
      )}
      {tooLarge && <Notice needsPeople title={t("Tệp lớn hơn 32 MB: quét lại ở 300 dpi, ảnh xám.", "The file is over 32 MB: scan at 300 dpi in gray.")} />}
      <Failure error={doing.error ?? check.error} onRetry={() => void check.reload()} />
      {now?.running && <Progress label={t("Đang đọc từng chữ", "Every letter is being read")} done={now.done ?? 0} total={now.total} />}
      {now?.error && !now.running && <Notice needsPeople title={t(`Không kiểm tra được: ${now.error.vi}`, `The check could not be made: ${now.error.en}`)} todo={t("Quét lại tờ phiếu rồi nộp ảnh khác.", "Scan the sheet again and hand in another picture.")} />}
      {now?.report && !now.running && <Found report={now.report} />}
    </section>
  );
}

function Found({ report }: { report: Report }) {
  return (
    <div class="stack panel">
      <p class="found">
        <Holds
          holds={report.good}
          yes={t(`ĐẠT: phiếu loại ${report.style} in đúng như hồ sơ`, `GOOD: style ${report.style} is printed as defined`)}
          no={t(`CHƯA ĐẠT: phiếu loại ${report.style} phải có người xem`, `NOT GOOD: people must look at style ${report.style}`)}
        />
      </p>
      <p class="quiet">{report.file}</p>
      {report.findings.length > 0 && (
        <ul class="words">
          {report.findings.map((one, index) => (
            <li key={index} class="mark word-line needs">
              <NeedsSign />
              <span>{inWords(said(one))}</span>
            </li>
          ))}
        </ul>
      )}
      {report.pages.map((page, index) => (
        <PageFound key={index} page={page} />
      ))}
    </div>
  );
}

/** The program's own name of a reason says nothing to people. */
function inWords(finding: string): string {
  return finding.replace(/ \([a-z_]+\)$/, "");
}

function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
  return t(text.replace(".", ","), text);
}

function PageFound({ page }: { page: Page }) {
  const scale = page.scale_across > 0 ? `${decimal(page.scale_across * 100, 1)} × ${decimal(page.scale_down * 100, 1)} %` : t("ảnh không ghi độ phân giải", "the scan states no resolution");
  return (
    <>
      <h3>
        {t("Tờ", "Sheet")} {page.page}
      </h3>
      <dl class="event-facts">
        <dt>{t("Tỷ lệ (ngang × dọc)", "Scale (across × down)")}</dt>
        <dd>{scale}</dd>
        <dt>{t("Lệch khỏi giữa", "Off the middle")}</dt>
        <dd>
          {decimal(page.offset_x_mm, 1)} × {decimal(page.offset_y_mm, 1)} mm, {decimal(page.skew_deg, 2)}°
        </dd>
        <dt>{t("Độ đậm của mực", "Darkness of ink")}</dt>
        <dd>{decimal(page.toner * 100, 0)} %</dd>
      </dl>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={t(`Các dòng của tờ ${page.page}`, `Rows of sheet ${page.page}`)}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="number">
                {t("Stt", "No.")}
              </th>
              <th scope="col">{t("Phải in", "To be printed")}</th>
              <th scope="col">{t("Máy đọc", "Read")}</th>
              <th scope="col">{t("Kết quả", "Result")}</th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row) => (
              <tr key={row.number}>
                <td class="number">{row.number}</td>
                <td>
                  {row.name}
                  <span class="quiet block">{row.position}</span>
                </td>
                <td>
                  {row.name_read || "–"}
                  <span class="quiet block">{row.position_read || "–"}</span>
                </td>
                <td>
                  <Holds holds={row.good} yes={t("Đúng", "Right")} no={t("Xem lại", "Look")} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
