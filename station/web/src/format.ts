/** Numbers and times as they are written in Vietnam: 1.234 and 67,80 %, 14:05:09 24/12/2026. */

export function number(value: number): string {
  const digits = Math.abs(Math.trunc(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ".");
  return (value < 0 ? "−" : "") + grouped;
}

/** A percentage that the server computed ("67,80") with its sign. */
export function percent(printed: string): string {
  return `${printed} %`;
}

/** A measurement with so many decimals and a comma: 0,42. */
export function decimal(value: number, digits: number): string {
  return (Object.is(value, -0) ? 0 : value).toFixed(digits).replace(".", ",").replace("-", "−");
}

/** A score between 0 and 1 with two decimals and a comma. */
export function score(value: number): string {
  return value.toFixed(2).replace(".", ",");
}

const two = (value: number): string => value.toString().padStart(2, "0");

export function time(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export function day(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
}

export function timeAndDay(iso: string): string {
  return `${time(iso)} ${day(iso)}`;
}

/** Whole minutes and seconds: 3:07. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

/** A day as a conference has it (2023-12-15), for people: 15/12/2023. */
export function plainDay(date: string): string {
  const [year, month, dayOfMonth] = date.split("-");
  return year && month && dayOfMonth ? `${dayOfMonth}/${month}/${year}` : date;
}

/** The other way round: 24/12/2026 becomes 2026-12-24; what is no such day stays as it is. */
export function isoDay(text: string): string {
  const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
  return found ? `${found[3]}-${(found[2] ?? "").padStart(2, "0")}-${(found[1] ?? "").padStart(2, "0")}` : text.trim();
}

/** A time of the day as it is noted: 8:05, 8.05, 8h05, 8g05 and 0805 become 08:05; what is no such time stays as it is. */
export function clockTime(text: string): string {
  const found = /^\s*(\d{1,2})\s*(?:[:.hg]|giờ)?\s*(\d{2})\s*(?:phút)?\s*$/i.exec(text);
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return text.trim();
  return `${two(Number(found[1]))}:${found[2]}`;
}

/** A code's characters as people compare them: four at a time. */
export function inFours(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1 ");
}
