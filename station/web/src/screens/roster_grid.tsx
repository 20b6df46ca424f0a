import { useState } from "preact/hooks";
import { send, type Reply } from "../api/client";
import { FileButton, useFileDrop } from "../components/file_input";
import { Button, Empty, Failure } from "../components/parts";
import { changeStyle, type Candidate, type Problem, type Style } from "../draft";
import { number } from "../format";
import { useDoing } from "../load";
import { said, t } from "../words";

type Roster = Reply<"/api/roster", "post">;
type RosterProblem = Roster["problems"][number];

/** A list of people: pasted from a spreadsheet, dropped as a file, or typed; what is wrong stands in the row. */
export function RosterGrid({ style, index, problems }: { style: Style; index: number; problems: readonly Problem[] }) {
  const [read, setRead] = useState<RosterProblem[]>([]);
  const people = style.candidates;
  const set = (candidates: Candidate[]): void => {
    setRead([]);
    changeStyle(index, { candidates });
  };
  const taking = useDoing(async (bytes: Blob) => {
    const response = await send("POST", "/api/roster", bytes, "application/octet-stream");
    const roster = (await response.json()) as Roster;
    changeStyle(index, { candidates: roster.candidates.map(({ name, position }) => ({ name, position })) });
    setRead(roster.problems);
  });
  const drop = useFileDrop((dropped) => void taking.run(dropped));
  const whole = read.filter((one) => one.row === 0);

  const problemAt = (row: number, column: "name" | "position"): string | undefined => {
    const inFile = read.find((one) => one.row === row + 1 && (one.column === column || (one.column !== "position" && column === "name")));
    const checked = problems.find((one) => one.field === `styles.${index}.candidates.${row}.${column}` || (column === "name" && one.field === `styles.${index}.candidates.${row}`));
    const found = inFile ?? checked;
    return found ? said(found) : undefined;
  };

  return (
    <div
      class={drop.over ? "roster over" : "roster"}
      {...drop.handlers}
      onPaste={(event) => {
        const text = event.clipboardData?.getData("text/plain") ?? "";
        // One word goes into the field it is pasted into; a piece of a spreadsheet replaces the list.
        if (!/[\t\n]/.test(text.trim())) return;
        event.preventDefault();
        void taking.run(new Blob([text]));
      }}
    >
      <div class="row apart">
        <h3>
          {t("Danh sách", "The list")}: {number(people.length)} {t("người", "people")}
        </h3>
        <div class="row">
          <FileButton
            look="plain"
            busy={taking.busy}
            text={t("Chọn tệp XLSX, CSV …", "Choose an XLSX or CSV file …")}
            label={t("Tệp danh sách", "Roster file")}
            accept=".xlsx,.csv,.tsv,.txt"
            onFile={(chosen) => void taking.run(chosen)}
          />
        </div>
      </div>
      <Failure error={taking.error} />
      {whole.map((one) => (
        <p key={one.vi} class="needs">
          {said(one)}
        </p>
      ))}
      {people.length === 0 ? (
        <div tabIndex={0} role="group" aria-label={t("Chỗ dán danh sách", "Place to paste the list")}>
          <Empty
            title={t("Chưa có ai trong danh sách", "Nobody is on the list yet")}
            text={t(
              "Chép ba cột Stt, Họ và tên, Chức vụ từ bảng tính rồi bấm vào đây và dán (Ctrl+V), hoặc kéo tệp XLSX, CSV thả vào đây.",
              "Copy the three columns number, name, position in a spreadsheet, click here and paste (Ctrl+V), or drop an XLSX or CSV file here.",
            )}
          />
        </div>
      ) : (
        <table class="table grid">
          <thead>
            <tr>
              <th scope="col" class="number">
                {t("Stt", "No.")}
              </th>
              <th scope="col">{t("Họ và tên", "Name")}</th>
              <th scope="col">{t("Chức vụ, đơn vị công tác", "Position")}</th>
              <th scope="col">
                <span class="unseen">{t("Bỏ dòng", "Remove")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person, row) => (
              <Row
                key={row}
                person={person}
                row={row}
                wrongName={problemAt(row, "name")}
                wrongPosition={problemAt(row, "position")}
                onChange={(next) => set(people.map((one, at) => (at === row ? { ...one, ...next } : one)))}
                onRemove={() => set(people.filter((_, at) => at !== row))}
              />
            ))}
          </tbody>
        </table>
      )}
      <Button look="plain" onClick={() => set([...people, { name: "", position: "" }])}>
        + {t("Thêm một người", "Add a person")}
      </Button>
    </div>
  );
}

function Row(props: {
  person: Candidate;
  row: number;
  wrongName: string | undefined;
  wrongPosition: string | undefined;
  onChange: (next: Partial<Candidate>) => void;
  onRemove: () => void;
}) {
  const at = props.row + 1;
  return (
    <tr>
      <th scope="row" class="number">
        {at}
      </th>
      <td>
        <input
          aria-label={`${t("Họ và tên dòng", "Name in row")} ${at}`}
          aria-invalid={props.wrongName ? "true" : "false"}
          autocomplete="off"
          value={props.person.name}
          onInput={(event) => props.onChange({ name: event.currentTarget.value })}
        />
        {props.wrongName && <span class="needs">{props.wrongName}</span>}
      </td>
      <td>
        <input
          aria-label={`${t("Chức vụ dòng", "Position in row")} ${at}`}
          aria-invalid={props.wrongPosition ? "true" : "false"}
          autocomplete="off"
          value={props.person.position}
          onInput={(event) => props.onChange({ position: event.currentTarget.value })}
        />
        {props.wrongPosition && <span class="needs">{props.wrongPosition}</span>}
      </td>
      <td>
        <Button look="plain" aria-label={`${t("Bỏ dòng", "Remove row")} ${at}`} onClick={props.onRemove}>
          ×
        </Button>
      </td>
    </tr>
  );
}
