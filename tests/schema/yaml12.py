"""Reads YAML as editors do: by the core schema of YAML 1.2, in which `on` and `2026-12-31` are texts."""
import datetime
import re

import yaml


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
]:
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), first)


def as_json(value):
    """Keys are texts, whatever they look like, and so are the dates of YAML 1.1."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [as_json(item) for item in value] if isinstance(value, list) else value


def load(text):
    return as_json(yaml.load(text, Loader))
