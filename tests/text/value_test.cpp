// Texts to trees: what YAML and JSON are taken, where things stand, and what no text may do to us.
#include "text/value.h"

#include <chrono>
#include <string>

#include "catch.h"
#include "sizer/render.h"
#include "text/problems.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;

/// Parses and keeps the text that the places refer to.
struct Parsed {
  explicit Parsed(std::string text) : source{"job.yaml", std::move(text)} {
    root = parse_value(source, problems);
    problems.raise();
  }
  SourceText source;
  Problems problems;
  Value root;
};

Diagnostic refusal(std::string text) {
  try {
    const Parsed parsed(std::move(text));
  } catch (const InputError& error) {
    return error.diagnostics.front();
  }
  FAIL("was read");
  return {};
}

std::string repeated(std::string_view part, std::size_t bytes = max_text_size) {
  std::string text;
  while (text.size() + part.size() <= bytes) text += part;
  return text;
}

}  // namespace

TEST_CASE("YAML and JSON give the same tree", "[value]") {
  const Parsed yaml("a: [1, x]\nb:\n  c: 'two words'\n");
  const Parsed json("{\t\"a\":\t[1,\t\"x\"],\r\n\t\"b\": {\"c\": \"two words\"}}");
  for (const Parsed* parsed : {&yaml, &json}) {
    REQUIRE(parsed->root.kind == ValueKind::mapping);
    const Value* list = parsed->root.find("a");
    REQUIRE(list != nullptr);
    REQUIRE(list->items.size() == 2);
    CHECK(list->items[1].text == "x");
    CHECK(parsed->root.find("b")->find("c")->text == "two words");
  }
  CHECK(json.root.find("a")->items[1].quoted);
  CHECK_FALSE(yaml.root.find("a")->items[1].quoted);
}

TEST_CASE("places count lines and characters from one", "[value]") {
  const Parsed parsed(
      "\xEF\xBB\xBF"
      "größe: 1 TB\r\nb:\r\n  é: ['ü', xyz]\r\n");
  const Value& size = parsed.root.entries[0].value;
  CHECK(parsed.root.entries[0].spot.length == 5);
  CHECK(size.spot.line == 1);
  CHECK(size.spot.column == 8);
  CHECK(size.spot.length == 4);
  const Value& word = parsed.root.find("b")->entries[0].value.items[1];
  CHECK(word.spot.line == 3);
  CHECK(word.spot.column == 12);
  CHECK(word.spot.length == 3);
}

TEST_CASE("a tab inside a JSON string stays", "[value]") {
  CHECK(Parsed("{\"a\": \"x\ty\"}").root.find("a")->text == "x\ty");
}

TEST_CASE("an empty value and a written null are told apart", "[value]") {
  const Parsed parsed("a:\nb: null\nc: ~\n");
  CHECK(parsed.root.find("a")->text.empty());
  CHECK(parsed.root.find("b")->text == "null");
  CHECK(parsed.root.find("c")->text == "~");
  CHECK(parsed.root.find("a")->spot.line == 1);
}

TEST_CASE("aliases are expanded", "[value]") {
  const Parsed parsed("a: &x {b: 1}\nc: *x\n");
  CHECK(parsed.root.find("c")->find("b")->text == "1");
}

TEST_CASE("both places of a duplicate key are named", "[value]") {
  const Diagnostic d = refusal("a: 1\nb: 2\na: 3\n");
  CHECK(d.code == codes::duplicate_key.id);
  CHECK(d.place.line == 3);
  CHECK_THAT(d.note, Contains("line 1, column 1"));
}

TEST_CASE("what is no YAML is refused in plain words", "[value]") {
  CHECK_THAT(refusal("a: [1, 2\nb: 3").message, Contains("']'"));
  CHECK_THAT(refusal("a: {b: 1\n").message, Contains("'}'"));
  CHECK_THAT(refusal("a: \"x\n").message, Contains("never closed"));
  CHECK_THAT(refusal("a: b: c\n").message, Contains("':'"));
  CHECK_THAT(refusal(" a: 1\nb: 2\n").message, Contains("indentation"));
  CHECK(refusal("a:\n\tb: 1\n").code == codes::tab.id);
  CHECK(refusal("a:\n  b: 1\n\tc: 1\n").code == codes::tab.id);
  CHECK(refusal("a: 1\n---\nb: 2\n").code == codes::several_documents.id);
  CHECK(refusal("{\"a\": 1}{\"b\": 2}").code == codes::syntax.id);
  CHECK(refusal("a: !!str 5\n").code == codes::not_used_here.id);
  CHECK(refusal("? [a]\n: b\n").code == codes::not_used_here.id);
  CHECK(refusal("a: &x [*x]\n").code == codes::not_used_here.id);
  CHECK(refusal("a: *x\n").code == codes::syntax.id);
  CHECK(refusal("").code == codes::empty.id);
  CHECK(refusal(" \n\t\n").code == codes::empty.id);
  CHECK(refusal("# only a comment\n").code == codes::empty.id);
}

