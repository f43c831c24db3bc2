"""SARIF logs against the public schema, named by SIZER_SARIF_SCHEMA (npm: @microsoft/jest-sarif carries it)."""
import json
import os
from pathlib import Path

import samples

try:
    import jsonschema
except ImportError:
    samples.skip("no jsonschema (Debian: python3-jsonschema)")
path = os.environ.get("SIZER_SARIF_SCHEMA", "")
if not Path(path).is_file():
    samples.skip("SIZER_SARIF_SCHEMA names no file")

schema = json.loads(Path(path).read_text())
validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
found = 0
for label, result, text in samples.rendered("sarif"):
    log = json.loads(text)
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(log)]
    assert not errors, f"{label}: {errors[:5]}"
    found += len(log["runs"][0]["results"])
    log["version"] = "1.0"
    assert not validator.is_valid(log), "the schema lets anything pass"
assert found > 0, "no sample has a finding"
print(found, "findings are as the schema says")
