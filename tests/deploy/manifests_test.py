"""Manifests against what their platforms take: the CRDs of Kubernetes, a shell, and the parser of spark-submit's options.

    manifests_test.py SIZER SIZER_TESTS WORKLOADS PAGE CRDS

PAGE is the folder of manifests that the documentation shows, CRDS one of gzipped CustomResourceDefinitions. Exit code
77: the latter, or a Python package, is not there.
"""
import argparse
import gzip
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

sizer, sizer_tests, workloads, page, crds = sys.argv[1:6]
if not pathlib.Path(crds).is_dir():
    print(f"skipped: {crds} is not here")
    sys.exit(77)

KINDS = {"spark-application": ("sparkoperator.k8s.io_sparkapplications", "v1beta2"),
         "ray-job": ("ray.io_rayjobs", "v1"),
         "ray-cluster": ("ray.io_rayclusters", "v1")}
OTHER = ["spark-submit", "spark-defaults", "emr-instance-fleet", "databricks-job", "eks-nodegroup", "karpenter"]


def strict(schema):
    """The API server prunes fields that a schema does not have: here they are errors."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: {name: strict(each) for name, each in value.items()} if key == "properties" else strict(value)
           for key, value in schema.items()}
    if schema.get("x-kubernetes-int-or-string"):
        out.pop("type", None)
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if "properties" in schema and not open_ended:
        out["additionalProperties"] = False
    return out


def validator_of(file, version):
    text = gzip.open(pathlib.Path(crds) / f"{file}.yaml.gz").read()
    versions = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["spec"]["versions"]
    schema = next(each["schema"]["openAPIV3Schema"] for each in versions if each["name"] == version)
    schema = strict(schema)
    # Every object has metadata; of its fields sizer writes these.
    schema["properties"]["metadata"] = {"type": "object", "additionalProperties": False, "properties": {
        "name": {"type": "string", "pattern": "^[a-z]([-a-z0-9]*[a-z0-9])?$", "maxLength": 47},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"},
                        "propertyNames": {"pattern": "^sizer/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$"}}}}
    return jsonschema.Draft4Validator(schema)


VALIDATORS = {target: validator_of(*kind) for target, kind in KINDS.items()}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def options_of_submit():
    parser = argparse.ArgumentParser(allow_abbrev=False, exit_on_error=True)
    for name in ("master", "deploy-mode", "name", "num-executors", "executor-cores", "executor-memory",
                 "driver-memory"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--conf", action="append", required=True)
    parser.add_argument("program")
    return parser


def words_as_bash_sees_them(text):
    """What the command gets, asked of the shell itself: a function stands for spark-submit."""
    script = 'spark-submit() { printf "%s\\0" "$@"; }\n' + text
    ran = subprocess.run(["bash", "-u", "-c", script], capture_output=True, check=True, env={})
    assert not ran.stderr, ran.stderr
    return ran.stdout.decode().split("\0")[:-1]


def check_submit(text, where):
    subprocess.run(["bash", "-n"], input=text.encode(), check=True)
    words = words_as_bash_sees_them(text)
    # shlex takes an escaped newline for a word; no name here has one within.
    assert words == shlex.split(text.replace("\\\n", " "), comments=True)[1:], where
    given = options_of_submit().parse_args(words)
    assert int(given.num_executors) > 0 and given.executor_memory.endswith("m"), where
    for each in given.conf:
        key, _, value = each.partition("=")
        assert key.startswith("spark.") and value, f"{where}: {each}"


def check(target, text, where):
    """What is wrong, as a list."""
    if target in VALIDATORS:
        return [f"{where}: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
                for error in VALIDATORS[target].iter_errors(yaml.load(text, Loader=LOADER))]
    if target == "spark-submit":
        check_submit(text, where)
    elif target in ("emr-instance-fleet", "databricks-job"):
        json.loads(text)
    elif target != "spark-defaults":
        assert all(isinstance(each, dict) for each in yaml.load_all(text, Loader=LOADER)), where
    return []


def of_workloads():
    for job in sorted(pathlib.Path(workloads).iterdir()):
        for target in list(KINDS) + OTHER:
            ran = subprocess.run([sizer, "export", str(job), "--to", target], capture_output=True, text=True)
            if ran.returncode == 2 and "those that fit" in ran.stderr:
                continue
            assert ran.returncode == 0, f"{job} {target}: {ran.stderr}"
            yield target, ran.stdout, f"{job.name} {target}"


def of_page(folder):
    """Those that docs/sizing.md shows."""
    for file in sorted(pathlib.Path(folder).glob("*.yaml")):
        text = file.read_text()
        yield ("ray-job" if "kind: RayJob" in text else "spark-application"), text, file.name


def of_generated_clusters(folder):
    subprocess.run([sizer_tests, "[manifests]"], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "SIZER_MANIFESTS": folder})
    for file in sorted(pathlib.Path(folder).iterdir()):
        yield file.suffix[1:], file.read_text(), file.name


def refuses_what_is_wrong():
    """A validator that takes anything would prove nothing."""
    example = next(text for target, text, _ in of_workloads() if target == "ray-cluster")
    assert VALIDATORS["ray-cluster"].is_valid(yaml.load(example, Loader=LOADER))
    for spoilt in (example.replace("replicas:", "replica:"), example.replace("groupName:", "groupname:"),
                   example.replace("headGroupSpec:", "headGroup:")):
        assert not VALIDATORS["ray-cluster"].is_valid(yaml.load(spoilt, Loader=LOADER))


refuses_what_is_wrong()
wrong, counts = [], {}
with tempfile.TemporaryDirectory() as made:
    for source in (of_workloads(), of_page(page), of_generated_clusters(made)):
        for target, text, where in source:
            counts[target] = counts.get(target, 0) + 1
            wrong += check(target, text, where)
print("\n".join(wrong[:30]))
print(f"{len(wrong)} wrong; manifests: {counts}")
sys.exit(1 if wrong or set(counts) != set(KINDS) | set(OTHER) else 0)
