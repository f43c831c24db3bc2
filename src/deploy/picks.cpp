// Choosing among several things of a manifest.
#include "deploy/picks.h"

#include <algorithm>

#include <fmt/format.h>

#include "text/problems.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr std::size_t most_choices_told = 12;

/// "2 (b, line 7: 200 executors)".
std::string numbered(const Choice& choice, std::size_t number) {
  std::string text = fmt::format("{} (", number);
  if (!choice.name.empty()) text += printable(choice.name) + ", ";
  text += fmt::format("line {}", choice.spot.line);
  return text + (choice.what.empty() ? ")" : fmt::format(": {})", printable(choice.what)));
}

std::string all_of(const std::vector<Choice>& choices) {
  std::string text;
  for (std::size_t i = 0; i < std::min(choices.size(), most_choices_told); ++i)
    text += (i == 0 ? "" : ", ") + numbered(choices[i], i + 1);
  if (choices.size() > most_choices_told) text += fmt::format(", and {} more", choices.size() - most_choices_told);
  return text;
}

/// Where a pick leads; their number: nowhere.
std::size_t index_of(const std::string& wanted, const std::vector<Choice>& choices) {
  const auto named = std::ranges::find(choices, wanted, &Choice::name);
  if (named != choices.end()) return static_cast<std::size_t>(named - choices.begin());
  for (std::size_t i = 0; i < choices.size(); ++i)
    if (wanted == fmt::format("{}", i + 1)) return i;
  return choices.size();
}

}  // namespace

std::size_t Picks::choose(std::string_view things, const std::vector<Choice>& choices) {
  const bool given = used_ < wanted_.size();
  if (choices.size() == 1) {  // what is picked may be within it
    used_ += given && wanted_[used_] == choices.front().name ? 1U : 0U;
    return 0;
  }
  const std::size_t index = given ? index_of(wanted_[used_], choices) : choices.size();
  if (given && index < choices.size()) ++used_;
  if (index < choices.size()) return index;
  std::vector<std::string_view> names;
  names.reserve(choices.size());
  for (const Choice& choice : choices) names.push_back(choice.name);
  if (given)
    fail(codes::nothing_picked, choices.front().spot,
         fmt::format("--pick {}: none of the {} {} is called so", in_quotes(wanted_[used_]), choices.size(), things),
         did_you_mean(wanted_[used_], names), "there are: " + all_of(choices));
  fail(codes::several_things, choices.front().spot,
       fmt::format("there are {} {} here: --pick one, by its name or number", choices.size(), things), {},
       "there are: " + all_of(choices));
}

void Picks::close(const Spot& spot) const {
  if (used_ < wanted_.size() && wanted_[used_] != "1")  // the first of one is that
    fail(codes::nothing_picked, spot,
         fmt::format("--pick {}: there is nothing more to choose from", in_quotes(wanted_[used_])));
}

}  // namespace sizer::deploy
