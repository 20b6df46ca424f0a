#!/usr/bin/env python3
"""Cast vote records keep to their schema, refer only to what is there, and add up to the tally.

Usage: check_cvr.py cvr.json tally.json"""

import collections
import json
import pathlib
import sys

import jsonschema

records = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
tally = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
schema = json.loads((pathlib.Path(__file__).parent / "cvr.schema.json").read_text(encoding="utf-8"))

jsonschema.Draft4Validator.check_schema(schema)
validator = jsonschema.Draft4Validator(schema)
validator.validate(records)
# The check itself can fail.
for broken in ({**records, "SequenceNumber": 1}, {k: v for k, v in records.items() if k != "GpUnit"}):
    assert not validator.is_valid(broken)

election = records["Election"][0]
selections = {s["@id"]: c["@id"] for c in election["Contest"] for s in c["ContestSelection"]}
assert {c["CandidateId"] for c in election["Contest"]} == {c["@id"] for c in election["Candidate"]}
assert set(records["ReportGeneratingDeviceIds"]) == {d["@id"] for d in records["ReportingDevice"]}

votes = collections.Counter()
ballots = collections.Counter()
for record in records["CVR"]:
    snapshot = record["CVRSnapshot"][0]
    assert record["CurrentSnapshotId"] == snapshot["@id"] and record["ElectionId"] == election["@id"]
    ballots[record["BallotStyleId"]] += 1
    for row in snapshot["CVRContest"]:
        for selection in row.get("CVRContestSelection", []):
            assert selections[selection["ContestSelectionId"]] == row["ContestId"]
            votes[selection["ContestSelectionId"]] += selection["TotalNumberVotes"]

for style in tally["styles"]:
    assert ballots[style["style"]] == style["scanned"], style["style"]
    for candidate in style["candidates"]:
        for level in ("high", "confidence", "low"):
            name = f'contest-{style["style"]}-{candidate["number"]}-{level}'
            assert votes[name] == candidate[level]["count"], name

unordered = [json.dumps({k: v for k, v in r.items() if k in ("BallotStyleId",)}) for r in records["CVR"]]
assert unordered == sorted(unordered), "records are sorted by what they say"
print(f'{len(records["CVR"])} records')
