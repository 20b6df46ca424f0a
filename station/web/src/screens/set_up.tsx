import { useEffect, useState } from "preact/hooks";
import { ApiError, post, send } from "../api/client";
import { Button, Dialog, Failure, Heading, Notice } from "../components/parts";
import { PagePreview } from "../components/pictures";
import { dayProblem, draft, forgetDraft, placeOfProblem, toCheck, toSend, type Problem } from "../draft";
import { number } from "../format";
import { useDoing } from "../load";
import { loadSession } from "../session";
import { said, t } from "../words";
import { SetUpCommittee } from "./set_up_committee";
import { SetUpConference, SetUpPolicy } from "./set_up_conference";
import { SetUpStyles } from "./set_up_styles";

/** Setting up the conference: what, who votes on whom, who counts; the ballot beside it as it will be printed. */
export function SetUp() {
  const [problems, setProblems] = useState<Problem[] | undefined>(undefined);
  const [checkError, setCheckError] = useState<ApiError | undefined>(undefined);
  const [shownStyle, setShownStyle] = useState(0);
  const [asking, setAsking] = useState(false);
  const definition = draft.value;
  const sent = JSON.stringify(toSend(definition));

  useEffect(() => {
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      post("/api/definition/check", { body: { definition: toCheck(definition) }, signal: stop.signal }).then(
        (found) => {
          if (stop.signal.aborted) return;
          const day = dayProblem(definition);
          setProblems([...(day ? [day] : []), ...found.problems]);
          setCheckError(undefined);
        },
        (failed: unknown) => {
          if (stop.signal.aborted) return;
          if (!(failed instanceof ApiError)) throw failed;
          setCheckError(failed);
        },
      );
    }, 400);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [sent]);

  const style = definition.styles[Math.min(shownStyle, definition.styles.length - 1)];
  const ready = problems?.length === 0;
  return (
    <>
      <Heading title={t("Lập hồ sơ hội nghị", "Set up the conference")}>
        <span class="quiet">{t("Bản khai được giữ trong trình duyệt này cho đến khi lập hồ sơ.", "What you enter is kept in this browser until the case is made.")}</span>
      </Heading>
      <div class="beside">
        <div class="stack-l">
          <SetUpConference problems={problems ?? []} />
          <SetUpStyles problems={problems ?? []} shown={shownStyle} onShow={setShownStyle} />
          <SetUpCommittee problems={problems ?? []} />
          <SetUpPolicy />
        </div>
        <aside class="stack sticky" aria-label={t("Xem trước phiếu", "Ballot preview")}>
          <Failure error={checkError} />
          {ready ? (
            <Notice title={t("Bản khai đã đủ, không có lỗi.", "Everything is filled in, nothing is wrong.")} />
          ) : (
            <ProblemList problems={problems ?? []} />
          )}
          <Button look="first" large disabled={!ready} onClick={() => setAsking(true)}>
            {t("Lập hồ sơ", "Make the case")}
          </Button>
          {style && style.candidates.length > 0 && (
            <>
              <h2>
                {t("Phiếu loại", "Ballot style")} {style.id} {t("khi in", "in print")}
              </h2>
              <PagePreview
                name={t("Phiếu như khi in", "The ballot as printed")}
                on={`${sent}|${style.id}`}
                delayMs={600}
                whenRefused={t("Sửa các điểm trên thì phiếu hiện ở đây.", "Once the above is corrected the ballot is shown here.")}
                load={(page, signal) =>
                  send("POST", "/api/definition/preview", JSON.stringify({ definition: toSend(definition), style: style.id, page, width: 900 }), "application/json", signal)
                }
              />
            </>
          )}
        </aside>
      </div>
      {asking && <MakeCase onClose={() => setAsking(false)} />}
    </>
  );
}

function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return null;
  const lines = [...new Set(problems.map((one) => [placeOfProblem(one, draft.value), said(one)].filter(Boolean).join(": ")))];
  const first = lines.slice(0, 8);
  return (
    <div class="notice" role="status">
      <strong>
        {t("Còn", "Still")} {number(lines.length)} {t("điểm cần điền hoặc sửa", "to fill in or correct")}
      </strong>
      <ul class="dashes">
        {first.map((one) => (
          <li key={one}>{one}</li>
        ))}
        {lines.length > first.length && <li>…</li>}
      </ul>
    </div>
  );
}

function MakeCase({ onClose }: { onClose: () => void }) {
  const doing = useDoing(async () => {
    await post("/api/case", { body: { definition: toSend(draft.value) } });
    forgetDraft();
    await loadSession();
  });
  const definition = toSend(draft.value);
  return (
    <Dialog title={t("Lập hồ sơ và khóa bản khai?", "Make the case and fix what was entered?")} onClose={onClose}>
      <p>
        {definition.organisation}, {definition.session}
      </p>
      <ul class="dashes">
        {definition.styles.map((one) => (
          <li key={one.id}>
            {t("Loại", "Style")} {one.id}: {number(one.candidates.length)} {t("người được lấy phiếu", "people voted on")}
          </li>
        ))}
      </ul>
      <p>
        {t(
          "Sau bước này danh sách, Ban Kiểm phiếu và quy định không sửa được nữa. Mỗi người trong Ban đăng nhập lần đầu bằng mã trạm.",
          "After this the lists, the committee and the policy can't be changed. Each member first signs in with the station code.",
        )}
      </p>
      <Failure error={doing.error} />
      <div class="row">
        <Button look="first" busy={doing.busy} onClick={() => void doing.run()}>
          {t("Lập hồ sơ", "Make the case")}
        </Button>
        <Button onClick={onClose}>{t("Xem lại", "Look again")}</Button>
      </div>
    </Dialog>
  );
}
