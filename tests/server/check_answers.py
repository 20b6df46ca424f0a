"""Whether answers are what openapi.yaml says: check_answers.py FILE ANSWERS.jsonl; lines of operation, status, type, body.

Prints what does not fit; exit code 1 when anything does not, or an operation was never answered well.
"""
import json
import sys

import yaml
from jsonschema import Draft202012Validator

with open(sys.argv[1], encoding="utf-8") as file:
    api = yaml.safe_load(file)

operations = {op["operationId"]: op for path in api["paths"].values() for op in path.values()}
validators = {}
faults = {}
seen = {}


def told(fault):
    faults[fault] = faults.get(fault, 0) + 1


def check(answer):
    name, status = answer["operation"], str(answer["status"])
    responses = operations[name]["responses"]
    seen.setdefault(name, set()).add(status)
    if status.startswith("5"):
        return told(f"{name}: status {status}: {answer['body'][:200]}")
    response = responses.get(status)
    if response is None:
        if status.startswith("2"):
            return told(f"{name}: status {status} is not described")
        response = api["components"]["responses"]["Error"]
    content = response.get("content")
    if not content:
        return told(f"{name}: {status} has a body") if answer["body"] else None
    kind = answer["type"].split(";")[0]
    if kind not in content:
        return told(f"{name}: {status} is {kind}, not {', '.join(content)}")
    if kind != "application/json":
        return None
    key = (name, status in responses and status or "default")
    if key not in validators:
        schema = {"components": api["components"], **content[kind]["schema"]}
        validators[key] = Draft202012Validator(schema)
    for error in validators[key].iter_errors(json.loads(answer["body"])):
        told(f"{name}: {status}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    return None


with open(sys.argv[2], encoding="utf-8") as answers:
    for line in answers:
        check(json.loads(line))
for name in operations:
    if not any(status.startswith("2") for status in seen.get(name, ())):
        told(f"{name}: was never answered well ({', '.join(sorted(seen.get(name, {'not at all'})))})")
for fault, times in sorted(faults.items()):
    print(f"{fault} ({times}x)")
sys.exit(1 if faults else 0)