TEST_CASE("what is no text is refused", "[value]") {
  CHECK(refusal(std::string("a: \0b", 5)).code == codes::not_text.id);
  CHECK(refusal("a: \x04").code == codes::not_text.id);
  CHECK(refusal("\x7f"
                "ELF")
            .code == codes::not_text.id);
  CHECK(refusal("a: \"\\x1b[31m\"").code == codes::not_text.id);
  CHECK_THAT(refusal("\xFF\xFE"
                     "a")
                 .message,
             Contains("UTF-16"));
  for (const char* bytes :
       {"a: \xC3", "a: \xC3(", "a: \xE2\x82", "a: \xED\xA0\x80", "a: \xF5\x80\x80\x80", "a: \xC0\xAF", "\xA0"})
    CHECK(refusal(bytes).code == codes::not_text.id);
  const Diagnostic d = refusal("a: 1\nb: x\xFFy");
  CHECK(d.place.line == 2);
  CHECK(d.place.column == 5);
}

TEST_CASE("nesting has a limit", "[value]") {
  const auto depth = static_cast<std::size_t>(max_depth);
  CHECK_NOTHROW(Parsed(std::string(depth, '[') + std::string(depth, ']')));
  CHECK(refusal(std::string(depth + 1, '[') + std::string(depth + 1, ']')).code == codes::too_deep.id);
}

TEST_CASE("few aliases cannot make many values, nor many bytes", "[value]") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += last + ", ";
    bomb += "x]\n";
  }
  CHECK(refusal(bomb).code == codes::too_deep.id);
  CHECK(refusal("a: &a " + std::string(1'000'000, 'x') + "\nb: [" + repeated("*a , ", 50'000) + "x]\n").code ==
        codes::too_deep.id);
}

TEST_CASE("no text takes long, however odd", "[value]") {
  const std::string part = GENERATE("[", "{", "- ", "? ", "&a *a ", "!", "\"\n", "[]", "a,", "a: b\n", "- a\n", ":",
                                    ": ", ":\n", "&", "*", "|\n", "\n", " ", "#", "%a\n", "'\n", "a\n", "[&a ",
                                    "[\"a\":", "{? ", "[\n", "\t", "\\", "\"\\", ",", "]", "é");
  std::string text = repeated(part, 1 << 17);  // large enough to tell time that grows with the square
  const std::string before = GENERATE("", "[", "{", "\"");
  text.replace(0, before.size(), before);
  INFO(before << part);
  const auto start = std::chrono::steady_clock::now();
  try {
    const Parsed parsed(text);
  } catch (const InputError& error) {
    CHECK_FALSE(render_diagnostics(error.diagnostics, {}).empty());
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("a text larger than any job file is refused unread", "[value]") {
  CHECK(refusal(std::string(max_text_size + 1, 'a')).code == codes::too_large.id);
}

TEST_CASE("a caret stands under the character that is meant", "[value][render]") {
  Diagnostic d;
  d.code = "SZ014";
  d.message = "unknown key 'x'";
  d.place = {"job.yaml", 14, 5, 3};
  d.source_line = "日本\té: xyz";
  d.place.column = 7;
  d.suggestion = "did you mean 'y'?";
  d.note = "allowed here: y";
  CHECK(render_diagnostics({d}, {}) ==
        "job.yaml:14:7: error[SZ014]: unknown key 'x'\n"
        "   14 | 日本    é: xyz\n"
        "      |            ^~~ did you mean 'y'?\n"
        "   = note: allowed here: y\n");
}

TEST_CASE("a long line is cut around what is meant, and control characters cannot reach the terminal",
          "[value][render]") {
  Diagnostic d;
  d.code = "SZ014";
  d.message = "odd \x1b[31m key";
  d.place = {"job.yaml", 1, 301, 4};
  d.source_line = std::string(300, 'a') + "\x1bkey" + std::string(500, 'b');
  const std::string text = render_diagnostics({d, d}, {});
  CHECK_THAT(text, Contains("...aaa") && Contains("?keybbb") && Contains("odd ?[31m key") && Contains("2 errors"));
  CHECK(text.find('\x1b') == std::string::npos);
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1)
    CHECK(text.find('\n', begin) - begin <= 80);
}

TEST_CASE("a file that is one line of megabytes is shown around its end as quickly", "[value][render]") {
  Diagnostic d;
  d.code = "SZ001";
  d.message = "a ']' is missing";
  d.source_line = std::string(2'000'000, 'a') + "b";
  d.place = {"job.json", 1, 2'000'001, 1};
  const auto start = std::chrono::steady_clock::now();
  const std::string text = render_diagnostics({d}, {});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  CHECK_THAT(text, Contains("...aaa") && Contains("aaab\n"));
}
