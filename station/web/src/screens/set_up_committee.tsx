import { Button } from "../components/parts";
import { roleName } from "../components/names";
import { change, draft, type CommitteeMember, type Problem } from "../draft";
import { said, t } from "../words";

const roles = ["head", "secretary", "member", "technician", "observer"] as const;

/** Who counts, who runs the machine, who watches. */
export function SetUpCommittee({ problems }: { problems: readonly Problem[] }) {
  const committee = draft.value.committee;
  const set = (next: CommitteeMember[]): void => change({ ...draft.value, committee: next });
  const replace = (index: number, next: Partial<CommitteeMember>): void => set(committee.map((one, at) => (at === index ? { ...one, ...next } : one)));
  const told = problems.filter((one) => one.field.startsWith("committee") && committee.some((person) => person.name !== ""));
  return (
    <section class="stack" aria-labelledby="set-up-committee">
      <h2 id="set-up-committee">3. {t("Ban Kiểm phiếu", "The counting committee")}</h2>
      <table class="table grid">
        <thead>
          <tr>
            <th scope="col">{t("Họ và tên", "Name")}</th>
            <th scope="col">{t("Vai", "Role")}</th>
            <th scope="col">
              <span class="unseen">{t("Bỏ dòng", "Remove")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {committee.map((person, index) => (
            <tr key={index}>
              <td>
                <input
                  aria-label={`${t("Họ và tên người thứ", "Name of person")} ${index + 1}`}
                  autocomplete="off"
                  value={person.name}
                  onInput={(event) => replace(index, { name: event.currentTarget.value })}
                />
              </td>
              <td>
                <select
                  aria-label={`${t("Vai người thứ", "Role of person")} ${index + 1}`}
                  value={person.role}
                  onChange={(event) => replace(index, { role: event.currentTarget.value as CommitteeMember["role"] })}
                >
                  {roles.map((role) => (
                    <option key={role} value={role}>
                      {roleName(role)}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <Button look="plain" aria-label={`${t("Bỏ người thứ", "Remove person")} ${index + 1}`} onClick={() => set(committee.filter((_, at) => at !== index))}>
                  ×
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {told.map((one) => (
        <p key={one.field + one.vi} class="needs">
          {said(one)}
        </p>
      ))}
      <Button look="plain" onClick={() => set([...committee, { name: "", role: "member" }])}>
        + {t("Thêm người", "Add a person")}
      </Button>
    </section>
  );
}
