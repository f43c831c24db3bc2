"""The pipelines of docs/ci.md, run command by command in a repository of two commits.

  ci_examples_test.py SIZER ROOT

What only a server has is played: the remote is a folder, `gh` writes down what it was asked.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)
if not shutil.which("git"):
    print("skipped: git is not installed")
    sys.exit(77)

sizer, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
page = (root / "docs/ci.md").read_text()
NEEDS_A_SERVER = {"Install sizer"}
wrong = []

JOB = "name: daily\nengine: spark\ncluster: spark-baseline\ninputs: {clicks: {size: %s}}\nsteps: [aggregate: {keys: day}]\n"
FORBIDS_ALL = 'budgets:\n  - {jobs: "*", max_cost: $0.01}\n'


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", page, re.S)


def block_with(key):
    return next(found for found in map(yaml.safe_load, blocks("yaml")) if key in found)


def run(command, folder, environment=None):
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=folder, env=environment,
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def repository(above, limits):
    """A clone, one commit ahead of its remote's main: the job has grown."""
    remote, clone = above / "remote", above / "clone"
    remote.mkdir()
    git(remote, "init", "--quiet")
    write(remote, "jobs/daily.yaml", JOB % "1 TB")
    write(remote, "sizer.yaml", limits)
    git(remote, "add", "--all")
    git(remote, "commit", "--quiet", "--message", "base")
    git(above, "clone", "--quiet", str(remote), str(clone))
    git(clone, "checkout", "--quiet", "-b", "change")
    write(clone, "jobs/daily.yaml", JOB % "2 TB")
    git(clone, "commit", "--quiet", "--all", "--message", "head")
    return clone


def environment(above):
    """Programs as a runner has them, and its variables."""
    programs = above / "bin"
    programs.mkdir()
    (programs / "sizer").symlink_to(sizer)
    write(programs, "gh", '#!/bin/sh\necho "$@" >> "$GH_LOG"\n')
    (programs / "gh").chmod(0o755)
    return {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(above), "GH_LOG": str(above / "gh.log"),
            "GITHUB_BASE_REF": "main", "GITHUB_STEP_SUMMARY": str(above / "summary.md"), "PULL_REQUEST": "7",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}


def expect(condition, what):
    if not condition:
        wrong.append(what)


def in_repository(limits, test):
    with tempfile.TemporaryDirectory() as name:
        above = pathlib.Path(name)
        test(above, repository(above, limits), environment(above))


def limits_of_the_page():
    return next(text for text in blocks("yaml") if text.startswith("budgets:")).replace("+10%, +5 USD", "+900%, +500 USD")


def github(allowed):
    def test(above, clone, variables):
        codes = {}
        for step in block_with("jobs")["jobs"]["check"]["steps"]:
            if "run" not in step or step["name"] in NEEDS_A_SERVER:
                continue
            codes[step["name"]], said = run(step["run"], clone, variables)
            expected = 1 if step["name"] == "Check" and not allowed else 0
            expect(codes[step["name"]] == expected, f"GitHub, {step['name']}: exit code {codes[step['name']]}\n{said}")
            if step["name"] == "Check" and not allowed:
                expect("::error" in said, f"GitHub: no annotation in\n{said}")
        expect(len(codes) >= 5, f"GitHub: only {list(codes)} were found")
        expect("daily" in (above / "summary.md").read_text(), "GitHub: the summary does not name the job")
        expect("pr comment 7" in (above / "gh.log").read_text(), "GitHub: no comment")
        expect((clone / "comment.md").stat().st_size > 100, "GitHub: the comment is empty")
        expect(json.loads((clone / "sizer.sarif").read_text())["version"] == "2.1.0", "GitHub: no SARIF")
    return test


def gitlab(allowed):
    def test(above, clone, variables):
        for line in block_with("sizer")["sizer"]["script"]:
            code, said = run(line, clone, variables)
            expected = 1 if "sizer check" in line and not allowed else 0
            expect(code == expected, f"GitLab: {line}: exit code {code}\n{said}")
        suites = xml.etree.ElementTree.parse(clone / "junit.xml").getroot()
        failures = len(suites.findall(".//failure"))
        expect((failures == 0) == allowed, f"GitLab: {failures} failures in junit.xml")
    return test


def hooks(above, clone, variables):
    of_the_page = block_with("repos")["repos"][0]["hooks"]
    of_the_root = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    for described, shipped in zip(of_the_page, of_the_root, strict=True):
        expect(all(shipped[key] == value for key, value in described.items()), f"hooks differ: {described} {shipped}")
    write(clone, "good.sizer.yaml", JOB % "1 GB")
    write(clone, "bad.sizer.yaml", "engin: spark\n")
    for hook in of_the_root:
        expect(re.search(hook["files"], "jobs/good.sizer.yaml"), f"{hook['id']} passes over jobs")
        for name, expected in (("good", 0), ("bad", 2)):
            code, said = run(f"{hook['entry']} {name}.sizer.yaml", clone, variables)
            expect(code == expected, f"{hook['id']} of the {name} job: exit code {code}\n{said}")


def lines(above, clone, variables):
    inline = re.findall(r"`(sizer (?:diff|check|estimate) [^`]+)`", page)
    expect(inline, "no command within the text")
    for command in inline + [line for block in blocks("sh") for line in block.splitlines()]:
        code, said = run(command, clone, variables)
        expect(code == 0, f"{command}: exit code {code}\n{said}")


in_repository(limits_of_the_page(), github(allowed=True))
in_repository(FORBIDS_ALL, github(allowed=False))
in_repository(limits_of_the_page(), gitlab(allowed=True))
in_repository(FORBIDS_ALL, gitlab(allowed=False))
in_repository("budgets: []\n", hooks)
in_repository("budgets: []\n", lines)
for each in wrong:
    print(each)
print(f"{len(wrong)} things are wrong" if wrong else "every pipeline of docs/ci.md runs as it says")
sys.exit(1 if wrong else 0)
