"""Calls to try on every operation of openapi.yaml: openapi_plan.py FILE prints a JSON list.

For each operation its method, path, roles, whether it takes the token, query and body that fit the schema, and bodies and
queries that do not, each wrong in one thing.
"""
import copy
import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    api = yaml.safe_load(file)


def resolved(part):
    while "$ref" in part:
        target = api
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target
    return part


def fitting(schema):
    """A value that the schema takes, as small as can be."""
    schema = resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    if "default" in schema:
        return schema["default"]
    kind = schema.get("type")
    if kind == "object":
        return {name: fitting(schema["properties"][name]) for name in schema.get("required", [])}
    if kind == "array":
        return [fitting(schema["items"]) for _ in range(schema.get("minItems", 0))]
    if kind in ("integer", "number"):
        return schema.get("minimum", 0)
    if kind == "boolean":
        return False
    pattern = schema.get("pattern", "")
    if pattern == "^[0-9a-f]{64}$":
        return "0" * 64
    if pattern == "^[0-9a-f]{16}$":
        return "0" * 16
    if pattern.startswith("^[A-Za-z0-9]"):
        return "A"
    return "x" * max(1, schema.get("minLength", 1))


def wrong_values(schema):
    """Values that the schema does not take."""
    schema = resolved(schema)
    kind = schema.get("type")
    yield {"a": 1} if kind != "object" else 7
    yield [] if kind != "array" else "x"
    if kind == "string":
        yield 7
        if "maxLength" in schema:
            yield "x" * (schema["maxLength"] + 1)
        if schema.get("minLength", 0) > 0:
            yield ""
        if "enum" in schema:
            yield "nonsense"
    if kind in ("integer", "number"):
        yield "7"
        yield 1.5 if kind == "integer" else "x"
        if "minimum" in schema:
            yield schema["minimum"] - 1
        if "maximum" in schema:
            yield schema["maximum"] + 1
    if kind == "boolean":
        yield "true"
    if kind == "array":
        if "minItems" in schema and schema["minItems"] > 0:
            yield []
        if "maxItems" in schema and schema["maxItems"] <= 1000:
            yield [fitting(schema["items"])] * (schema["maxItems"] + 1)
        yield [7]


def wrong_bodies(schema):
    """JSON texts that are each wrong in one thing."""
    schema = resolved(schema)
    base = fitting(schema)
    yield "{"
    yield "[]"
    yield '"x"'
    yield "[" * 5000
    yield '{"a":' * 100 + "1" + "}" * 100
    yield json.dumps(base | {"no_such_field": 1})
    for name in schema.get("required", []):
        without = copy.deepcopy(base)
        del without[name]
        yield json.dumps(without)
    for name, part in schema.get("properties", {}).items():
        for value in wrong_values(part):
            yield json.dumps(base | {name: value})


plan = []
for path, operations in api["paths"].items():
    for method, operation in operations.items():
        entry = {
            "operation": operation["operationId"],
            "method": method.upper(),
            "roles": operation["x-roles"],
            "csrf": False,
            "wrong_bodies": [],
            "wrong_queries": [],
        }
        filled = path
        query = []
        for parameter in map(resolved, operation.get("parameters", [])):
            if parameter["in"] == "header":
                entry["csrf"] = parameter["name"] == "X-CSRF"
            elif parameter["in"] == "path":
                filled = filled.replace("{" + parameter["name"] + "}", str(fitting(parameter["schema"])))
            else:
                schema = resolved(parameter["schema"])
                if parameter.get("required"):
                    query.append(f"{parameter['name']}={fitting(schema)}")
                if schema.get("type") in ("integer", "number"):
                    for value in ("x", "", "-1", "1e99", "99999999999999999999"):
                        if value:
                            entry["wrong_queries"].append(f"{parameter['name']}={value}")
                entry["wrong_queries"].append(f"{parameter['name']}=%zz")
                entry["wrong_queries"].append(f"{parameter['name']}=%ff")
        entry["path"] = filled
        entry["query"] = "&".join(query)
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            schema = content["application/json"]["schema"]
            entry["body"] = json.dumps(fitting(schema))
            entry["wrong_bodies"] = list(wrong_bodies(schema))
        plan.append(entry)

json.dump(plan, sys.stdout)
