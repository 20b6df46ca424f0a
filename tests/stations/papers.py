"""The case as it stands before the count, and the voters' papers with what they mean."""
import collections
import json
import os
import shutil
import subprocess

from network import run

HEAD, SECRETARY = "Trưởng", "Thư"
CANDIDATES = 5
DEFINITION = """organisation = "Tỉnh ủy Thử"
place = "Thử"
date = 2023-12-15
session = "Hội nghị thử"
kind = "party"
[[style]]
id = "A"
voters = "ủy viên"
positions = "chức danh"
members = {n}
summoned = {n}
present = {n}
absent_at_start = 0
present_at_vote = {n}
"""


def definition(sheets):
    text = DEFINITION.format(n=sheets)
    names = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung", "Hoàng Văn Em"]
    for name in names[:CANDIDATES]:
        text += f'[[style.candidate]]\nname = "{name}"\nposition = "Ủy viên"\n'
    for name, role in ((HEAD, "head"), (SECRETARY, "secretary")):
        text += f'[[committee]]\nname = "{name}"\nrole = "{role}"\n'
    return text


class Papers:
    """The case as it stands before the count, the voters' papers as scans, and what each meant."""

    def __init__(self, arguments, work):
        self.case, self.hall = os.path.join(work, "before"), os.path.join(work, "papers")
        made, done = os.path.join(work, "before.done"), os.path.join(work, "papers.done")
        self.repeats = max(4, arguments.sheets // 25)
        if not os.path.exists(made):
            self._make(arguments, work)
            open(made, "w", encoding="utf-8").close()
        if not os.path.exists(done):
            run(arguments.fill, self.case, self.hall, "--voters", arguments.sheets, "--plain", "--again", self.repeats,
                "--go-on")
            open(done, "w", encoding="utf-8").close()
        with open(os.path.join(self.hall, "truth.json"), encoding="utf-8") as file:
            self.truth = json.load(file)

    def _make(self, arguments, work):
        for old in (self.case, self.hall):
            shutil.rmtree(old, ignore_errors=True)
        with open(os.path.join(work, "conference.toml"), "w", encoding="utf-8") as file:
            file.write(definition(arguments.sheets))
        program = arguments.program
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        run(program, "new", self.case, "--conference", os.path.join(work, "conference.toml"), **quiet)
        run(program, "ballots", self.case, "--style", "A", "--count", arguments.sheets, "-o",
            os.path.join(work, "ballots.pdf"), **quiet)
        n = arguments.sheets
        run(program, "declare", self.case, "--style", "A", "--issued", n, "--collected", n, "--unused", 0,
            "--exchanged", 0, **quiet)

    def scan(self, name, folder="tray"):
        return os.path.join(self.hall, folder, name)

    def figures(self):
        out = collections.defaultdict(collections.Counter)
        for paper in self.truth:
            for number, level in paper["rows"].items():
                out[int(number)][level] += 1
        return out
