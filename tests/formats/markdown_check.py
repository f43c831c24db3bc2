"""Comments through a public CommonMark renderer: only our own tags, whole tables, names as text."""
import re
from html.parser import HTMLParser

import samples

try:
    from markdown_it import MarkdownIt
except ImportError:
    samples.skip("no markdown-it (Debian: python3-markdown-it)")

OURS = {"p", "strong", "em", "code", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "details", "summary"}


class Page(HTMLParser):
    """The tags must nest, and be those that we write."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.widths, self.text = [], set(), [], ""

    def handle_starttag(self, tag, attributes):
        assert all(key == "style" for key, _ in attributes), f"<{tag} {attributes}>"
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "table":
            self.widths.append([])
        elif tag == "tr":
            self.widths[-1].append(0)
        elif tag in ("td", "th"):
            self.widths[-1][-1] += 1

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.text += data


count = 0
for label, result, text in samples.rendered("markdown"):
    assert text.startswith("<!-- sizer -->\n"), label
    assert len(text.encode()) <= 65536, label
    page = Page()
    page.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))
    assert not page.open, f"{label}: {page.open} are never closed"
    assert page.tags <= OURS, f"{label}: {page.tags - OURS}"
    for widths in page.widths:
        assert len(set(widths)) == 1, f"{label}: rows of {widths} cells"
    assert not re.search(r"(?<!<code>)@everyone(?!<!-- -->)", re.sub(r"`[^`\n]*`|<code>.*?</code>", "", text)), label
    for job in result["jobs"]:
        if job["name"].isprintable() and len(job["name"]) < 70 and job["name"].strip():
            assert job["name"] in page.text, f"{label}: {job['name']!r} is not to be read"
    count += 1
print(count, "comments render as they should")
