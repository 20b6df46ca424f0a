import { t } from "../words";

/** One thing that came out otherwise in a rehearsal, in the reading's own words. docs/formats/test-deck.md */
export interface Difference {
  ballot: number;
  candidate: string;
  expected: string;
  found: string;
}

const words: Record<string, [string, string]> = {
  high: ["cao", "high"],
  confidence: ["tín nhiệm", "confidence"],
  low: ["thấp", "low"],
  none: ["không đánh dấu", "no mark"],
  double: ["hai dấu", "two marks"],
  triple: ["ba dấu", "three marks"],
  review: ["hỏi người", "left to people"],
  name_crossed: ["tên bị gạch", "name crossed"],
  name_not_crossed: ["tên không bị gạch", "name not crossed"],
  write_in: ["có ghi thêm", "writing added"],
  "no write_in": ["không ghi thêm", "no writing"],
  authentic: ["phiếu thật", "authentic"],
  not_authentic: ["phiếu giả", "not authentic"],
  missing: ["thiếu", "missing"],
  "copy missing": ["thiếu bản thứ hai", "second copy missing"],
  test_ballot: ["phiếu thử", "test ballot"],
  official: ["phiếu chính thức", "official ballot"],
  deck: ["phiếu của bộ diễn tập", "ballot of the deck"],
  unknown_serial: ["mã số phiếu lạ", "unknown serial"],
  unknown_candidate: ["người không có trong bộ", "somebody not in the deck"],
  ballot: ["phiếu đọc được", "readable ballot"],
  row: ["có dòng", "a row"],
  page: ["trang của phiếu", "a page of the ballot"],
  "no such page": ["không có trang này", "no such page"],
  not_a_ballot: ["không phải phiếu", "not a ballot"],
  no_code: ["không thấy mã", "no code"],
  damaged_image: ["tệp ảnh hỏng", "damaged image"],
  not_registered: ["nhăn hoặc xiên quá", "too crooked or creased"],
  cut_off: ["mất góc, bị cắt", "cut off"],
  other_conference: ["phiếu của hội nghị khác", "another conference's ballot"],
  other_layout: ["phiếu của lần in khác", "another layout"],
  unreadable: ["không đọc được", "unreadable"],
};

/** A word of the comparison in the language of the pages; figures ("high=3") and pages keep their number. */
export function comparedWord(text: string): string {
  const known = words[text];
  if (known) return t(known[0], known[1]);
  if (text.startsWith("page ")) return t(`trang ${text.slice(5)}`, text);
  const people = /^to_people(<?=)(\d+)$/.exec(text);
  if (people) {
    const most = people[1] === "<=" ? t("nhiều nhất ", "at most ") : "";
    return t(`${most}${people[2]} dòng hỏi người`, `${most}${people[2]} rows left to people`);
  }
  if (text.includes("; ")) return text.split("; ").map(comparedWord).join(", ");
  const streak = /^streak=(\d+) mm$/.exec(text);
  if (streak) return t(`vệt bẩn cách mép trái ảnh ${streak[1]} mm`, `a streak ${streak[1]} mm from the image's left edge`);
  const figure = /^(\w+)=(\d+)$/.exec(text);
  if (figure) return `${comparedWord(figure[1] ?? "")} ${figure[2]}`;
  return text;
}
