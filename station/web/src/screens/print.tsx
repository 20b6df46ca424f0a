import { useState } from "preact/hooks";
import { get, post } from "../api/client";
import { stylesShown } from "../case";
import { Button, Empty, Failure, Heading, NumberField } from "../components/parts";
import { FilePreview, fileAddress } from "../components/pictures";
import { chosenStyle } from "../components/shell";
import { number } from "../format";
import { useDoing, useLoad } from "../load";
import { mayRunMachine } from "../session";
import { recordChanges, status } from "../status";
import { t } from "../words";
import { PrintCheck } from "./print_check";

/** Printing: how many, the PDF as it will be, and what was printed so far. */
export function Print() {
  const printings = useLoad((signal) => get("/api/printings", { signal }), [recordChanges.value]);
  const [shown, setShown] = useState<string | undefined>(undefined);
  const list = printings.value?.printings ?? [];
  return (
    <>
      <Heading title={t("In phiếu", "Print ballots")} />
      <div class="beside">
        <div class="stack-l">
          {mayRunMachine() ? (
            stylesShown(chosenStyle.value).map((style) => <Order key={style.id} style={style.id} onMade={setShown} />)
          ) : (
            <p class="quiet">{t("Trưởng Ban, Thư ký hoặc Kỹ thuật viên in phiếu.", "Head, secretary or technician print ballots.")}</p>
          )}
          <section class="stack" aria-labelledby="printed">
            <h2 id="printed">{t("Đã in", "Printed")}</h2>
            <Failure error={printings.error} onRetry={() => void printings.reload()} />
            {list.length === 0 && printings.value ? (
              <Empty title={t("Chưa in phiếu nào", "No ballot is printed yet")} text={t("Mỗi lần in sẽ hiện ở đây cùng tệp PDF của nó.", "Each printing will stand here with its PDF.")} />
            ) : (
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col">{t("Loại", "Style")}</th>
                    <th scope="col">{t("Dùng để", "For")}</th>
                    <th scope="col" class="number">
                      {t("Số phiếu", "Ballots")}
                    </th>
                    <th scope="col">{t("Tệp", "File")}</th>
                  </tr>
                </thead>
                <tbody>
                  {list.map((one, index) => (
                    <tr key={index}>
                      <td>{one.style}</td>
                      <td>{one.kind === "test" ? t("diễn tập (THỬ)", "rehearsal (TEST)") : t("chính thức", "official")}</td>
                      <td class="number">{number(one.count)}</td>
                      <td>
                        {one.file ? (
                          <span class="row">
                            <Button look="plain" onClick={() => setShown(one.file)}>
                              {t("Xem", "View")}
                            </Button>
                            <a href={fileAddress(one.file)} target="_blank" rel="noopener">
                              {t("Mở để in", "Open to print")}
                            </a>
                          </span>
                        ) : (
                          <span class="quiet">{t("không lưu trong hồ sơ", "not kept in the case")}</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
          <PrintCheck />
          {mayRunMachine() && <Forms onMade={setShown} />}
        </div>
        <aside class="stack sticky" aria-label={t("Xem trước", "Preview")}>
          {shown ? (
            <>
              <div class="row apart">
                <h2>{shown.split("/").pop()}</h2>
                <a class="button first" href={fileAddress(shown)} target="_blank" rel="noopener">
                  {t("Mở để in", "Open to print")}
                </a>
              </div>
              <p>{t("In A4, tỉ lệ 100 % (kích thước thật), một mặt. Không phô-tô phiếu.", "Print on A4 at 100 % (actual size), one side. Never photocopy a ballot.")}</p>
              <FilePreview key={shown} file={shown} />
            </>
          ) : (
            <Empty title={t("Bản in sẽ hiện ở đây", "What will be printed is shown here")} text={t("In phiếu hoặc bấm Xem ở một lần in.", "Print ballots, or press View at a printing.")} />
          )}
        </aside>
      </div>
    </>
  );
}

function Order({ style, onMade }: { style: string; onMade: (file: string) => void }) {
  const [count, setCount] = useState<number | undefined>(undefined);
  const [spare, setSpare] = useState<number | undefined>(undefined);
  const figures = status.value?.styles.find((one) => one.style === style);
  const doing = useDoing(async () => {
    if (count === undefined) return;
    const made = await post("/api/printings", { body: { style, count, spare: spare ?? 0, kind: "official" } });
    setCount(undefined);
    setSpare(undefined);
    onMade(made.file);
  });
  return (
    <form class="panel stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
      <div class="row apart">
        <h2>
          {t("Loại", "Style")} {style}
        </h2>
        <span>
          {t("Đã in", "Printed")}: <strong>{number(figures?.printed ?? 0)}</strong>
          {Boolean(figures?.summoned) && ` · ${t("triệu tập", "summoned")}: ${number(figures?.summoned ?? 0)}`}
        </span>
      </div>
      <div class="figures-row">
        <NumberField label={t("Số phiếu", "Ballots")} value={count} onValue={setCount} />
        <NumberField label={t("Dự phòng", "Spare")} value={spare} onValue={setSpare} />
        <Button type="submit" look="first" busy={doing.busy} disabled={!count}>
          {t("Tạo phiếu để in", "Make them for printing")}
        </Button>
      </div>
      <Failure error={doing.error} />
    </form>
  );
}

const forms = ["phu-luc-2", "phu-luc-3", "separator"] as const;

function Forms({ onMade }: { onMade: (file: string) => void }) {
  const doing = useDoing(async (kind: (typeof forms)[number]) => {
    const made = await post("/api/forms", { body: { kind } });
    const first = made.files[0];
    if (first) onMade(first);
  });
  const names = {
    "phu-luc-2": t("Phụ lục 2: danh mục hồ sơ", "Phụ lục 2: list of the dossier"),
    "phu-luc-3": t("Phụ lục 3: báo cáo cá nhân", "Phụ lục 3: personal report"),
    separator: t("Tờ phân cách xấp phiếu", "Separator sheet"),
  };
  return (
    <section class="stack" aria-labelledby="forms">
      <h2 id="forms">{t("Giấy tờ khác", "Other forms")}</h2>
      <div class="row">
        {forms.map((kind) => (
          <Button key={kind} look="plain" busy={doing.busy} onClick={() => void doing.run(kind)}>
            {names[kind]}
          </Button>
        ))}
      </div>
      <Failure error={doing.error} />
    </section>
  );
}
