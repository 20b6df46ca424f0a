// What the count must come to, from what the simulated people meant and not from the station's own rules.

/** The paper with this serial that holds a candidate's row. */
export function paperOf(papers, serial, number) {
  return papers.find((one) => one.serial === serial && one.kind !== "photocopy" && one.kind !== "forged" && one.rows[number] !== undefined);
}

/** The figures of every candidate of a style; a struck name voids the ballot (plan II.6.3, as the policy has it). */
export function figures(papers, style) {
  const ballots = new Map();
  let strange = 0;
  for (const paper of papers.filter((one) => one.style === style)) {
    if (paper.kind === "forged" || paper.kind === "photocopy") {
      if (paper.page === 1) strange += 1;
      continue;
    }
    ballots.set(paper.serial, { ...ballots.get(paper.serial), ...paper.rows });
  }
  const collected = ballots.size + strange;
  const people = new Map();
  for (const rows of ballots.values()) {
    const crossed = Object.values(rows).includes("crossed");
    for (const [number, verdict] of Object.entries(rows)) {
      const one = people.get(Number(number)) ?? { high: 0, confidence: 0, low: 0, valid: 0, invalid: 0 };
      if (!crossed && ["high", "confidence", "low"].includes(verdict)) {
        one[verdict] += 1;
        one.valid += 1;
      }
      one.invalid = collected - one.valid;
      people.set(Number(number), one);
    }
  }
  return { collected, strange, people };
}
