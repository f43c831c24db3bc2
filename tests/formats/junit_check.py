"""JUnit reports through a public parser: every job is a suite, every gate a case."""
import samples

try:
    import junitparser
except ImportError:
    samples.skip("no junitparser (Debian: python3-junitparser)")

count = 0
for label, result, text in samples.rendered("junit"):
    suites = list(junitparser.JUnitXml.fromstring(text.encode()))
    errors = [d for d in result["diagnostics"] if d["severity"] == "error"]
    searches = (result["sizing"] is not None) + len(result["more_sizings"])
    changes = len(result["difference"]["jobs"]) if result["difference"] else 0
    shown = len(result["jobs"]) + searches + len(result["comparisons"]) + changes + (result["total"] is not None)
    assert len(suites) == shown + len({d["file"] for d in errors}), label
    for suite, job in zip(suites, result["jobs"]):
        gates = [g for g in result["gates"] if (g["job"], g["file"]) == (job["name"], job["file"])]
        cases = list(suite)
        assert suite.tests == len(cases) == max(1, len(gates)), label
        failed = [g for g in gates if g["verdict"] == "fail" and g["severity"] == "error" and not g["exception"]]
        assert suite.failures == (len(failed) if gates else not job["feasible"]), label
        for case in cases:
            outcomes = case.result if isinstance(case.result, list) else [case.result]
            assert len([o for o in outcomes if o is not None]) <= 1, label
    count += 1
print(count, "JUnit reports parse")
