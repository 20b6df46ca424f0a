"""A scanning station: who feeds it, and what hands over what it has."""
import collections
import os
import random
import sqlite3
import subprocess
import time

from network import Hall


class Stack:
    def __init__(self, name, files):
        self.name, self.files = name, files


class Cut:
    """A wire that is cut: since when, for how long at least, and what must be said before it is mended."""

    def __init__(self, begun, least, said_before):
        self.begun, self.least, self.said_before = begun, least, said_before
        self.stacks = 0


class Station:
    """One machine: its folder, who feeds it, and what hands over what it has."""

    def __init__(self, run_, number):
        self.run, self.number = run_, number
        self.folder = os.path.join(run_.work, f"station{number}")
        self.at = Hall.at(number)
        self.stacks = collections.deque()
        self.scanning = self.handing = None
        self.dead = self.feeding = False
        self.cut = None
        self.pause = random.Random(f"{run_.seed} {number}")
        self.told = open(os.path.join(run_.work, f"hand-over{number}.txt"), "a+", encoding="utf-8")

    def command(self, *words):
        return [*self.at, self.run.program, "--lang", "en", *map(str, words)]

    def feed(self):
        """Feeds stack after stack; one that was cut off by a kill is fed again, here or at another station."""
        while not self.run.over(self):
            self.feeding = False
            try:
                stack = self.stacks.popleft()
            except IndexError:
                time.sleep(0.05)
                continue
            self.feeding = True
            # Somebody lays the stack into the feeder.
            time.sleep(self.pause.uniform(0, 0.6))
            cut_before = self.cut
            self.scanning = subprocess.Popen(
                self.command("scan", self.folder, "--jobs", 1, "--batch", stack.name, *stack.files),
                stdout=subprocess.DEVNULL, stderr=self.run.errors)
            code = self.scanning.wait()
            if code in (0, 1):
                if cut_before and self.cut is cut_before:
                    cut_before.stacks += 1
                    self.run.did["stacks fed while cut off"] += 1
                self.run.fed(stack)
            elif code == -9 or self.dead:
                self.run.feed_again(self, stack)
            else:
                self.run.fail(f"scan at station {self.number} ended with {code}")

    def start_handing(self):
        self.handing = subprocess.Popen(
            self.command("station", "hand-over", self.folder, "--to", self.run.server.from_afar(), "--watch"),
            stdout=subprocess.DEVNULL, stderr=self.told)

    def said(self, words):
        self.told.flush()
        with open(self.told.name, encoding="utf-8") as file:
            return file.read().count(words)

    def kill(self, process):
        if process and process.poll() is None:
            process.kill()
            return True
        return False

    def last_hash(self):
        with sqlite3.connect(f"file:{self.folder}/record.sqlite?mode=ro", uri=True) as record:
            return record.execute("SELECT number, hash FROM events ORDER BY number DESC LIMIT 1").fetchone()
