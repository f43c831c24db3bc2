"""The files of the repository under the printed schemas, by a public validator: what is right is valid, what is wrong
in its structure is not.

  files_test.py SIZER ROOT
"""
import json
import pathlib
import re
import subprocess
import sys

try:
    import jsonschema
    import yaml

    import yaml12
except ImportError as missing:
    print(f"skipped: {missing} (python3-jsonschema, python3-yaml)")
    sys.exit(77)

sizer, root = sys.argv[1], pathlib.Path(sys.argv[2])

# What only a reader of the whole file can know, or what is no YAML at all: the codes of docs/errors.md.
BEYOND_A_SCHEMA = {
    "SZ006": "a parser keeps one of two equal keys",
    "SZ018": "bounds of numbers with units",
    "SZ019": "order of a range",
    "SZ020": "contradictions",
    "SZ029": "what a key changes",
    "SZ021": "names of others",
    "SZ022": "circles",
    "SZ023": "names given twice",
    "SZ024": "who reads whom",
    "SZ025": "the catalogue",
    "SZ179": "which columns come in",
}
UNREADABLE = {"SZ001", "SZ002", "SZ003", "SZ004", "SZ005", "SZ007", "SZ008", "SZ009"}
# The reader's own judgement of a file: `cluster` may come by --cluster.
BY_COMMAND_LINE = {"missing_cluster.yaml"}


def schema(kind):
    document = json.loads(subprocess.run([sizer, "schema", kind], check=True, capture_output=True).stdout)
    jsonschema.Draft7Validator.check_schema(document)
    return jsonschema.Draft7Validator(document)


def faults(validator, document):
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in validator.iter_errors(document)]


wrong = []


def expect_valid(validator, document, name):
    found = faults(validator, document)
    if found:
        wrong.append(f"{name} should be valid: {found}")


def jobs_of_the_repository():
    for folder in ("workloads", "tests/lab/jobs"):
        for path in sorted((root / folder).iterdir()):
            if path.suffix in (".yaml", ".json"):
                yield str(path.relative_to(root)), yaml12.load(path.read_text())


def readers():
    """Those of other tools: YAML 1.1, in which `on` and `no` are switches, and YAML 1.2."""
    yield "YAML 1.1", lambda text: yaml12.as_json(yaml.safe_load(text))
    try:
        from ruamel.yaml import YAML
    except ImportError:
        print("not read by ruamel.yaml: it is not installed (python3-ruamel.yaml)")
        return
    yield "YAML 1.2", lambda text: yaml12.as_json(YAML(typ="safe", pure=True).load(text))


def shipped_files():
    for folder in ("workloads", "src/templates"):
        for path in sorted((root / folder).glob("*.yaml")):
            yield str(path.relative_to(root)), config if path.stem == "config" else job, path.read_text()
    for path in sorted((root / "src/catalogue/clusters").glob("*.yaml")):
        yield path.name, cluster, path.read_text()


def blocks_of_the_page():
    page = (root / "docs/job-file.md").read_text()
    return [yaml12.load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.S)]


job, cluster, config = schema("job"), schema("cluster"), schema("config")
schema("result")

count = 0
for name, document in jobs_of_the_repository():
    expect_valid(job, document, name)
    count += 1

frame = {"engine": "ray", "inputs": {"clicks": {"size": "1 TB"}}, "steps": [{"write": "1 GB"}]}
for block in blocks_of_the_page():
    name = f"docs/job-file.md: {str(block)[:60]}"
    if isinstance(block, list):
        expect_valid(job, {**frame, "steps": block}, name)
    elif "engine" in block:
        expect_valid(job, block, name)
    else:
        expect_valid(job, {**frame, **block}, name)
    count += 1

for path in sorted((root / "src/templates").glob("*.yaml")):
    expect_valid(config if path.stem == "config" else job, yaml12.load(path.read_text()), path.name)
    count += 1
for path in sorted((root / "src/catalogue/clusters").glob("*.yaml")):
    expect_valid(cluster, yaml12.load(path.read_text()), path.name)
    count += 1
for version, load in readers():
    for name, validator, text in shipped_files():
        expect_valid(validator, load(text), f"{name}, read as {version}")

refused = 0
for path in sorted((root / "tests/wrong").iterdir()):
    if path.suffix == ".expected":
        continue
    beside = path.with_name(path.name + ".expected")
    expected = (beside if beside.exists() else path).read_bytes().decode("utf-8", "replace").splitlines()[0]
    code = re.search(r"error\[(SZ\d+)\]", expected).group(1)
    if code in UNREADABLE or code in BEYOND_A_SCHEMA or path.name in BY_COMMAND_LINE:
        continue
    try:
        document = yaml12.load(path.read_bytes())
    except yaml.YAMLError:
        continue
    if not faults(job, document):
        wrong.append(f"tests/wrong/{path.name} should not be valid: {expected}")
    refused += 1

print(f"{count} files are valid, {refused} wrong ones are not")
if count < 60 or refused < 15:
    wrong.append("that is fewer than there must be")
for each in wrong:
    print(each)
sys.exit(1 if wrong else 0)
