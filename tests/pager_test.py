"""Long text goes through a pager where that is asked for and somebody sits before it, and nowhere else.

    pager_test.py SIZER WORKLOADS
"""
import fcntl
import os
import pathlib
import pty
import struct
import subprocess
import sys
import tempfile
import termios


def on_terminal(command, rows, variables):
    """What it says on a terminal of so many rows, and its exit code."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    usual = {name: value for name, value in os.environ.items() if name not in ("PAGER", "SIZER_PAGER", "CI", "LESS")}
    ran = subprocess.Popen(command, stdin=its, stdout=its, stderr=subprocess.DEVNULL, start_new_session=True,
                           env={**usual, "TERM": "xterm", **variables})
    os.close(its)
    said = b""
    try:
        while part := os.read(ours, 1 << 16):
            said += part
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    return said.decode().replace("\r\n", "\n"), ran.wait()


def main(sizer, workloads):
    job = str(pathlib.Path(workloads) / "spark-join-sort-merge.yaml")
    estimate = [sizer, "estimate", job, "--no-color"]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page"
        keep = {"PAGER": f"cat > '{page}'", "SIZER_PAGER": "1"}

        def expect(what, paged, command, rows=24, variables=keep, code=0):
            page.unlink(missing_ok=True)
            said, got = on_terminal(command, rows, variables)
            if page.exists() != paged:
                wrong.append(f"{what}: {'no pager was run' if paged else 'a pager was run'}")
            if got != code:
                wrong.append(f"{what}: exit code {got}, not {code}")
            return page.read_text() if page.exists() else said

        plain = expect("not asked for", False, estimate, variables={"PAGER": keep["PAGER"]})
        if len(plain.splitlines()) < 30:
            wrong.append("the sample is too short for this test:\n" + plain)
        for what, text in {
            "SIZER_PAGER": expect("SIZER_PAGER", True, estimate),
            "--pager": expect("--pager", True, estimate + ["--pager"], variables={"PAGER": keep["PAGER"]}),
            "a command that is not there": expect("a command that is not there", False, estimate,
                                                  variables={**keep, "PAGER": "/nowhere/less"}),
            "a tall terminal": expect("a tall terminal", False, estimate, rows=400),
            "CI": expect("CI", False, estimate, variables={**keep, "CI": "true"}),
            "TERM=dumb": expect("TERM=dumb", False, estimate, variables={**keep, "TERM": "dumb"}),
        }.items():
            if text != plain:
                wrong.append(f"{what}: another text:\n{text}")
        expect("a short text", False, estimate + ["--quiet"])
        expect("another format", False, estimate + ["--format", "json"])
        expect("--output", False, estimate + ["--output", str(pathlib.Path(folder) / "text")])
        expect("a pager that fails", True, estimate, variables={**keep, "PAGER": keep["PAGER"] + "; exit 3"})
        expect("a pager that is left early", False, estimate, variables={**keep, "PAGER": "true"})
        expect("an answer of no", True, [sizer, "check", job, "--max-cost", "$1"], rows=5, code=1)
        page.unlink(missing_ok=True)
        subprocess.run(estimate, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **keep})
        if page.exists():
            wrong.append("a pipe: a pager was run")
    print("\n".join(wrong) or "the pager is run where somebody reads")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
