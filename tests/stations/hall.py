"""One count on four scanning stations, while wires are cut and mended and programs and stations killed at random.

hall.py --program KIEMPHIEU --fill FILL_BALLOTS [--sheets 120] [--seeds 1] [--work DIR] [--results FILE]

The papers are made once and kept in DIR; every seed is another schedule on them. At the end of each: the tally is what
the voters meant, every sheet once, all chains hold, and what the case that leads says of each station is its last
hash. With --results, seeds that stand there are not run again. Exit code 77 where namespaces are not allowed.
"""
import argparse
import json
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True  # the sources' folder stays as it is

from whole_count import STATIONS, Run
from network import Hall, enter_namespaces
from papers import Papers


def seeds_of(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--program", required=True)
    parser.add_argument("--fill", required=True)
    parser.add_argument("--trial", default=os.path.join(here, "../../scripts/postgres-trial.sh"))
    parser.add_argument("--sheets", type=int, default=150)
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("1"), help="7, or 1-20")
    parser.add_argument("--work", help="kept; a temporary folder when left out")
    parser.add_argument("--results", help="a line of JSON a seed; what stands there is not run again")
    arguments = parser.parse_args()
    enter_namespaces()

    work = arguments.work or tempfile.mkdtemp(prefix="kiemphieu-hall-", dir="/tmp")
    os.makedirs(work, exist_ok=True)
    done = set()
    if arguments.results and os.path.exists(arguments.results):
        with open(arguments.results, encoding="utf-8") as file:
            done = {json.loads(line)["seed"] for line in file}
    papers = Papers(arguments, work)
    Hall(STATIONS)
    failed = False
    for seed in arguments.seeds:
        if seed in done:
            continue
        folder = os.path.join(work, f"seed{seed}")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        result = Run(arguments, papers, seed, folder).whole()
        print(json.dumps(result, ensure_ascii=False), flush=True)
        if result["faults"]:
            failed = True
            print(f"seed {seed} failed; kept in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
            if arguments.results:
                with open(arguments.results, "a", encoding="utf-8") as file:
                    file.write(json.dumps(result, ensure_ascii=False) + "\n")
    if not arguments.work and not failed:
        shutil.rmtree(work)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
