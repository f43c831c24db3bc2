"""A clone that wants to run programs of its own when its files are read: `sizer diff COMMIT:FILE` runs none.

    git_test.py SIZER
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

JOB = """engine: spark
cluster: spark-baseline
inputs: {a: {size: 1 TB}}
steps: [{filter: 0.5}, {write: 1 GB}]
"""


def git(folder, *words, check=True):
    name = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    return subprocess.run(["git", *name, *words], cwd=folder, check=check, **quiet).stdout.decode()


def hostile_clone(folder, marker):
    """The blob of job.yaml is missing, and is promised by a remote whose program makes the marker."""
    git(folder, "init", "-q")
    (folder / "job.yaml").write_text(JOB)
    git(folder, "add", "job.yaml")
    git(folder, "commit", "-qm", "a job")
    blob = git(folder, "rev-parse", "HEAD:job.yaml").strip()
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    bait = folder / "bait.sh"
    bait.write_text(f"#!/bin/sh\ntouch '{marker}'\nexit 1\n")
    bait.chmod(0o755)
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": str(folder / "elsewhere"),
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(bait),
        "core.fsmonitor": str(bait),
        "core.hooksPath": str(folder),
        "core.sshCommand": str(bait),
    }.items():
        git(folder, "config", key, value)


def diff(sizer, folder, *operands):
    ran = subprocess.run([sizer, "diff", *operands], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def folders(sizer, folder):
    """A folder of jobs against the same in a branch, in both ways to say so, and as a baseline."""
    (folder / "jobs" / "deep").mkdir(parents=True)
    git(folder, "init", "-q")
    (folder / "jobs" / "daily.yaml").write_text(JOB)
    (folder / "jobs" / "deep" / "daily.yaml").write_text(JOB)
    (folder / "jobs" / "docker-compose.yml").write_text("services: {web: {image: nginx}}\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "jobs")
    (folder / "jobs" / "deep" / "daily.yaml").write_text(JOB.replace("1 TB", "2 TB"))
    (folder / "jobs" / "new.yaml").write_text(JOB)
    for operands in (("main", "jobs"), ("main:jobs", "jobs/"), ("main:jobs", "./jobs"), ("main", "jobs/")):
        code, out, err = diff(sizer, folder, *operands, "--format", "json")
        assert code == 0, (operands, code, out, err)
        jobs = {job["head_file"]: job["status"] for job in json.loads(out)["difference"]["jobs"]}
        jobs = {name.removeprefix("./"): status for name, status in jobs.items()}
        assert jobs == {"jobs/daily.yaml": "unchanged", "jobs/deep/daily.yaml": "changed", "jobs/new.yaml": "added"}, jobs
    code, out, err = diff(sizer, folder, "main", "HEAD")
    assert code == 0 and "unchanged" in out, (code, out, err)
    code, out, err = diff(sizer, folder, "none", "jobs")
    assert code == 3 and "cannot open none" in err, (code, out, err)

    check = [sizer, "check", "jobs", "--max-increase", "+10%", "--format", "json", "--baseline"]
    for baseline in ("main", "main:jobs"):
        ran = subprocess.run([*check, baseline], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)
        assert ran.returncode == 1, (baseline, ran)
        gates = [gate for gate in json.loads(ran.stdout)["gates"] if gate["id"] == "max_increase"]
        verdicts = sorted(gate["verdict"] for gate in gates)
        assert verdicts == ["fail", "inconclusive", "pass"], (baseline, gates)
        broken = next(gate for gate in gates if gate["verdict"] == "fail")
        assert broken["file"] == "jobs/deep/daily.yaml", broken
        assert "inputs.a.size: 1 TB -> 2 TB" in broken["message"], broken
        assert (broken["at"]["file"], broken["at"]["line"]) == ("jobs/deep/daily.yaml", 3), broken
    loose = subprocess.run([*check, "main"], cwd=folder / "jobs", capture_output=True, stdin=subprocess.DEVNULL)
    assert loose.returncode == 3, loose  # there is no folder `jobs` in the folder itself


def main(sizer):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        marker = folder / "marker"
        clone = folder / "clone"
        clone.mkdir()
        hostile_clone(clone, marker)
        git(clone, "cat-file", "blob", "HEAD:job.yaml", check=False)
        assert marker.exists(), "the bait is no bait: git itself did not take it"
        marker.unlink()
        code, out, err = diff(sizer, clone, "HEAD:job.yaml", "job.yaml")
        assert not marker.exists(), "a program of the clone was run"
        assert code == 3 and "cannot read HEAD:job.yaml" in err, (code, out, err)

        fine = folder / "fine"
        fine.mkdir()
        git(fine, "init", "-q")
        (fine / "job.yaml").write_text(JOB)
        (fine / "large.yaml").write_bytes(b"# " + b"x" * (65 << 20))
        git(fine, "add", ".")
        git(fine, "commit", "-qm", "a job")
        code, out, err = diff(sizer, fine, "HEAD:job.yaml", "job.yaml")
        assert code == 0, (code, out, err)
        code, out, err = diff(sizer, fine, "HEAD:large.yaml", "job.yaml")
        assert code == 3 and "larger than 64 MiB" in err, (code, out, err)
        for operand in ("HEAD:none.yaml", "none:job.yaml", "--upload-pack=x:job.yaml"):
            code, out, err = diff(sizer, fine, "--", operand, "job.yaml")
            assert code == 3 and "cannot read" in err, (operand, code, out, err)

        folders(sizer, folder / "folders")


if __name__ == "__main__":
    if subprocess.run(["sh", "-c", "command -v git"], stdout=subprocess.DEVNULL).returncode != 0:
        print("git is not installed")
        sys.exit(77)
    os.environ["GIT_CONFIG_NOSYSTEM"] = "1"
    main(os.path.abspath(sys.argv[1]))
