"""One count: prepared, disturbed by a seed for as long as anything is fed, brought home and held against the truth."""
import collections
import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time

from network import Hall, Server, run
from papers import HEAD, SECRETARY
from station import Cut, Stack, Station

STATIONS = 4


class Run:
    """One seed."""

    def __init__(self, arguments, papers, seed, work):
        self.program, self.papers, self.seed, self.work = arguments.program, papers, seed, work
        self.script = arguments.trial
        self.random = random.Random(seed)
        self.did = collections.Counter()
        self.faults = []
        self.lock = threading.Lock()
        self.fed_stacks = 0
        self.case = os.path.join(work, "case")
        self.errors = open(os.path.join(work, "errors.txt"), "w+", encoding="utf-8")
        self.adopting = None

    def fail(self, text):
        with self.lock:
            self.faults.append(text)

    def over(self, station):
        return bool(self.faults) or station.dead or self.fed_stacks >= self.total

    def fed(self, _):
        with self.lock:
            self.fed_stacks += 1

    def feed_again(self, station, stack):
        """The people at the tables decide where: at the same one, or they carry the stack to another."""
        with self.lock:
            others = [one for one in self.stations if one is not station and not one.dead]
            to = self.random.choice(others) if station.dead or self.random.random() < 0.3 else station
            self.did["stacks carried to another station"] += to is not station
            to.stacks.appendleft(stack)

    def local(self, *words, expect=(0,), **options):
        return self.told([self.program, "--lang", "en", *words], expect, **options)

    @staticmethod
    def told(command, expect=(0,), **options):
        done = run(*command, check=False, capture_output=True, text=True, timeout=3600, **options)
        if done.returncode not in expect:
            raise RuntimeError(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    # before

    def prepare(self):
        folder = tempfile.mkdtemp(prefix="kiemphieu-pg-", dir="/tmp")
        os.rmdir(folder)
        self.server = Server(self.script, folder)
        self.local("store", "prepare", self.server.here("board"))
        shutil.copytree(self.papers.case, self.case)
        self.local("migrate", self.case, "--to", self.server.here("station"))
        self.stations = [Station(self, number + 1) for number in range(STATIONS)]
        for one in self.stations:
            self.local("station", "add", self.case, "--name", f"Bàn {one.number}", "-o", one.folder, "--as", HEAD)
        self._lay_stacks()

    def _lay_stacks(self):
        """Stacks of uneven size to all tables; some papers come a second time at another table than the first."""
        names = [paper["file"] for paper in self.papers.truth]
        self.random.shuffle(names)
        stacks, table_of = [], {}
        while names:
            size = self.random.randint(3, 20)
            part, names = names[:size], names[size:]
            table = len(stacks) % STATIONS
            for name in part:
                table_of[name] = table
            stacks.append((table, [self.papers.scan(name) for name in part]))
        again = sorted(os.listdir(os.path.join(self.papers.hall, "again")))
        for name in again:
            other = (table_of[name] + self.random.randint(1, STATIONS - 1)) % STATIONS
            folder = self.random.choice(["tray", "again"])
            self.did["papers fed at a second table"] += 1
            self.did["of them scanned anew"] += folder == "again"
            table, files = self.random.choice([one for one in stacks if one[0] == other] or stacks)
            if self.papers.scan(name) not in files:
                files.insert(self.random.randrange(len(files) + 1), self.papers.scan(name, folder))
        for number, (table, files) in enumerate(stacks):
            self.stations[table].stacks.append(Stack(f"xấp {number + 1}", files))
        self.total = len(stacks)

    # while it runs

    def start_adopting(self):
        self.adopting = subprocess.Popen([self.program, "--lang", "en", "station", "adopt", self.case, "--watch"],
                                         stdout=subprocess.DEVNULL, stderr=self.errors)

    def living(self):
        return [one for one in self.stations if not one.dead]

    def disturb(self):
        """Until all is fed: something goes wrong every moment, by the seed."""
        # Half way through, one station dies for good.
        dies_at = self.total * self.random.uniform(0.3, 0.6)
        self._cut(self.random.choice(self.stations))
        while not self.faults and (self.fed_stacks < self.total or self._watched()):
            time.sleep(self.random.uniform(0.05, 0.6))
            self._mend()
            if self.fed_stacks >= dies_at and len(self.living()) == STATIONS:
                self._die(self.random.choice(self.stations))
                continue
            one = self.random.choice(self.living())
            what = self.random.choices(["cut", "scan", "hand-over", "adopt", "server", "nothing"],
                                       [4, 3, 2, 1, 0.5, 3])[0]
            if what == "cut" and not one.cut:
                self._cut(one)
            elif what == "scan" and one.kill(one.scanning):
                self.did["scans killed"] += 1
            elif what == "hand-over" and one.kill(one.handing):
                self.did["hand-overs killed"] += 1
            elif what == "adopt" and self.adopting.poll() is None:
                self.adopting.kill()
                self.did["adoptions killed"] += 1
            elif what == "server":
                self.server.crash()
                time.sleep(self.random.uniform(0.1, 1))
                self.server.start()
                self.did["servers crashed"] += 1
            self._start_again()
        for one in self.living():
            Hall.mend(one.number)
            one.cut = None

    def _cut(self, one):
        """For a while; the first cut, and one in three, until the station has said so and fed a stack all the same."""
        Hall.cut(one.number)
        until_said = self.did["links cut"] == 0 or self.random.random() < 0.3
        one.cut = Cut(time.monotonic(), self.random.uniform(0.5, 6), one.said("out of reach") if until_said else None)
        self.did["links cut"] += 1

    def _watched(self):
        return any(one.cut and one.cut.said_before is not None for one in self.living())

    def _mend(self):
        for one in [one for one in self.living() if one.cut]:
            lasted = time.monotonic() - one.cut.begun
            watched = one.cut.said_before is not None
            silent = watched and one.said("out of reach") == one.cut.said_before
            to_feed = self.fed_stacks < self.total and (one.stacks or one.feeding)
            stands = watched and one.cut.stacks == 0 and bool(to_feed)
            if (silent or stands) and lasted > 180:
                self.fail(f"station {one.number} was cut off for three minutes: {silent=}, {stands=}")
            if lasted > one.cut.least and not silent and not stands:
                Hall.mend(one.number)
                one.cut = None

    def _die(self, one):
        """Its power is gone, and its wire with it; what was in its feeder goes to another table."""
        Hall.cut(one.number)
        one.dead = True
        one.kill(one.scanning)
        one.kill(one.handing)
        while one.stacks:
            self.feed_again(one, one.stacks.pop())
        self.did["stations dead for good"] += 1

    def _start_again(self):
        for one in self.living():
            if one.handing is None:
                one.start_handing()
            elif (code := one.handing.poll()) is not None:
                if code != -9:
                    self.fail(f"hand-over of station {one.number} ended with {code}")
                one.start_handing()
        code = self.adopting.poll() if self.adopting else -9
        if code is not None:
            if code != -9:
                self.fail(f"adopt ended with {code}")
            self.start_adopting()

    def count(self):
        self._start_again()
        feeding = [threading.Thread(target=one.feed) for one in self.stations]
        for thread in feeding:
            thread.start()
        try:
            self.disturb()
        finally:
            for thread in feeding:
                thread.join(timeout=120)
        if any(thread.is_alive() for thread in feeding):
            self.fail("a scan hangs")

    # after

    def bring_home(self):
        """All wires whole: each living station ends and hands over, the dead one's disk is taken over."""
        self.adopting.kill()
        self.adopting.wait()
        for one in self.stations:
            one.kill(one.handing)
            if one.handing:
                one.handing.wait()
            if one.dead:
                continue
            self.told(one.command("station", "end", one.folder, "--as", "Kỹ"))
            self._hand_over(one)
        self.local("station", "adopt", self.case)
        for one in self.stations:
            if one.dead:
                self.local("station", "adopt", self.case, "--from", one.folder)
                self.local("station", "release", self.case, one.number, "--as", HEAD, "--why", "máy hỏng")

    def _hand_over(self, one):
        """A network that has just come back may not know the way yet: exit code 3, and the same command goes on."""
        command = one.command("station", "hand-over", one.folder, "--to", self.server.from_afar())
        until = time.monotonic() + 60
        while run(*command, check=False, capture_output=True, timeout=120).returncode == 3:
            if time.monotonic() > until:
                raise RuntimeError(f"station {one.number} can't hand over although its wire is whole")
            time.sleep(0.5)

    def rule(self):
        """People rule as the papers say."""
        meant = {(paper["serial"], int(number)): level for paper in self.papers.truth
                 for number, level in paper["rows"].items()}
        for _ in range(5):
            items = [json.loads(line) for line in
                     self.local("--json", "review", self.case, "list", expect=(0, 1)).splitlines()]
            if not items:
                return
            rulings = []
            for item in items:
                kind, *rest = item["item"].split(":")
                ruling = meant[rest[0], int(rest[1])] if kind == "row" else "ignore"
                rulings.append({"item": item["item"], "ruling": ruling, "why": "thử"})
                self.did[f"ruled on: {item['problem']}"] += 1
            file = os.path.join(self.work, "rulings.jsonl")
            with open(file, "w", encoding="utf-8") as out:
                out.writelines(json.dumps(one) + "\n" for one in rulings)
            self.local("review", self.case, "rule", "--from", file, "--as", SECRETARY, expect=(0, 1))
        raise RuntimeError("items keep coming")

    def check(self):
        style = json.loads(self.local("--json", "tally", self.case, expect=(0, 1)))["styles"][0]
        if style["scanned"] != len(self.papers.truth):
            self.fail(f"{style['scanned']} ballots scanned, {len(self.papers.truth)} in the box")
        meant = self.papers.figures()
        for person in style["candidates"]:
            got = {level: person[level]["count"] for level in ("high", "confidence", "low")}
            wanted = {level: meant[person["number"]][level] for level in got}
            if got != wanted:
                self.fail(f"number {person['number']}: {got}, meant {wanted}")
        for who in (HEAD, SECRETARY):
            self.local("confirm", self.case, "--as", who)
        listed = json.loads(self.local("--json", "station", "list", self.case))
        for said, one in zip(listed, self.stations):
            if (said["events"], said["hash"]) != one.last_hash():
                self.fail(f"station {one.number}: {said} is not its last event, {one.last_hash()}")
            self.local("verify", one.folder)
            self.did["times a station said it was cut off"] += one.said("out of reach")
            if one.said("out of reach") < one.said("in reach again"):
                self.fail(f"station {one.number} was back more often than away")
        self.local("verify", self.case)
        if not self.did["stacks fed while cut off"]:
            self.fail("no station scanned while it was cut off")

    def end(self):
        for one in getattr(self, "stations", []):
            one.kill(one.handing)
            one.kill(one.scanning)
            Hall.mend(one.number)
        if self.adopting:
            self.adopting.kill()
        if hasattr(self, "server"):
            self.server.stop("immediate")
            if not self.faults:
                shutil.rmtree(self.server.folder, ignore_errors=True)

    def whole(self):
        begun = time.monotonic()
        try:
            self.prepare()
            self.count()
            counted = time.monotonic()
            if not self.faults:
                self.bring_home()
                self.rule()
                self.check()
        except (RuntimeError, subprocess.SubprocessError) as error:
            self.fail(str(error))
        finally:
            self.end()
        self.errors.flush()
        return {"seed": self.seed, "sheets": len(self.papers.truth), "faults": self.faults,
                "seconds": round(time.monotonic() - begun, 1),
                "seconds_scanning": round(counted - begun, 1) if "counted" in locals() else None, **self.did}
