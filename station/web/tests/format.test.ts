import "./browser";
import assert from "node:assert/strict";
import test from "node:test";
import { clockTime, duration, isoDay, number, percent, plainDay, score } from "../src/format";
import { setLanguage, t } from "../src/words";
import { placeOf } from "../src/router";
import { sortChoices } from "../src/screens/ruling_keys";

test("numbers as in Vietnam", () => {
  assert.equal(number(0), "0");
  assert.equal(number(999), "999");
  assert.equal(number(1234), "1.234");
  assert.equal(number(1234567), "1.234.567");
  assert.equal(number(-1234), "−1.234");
  assert.equal(percent("67,80"), "67,80 %");
  assert.equal(score(0.5), "0,50");
});

test("days both ways", () => {
  assert.equal(isoDay("24/12/2026"), "2026-12-24");
  assert.equal(isoDay(" 1.2.2026 "), "2026-02-01");
  assert.equal(isoDay("hôm nay"), "hôm nay");
  assert.equal(plainDay("2026-12-24"), "24/12/2026");
  assert.equal(duration(187), "3:07");
});

test("times of the day as people write them", () => {
  for (const one of ["8:05", "08:05", " 8.05 ", "8h05", "8g05", "0805", "8 giờ 05 phút"]) assert.equal(clockTime(one), "08:05", one);
  for (const one of ["24:00", "8:60", "sáng", "8", "108:05", ""]) assert.equal(clockTime(one), one, "no time is made of it");
});

test("places keep their query", () => {
  assert.equal(placeOf("").screen, "");
  assert.equal(placeOf("#/xem-xet?way=gallery&style=A").screen, "xem-xet");
  assert.equal(placeOf("#/xem-xet?way=gallery&style=A").query.get("style"), "A");
});

test("Vietnamese first, English when chosen", () => {
  assert.equal(t("Quét", "Scan"), "Quét");
  setLanguage("en");
  assert.equal(t("Quét", "Scan"), "Scan");
  setLanguage("vi");
});

test("rulings stand in the order of their keys", () => {
  assert.deepEqual(sortChoices(["none", "low", "high", "confidence"]), ["high", "confidence", "low", "none"]);
});
