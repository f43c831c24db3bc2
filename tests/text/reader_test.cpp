// Mappings with typed keys: everything wrong is told at once, at the right place, with the nearest known word.
#include "text/reader.h"

#include <random>
#include <string>

#include "catch.h"
#include "text/spelling.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;

struct Fixture {
  explicit Fixture(std::string text) : source{"f.yaml", std::move(text)}, root(parse_value(source, problems)) {}
  Mapping mapping() { return {root, root.spot, "thing", problems}; }
  std::vector<Diagnostic> found() const {
    try {
      problems.raise();
    } catch (const InputError& error) {
      return error.diagnostics;
    }
    return {};
  }
  SourceText source;
  Problems problems;
  Value root;
};

constexpr Word<int> numbers[] = {{"one", 1}, {"two", 2}, {"three", 3}};

}  // namespace

TEST_CASE("typed keys are read", "[reader]") {
  Fixture f("{t: words here, i: 1e3, b: no, c: two, size: 1..4 GB, r: {low: 1, typical: 2, high: 3}, n: [a, b], s: x}");
  Mapping m = f.mapping();
  CHECK(m.text("t") == "words here");
  CHECK(m.integer("i", 1, 1000) == 1000);
  CHECK(m.boolean("b") == false);
  CHECK(m.choice("c", numbers) == 2);
  CHECK(m.range("size", measure::bytes)->typical.value == Approx(2e9));
  CHECK(m.range("r", measure::ratio) == Range<Ratio>{1, 2, 3});
  CHECK(m.names("n").size() == 2);
  CHECK(m.names("s").at(0).text == "x");
  CHECK_FALSE(m.exact("absent", measure::bytes));
  m.close();
  CHECK(f.found().empty());
}

TEST_CASE("every error of a mapping is reported, in the order of the file", "[reader]") {
  Fixture f("a: [1]\nb: maybe\nc: twoo\nd: 2.5\ne: 1\nnmae: x\n");
  Mapping m = f.mapping();
  CHECK_FALSE(m.integer("d", 1, 9));
  CHECK_FALSE(m.boolean("b"));
  CHECK_FALSE(m.choice("c", numbers));
  CHECK_FALSE(m.text("a"));
  CHECK_FALSE(m.exact("e", measure::bytes));
  m.require("name");
  m.close();
  const auto found = f.found();
  REQUIRE(found.size() == 7);
  CHECK(found[0].code == codes::missing_key.id);
  CHECK(found[0].place.line == 1);
  CHECK(found[1].code == codes::wrong_type.id);
  CHECK(found[6].code == codes::unknown_key.id);
  CHECK(found[6].suggestion == "did you mean 'name'?");
  CHECK_THAT(found[6].note, Contains("a, b, c, d, e, name"));
  CHECK(found[3].suggestion == "did you mean 'two'?");
}

TEST_CASE("a missing key is reported where its mapping stands, a wrong value where it is", "[reader]") {
  Fixture f("top:\n  x: 64\n");
  Mapping m(f.root.entries[0].value, f.root.entries[0].spot, "top", f.problems);
  m.require("y");
  m.exact("x", measure::bytes);
  const auto found = f.found();
  REQUIRE(found.size() == 2);
  CHECK(found[0].place.line == 1);
  CHECK(found[0].code == codes::missing_key.id);
  CHECK(found[1].place.column == 6);
}

TEST_CASE("a conflict names both places", "[reader]") {
  Fixture f("b: 1\na: 2\n");
  f.mapping().conflict("a", "b", "they disagree");
  CHECK(f.found().at(0).place.line == 2);
  CHECK_THAT(f.found().at(0).note, Contains("line 1, column 4"));
}

TEST_CASE("an explicit null is as good as nothing, an empty value is not", "[reader]") {
  Fixture f("a: null\nb:\n");
  Mapping m = f.mapping();
  CHECK_FALSE(m.has("a"));
  CHECK_FALSE(m.text("b"));
  CHECK(f.found().size() == 1);
}

TEST_CASE("a number cut by a comma within braces is explained", "[reader]") {
  Fixture f("{rows: 1,000}");
  Mapping m = f.mapping();
  m.range("rows", measure::rows);
  m.close();
  CHECK_THAT(f.found().at(0).note, Contains("1000"));
}

TEST_CASE("keys of the user's own and of editors are let through", "[reader]") {
  Fixture f("{x-team: data, $schema: job.json}");
  f.mapping().close();
  CHECK(f.found().empty());
}

TEST_CASE("the ends of a range stand in order", "[reader]") {
  Fixture f("a: {low: 3, high: 1}\nb: {low: 1}\nc: {low: 1, typical: 5, high: 2}\nd: [1, 2]\n");
  Mapping m = f.mapping();
  for (const char* key : {"a", "b", "c", "d"}) CHECK_FALSE(m.range(key, measure::ratio));
  CHECK(f.found().size() == 4);
}

TEST_CASE("no more is listed than anyone reads", "[reader]") {
  std::string text = "{";
  for (int i = 0; i < 5000; ++i) text += "key" + std::to_string(i) + ": 1, ";
  Fixture f(text + "}");
  f.mapping().close();
  CHECK(f.found().size() == 51);
  CHECK_THAT(f.found().back().message, Contains("4950 more"));
}

TEST_CASE("a word is near exactly where its distance is small", "[spelling]") {
  std::mt19937 random(7);
  const auto word = [&] {
    std::string letters(random() % 14, 'a');
    for (char& c : letters) c = static_cast<char>('a' + random() % 3);
    return letters;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string wanted = word(), known = word();
    const std::string_view words[] = {known};
    const int most = wanted.size() < 3 ? 0 : wanted.size() < 5 ? 1 : wanted.size() < 12 ? 2 : 3;
    INFO(wanted << " " << known);
    CHECK((nearest_word(wanted, words) == known) == (known.empty() ? true : edit_distance(wanted, known) <= most));
  }
}

TEST_CASE("the nearest word is found, and a far one is not", "[spelling]") {
  const std::string_view words[] = {"shuffle_partitions", "skew_join", "codec", "on"};
  CHECK(nearest_word("shufle_partitions", words) == "shuffle_partitions");
  CHECK(nearest_word("codce", words) == "codec");
  CHECK(nearest_word("Codec", words) == "codec");
  CHECK(nearest_word("banana", words).empty());
  CHECK(nearest_word("no", words).empty());
  CHECK(nearest_word("code", words) == "codec");
  CHECK(edit_distance("abcd", "abdc") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(nearest_word(std::string(100'000, 'a'), words).empty());
}
