import { Button, Failure } from "../components/parts";
import { number } from "../format";
import type { Doing } from "../load";
import { t } from "../words";
import { ruledHere } from "./queue";

/** Takes back what was ruled last in this window; a wall as a whole, and it says so. */
export function Undo({ doing }: { doing: Doing<[]> }) {
  const { last } = ruledHere();
  return (
    <>
      <Button look="plain" keyName="Z" busy={doing.busy} disabled={last === 0} onClick={() => void doing.run()}>
        {last > 1 ? t(`Hoàn tác ${number(last)} dòng vừa xác nhận`, `Undo the ${number(last)} rows just confirmed`) : t("Hoàn tác", "Undo")}
      </Button>
      <Failure error={doing.error} />
    </>
  );
}
