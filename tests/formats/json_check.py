"""Results and JSON lines against the schema that the program prints, with a public validator."""
import json

import samples

try:
    import jsonschema
except ImportError:
    samples.skip("no jsonschema (Debian: python3-jsonschema)")

schema = json.loads(samples.sizer("schema", "result"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)

count = 0
for label, result in samples.results():
    document = json.loads(result)
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(document)]
    assert not errors, f"{label}: {errors[:5]}"
    for line in samples.sizer("report", "-", "--format", "ndjson", given=result).splitlines():
        json.loads(line)
    document["jobs"].append({"name": "no job"})
    assert not validator.is_valid(document), "the schema lets anything pass"
    count += 1
print(count, "results are as the schema says")
