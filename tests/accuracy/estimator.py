"""Job files through `sizer estimate`, many in one call."""
import json
import pathlib
import subprocess


class SizerFailed(Exception):
    """The program gave no report at all."""


def estimate(sizer, jobs, folder, constants=None):
    """Writes each job (key: mapping) to `folder`, runs the program once, and gives its report by key.

    A job that the program refuses is in the second mapping instead, with what the program said.
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {key: folder / f"{number:03}.json" for number, key in enumerate(jobs)}
    for key, path in paths.items():
        path.write_text(json.dumps(jobs[key], indent=2) + "\n", encoding="utf-8")
    if not jobs:
        return {}, {}
    command = [sizer, "estimate", "--format", "json", *map(str, paths.values())]
    if constants:
        command += ["--constants", constants]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        output = json.loads(run.stdout)
    except json.JSONDecodeError:
        raise SizerFailed(f"exit {run.returncode}: {run.stderr.strip() or 'no output'}") from None
    by_file = {job["file"]: job for job in output["jobs"]}
    reports = {key: by_file[str(path)] for key, path in paths.items() if str(path) in by_file}
    said = {key: [one["message"] for one in output.get("diagnostics", []) if one.get("file") == str(path)]
            for key, path in paths.items() if key not in reports}
    return reports, {key: "; ".join(messages) or "no reason given" for key, messages in said.items()}


def catalogue_cores(sizer, names, folder):
    """Of the machine names that the program's catalogue knows: how many cores the executors of one node get.

    It knows those on which it estimates a job that does nothing.
    """
    probe = {"engine": "spark", "inputs": {"nothing": {"size": "1 GB"}}, "steps": [{"write": "1 GB"}]}
    jobs = {name: probe | {"name": name, "cluster": {"nodes": 1, "machine": name}} for name in sorted(names)}
    return {name: report["cluster"]["slots"] for name, report in estimate(sizer, jobs, folder)[0].items()}
