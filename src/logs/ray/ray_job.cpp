// From the names and figures of Ray's operators to the steps of a job. Ray names an operator after all that it fused
// into it: "ReadParquet->MapBatches(f)->Write".
#include "logs/ray/ray_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace sizer::logs {
namespace {

/// What an operator's name says that it does.
enum class Does { read, made, cut, map, project, sort, aggregate, shuffle, repartition, write, other };

struct Named {
  std::string_view start;
  Does does;
};
/// The first that a name starts with.
constexpr std::array names = {
    Named{"ReadRange", Does::made},
    Named{"Read", Does::read},
    Named{"From", Does::made},
    Named{"SplitBlocks", Does::cut},
    Named{"MapBatches", Does::map},
    Named{"Map", Does::map},
    Named{"FlatMap", Does::map},
    Named{"Filter", Does::map},
    Named{"AddColumn", Does::map},
    Named{"Project", Does::project},
    Named{"SelectColumns", Does::project},
    Named{"DropColumns", Does::project},
    Named{"Sort", Does::sort},
    Named{"HashAggregate", Does::aggregate},
    Named{"Aggregate", Does::aggregate},
    Named{"RandomShuffle", Does::shuffle},
    Named{"HashShuffle", Does::shuffle},
    Named{"Repartition", Does::repartition},
    Named{"Write", Does::write},
};

Does does(std::string_view name) {
  const auto* const found =
      std::ranges::find_if(names, [&](const Named& each) { return name.starts_with(each.start); });
  return found == names.end() ? Does::other : found->does;
}

/// The functions that one operator runs in turn.
std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    depth += name[at] == '(' ? 1 : name[at] == ')' ? -1 : 0;
    if (depth != 0 || !name.substr(at).starts_with("->")) continue;
    parts.push_back(name.substr(begin, at - begin));
    begin = ++at + 1;
  }
  parts.push_back(name.substr(begin));
  return parts;
}

Format format_of(std::string_view name, const Row& row) {
  if (row.cell(Column::format) != nullptr) return row.word(Column::format, words::formats).value_or(Format::raw);
  for (const auto& [word, format] :
       {std::pair("Parquet", Format::parquet), std::pair("CSV", Format::csv), std::pair("JSON", Format::json),
        std::pair("Text", Format::text), std::pair("ORC", Format::orc)})
    if (name.find(word) != std::string_view::npos) return format;
  return Format::raw;
}

int count_of(double figure) {
  return static_cast<int>(std::round(std::clamp(figure, 1.0, 1e9)));
}

/// Follows the operators as far as they form one line.
class Follower {
 public:
  Follower(const std::vector<MeasuredOperator>& operators, const Row& row) : operators_(operators), row_(row) {
    job_.of.resize(operators.size());
    job_.kept_out.resize(operators.size());
  }

  RayJob follow(WrittenCluster cluster) {
    for (at_ = 0; at_ < operators_.size() && !lost_; ++at_) one();
    for (; at_ < operators_.size(); ++at_) job_.kept_out[at_] = "it comes behind what the model cannot follow";
    at_ = 0;
    if (steps().empty()) draft(Project{exactly(1.0)});
    job().name = row_.text(Column::name).empty() ? "run" : row_.text(Column::name);
    job().engine = &engines::ray;
    job().new_session = row_.word(Column::session, words::sessions).value_or(true);
    job().inputs = {input_};
    if (!job_.of.empty()) job_.of[0].insert(job_.of[0].begin(), Source{true, 0});
    job_.draft.cluster = std::move(cluster);
    return std::move(job_);
  }

 private:
  const MeasuredOperator& op() const { return operators_[at_]; }
  Job& job() { return job_.draft.job; }
  std::vector<Step>& steps() { return job().steps; }
  Keys key() { return keys_of({"key"}, job()); }
  void keep_out(std::string why) {
    if (job_.kept_out[at_].empty()) job_.kept_out[at_] = std::move(why);
  }

  /// The same of what the job as a whole would need too.
  void unknown(std::string why) {
    job_.whole = false;
    keep_out(std::move(why));
  }

  void one() {
    const std::vector<std::string_view> parts = parts_of(op().name);
    if (at_ == 0 && does(parts.front()) != Does::read && does(parts.front()) != Does::made) {
      lost_ = true;
      return unknown("it does not start with a read");
    }
    const std::size_t before = steps().size();
    for (const std::string_view part : parts) {
      add(part);
      if (lost_) return;
    }
    if (before > 0 && steps().size() > before && std::holds_alternative<Map>(steps()[before].op)) show_the_edge(before);
    give_user_code(before);
    give_sizes(before);
  }

  void add(std::string_view part) {
    switch (does(part)) {
      case Does::read:
      case Does::made:
        return read(part);
      case Does::cut:
        return;
      case Does::map:
        return draft(Map{});
      case Does::project:
        return draft(Project{});
      case Does::sort:
        return draft(Sort{key()});
      case Does::aggregate:
        return draft(Aggregate{key()});
      case Does::shuffle:
        return draft(Repartition{.by = key()});
      case Does::repartition:
        keep_out("Ray counts the blocks of the operator before as its own");
        return draft(Repartition{count_of(op().blocks.value_or(1))});
      case Does::write:
        return write_step();
      case Does::other:
        lost_ = true;
        return unknown(fmt::format("the model has no step for {}", part));
    }
  }

  void draft(Operator op) {
    append(std::move(op), job());
    if (!job_.of.empty()) job_.of[at_].push_back({false, static_cast<int>(steps().size()) - 1});
  }

  void read(std::string_view part) {
    if (at_ > 0) {
      lost_ = true;
      return unknown("the model follows one input");
    }
    const auto stored = row_.number(Column::input), rows = row_.number(Column::rows);
    const bool alone = parts_of(op().name).size() == 1 || does(parts_of(op().name)[1]) == Does::cut;
    const bool made = does(part) == Does::made;
    if (part == "Read" && row_.cell(Column::format) == nullptr)
      unknown("what it read is not told: give `# format: parquet`, or another, above the text");
    if (!stored && !made) unknown("the bytes that it read are not told: give `# input_bytes` above the text");
    input_ = {"data"};
    input_.format = made ? Format::cached : format_of(part, row_);
    const auto out = alone && op().rows_out ? std::optional(op().rows_out->value) : rows;
    if (stored) input_.size = logs::whole_bytes(std::max(1.0, *stored));
    if (out) input_.rows = exactly(Rows{std::max(1.0, *out)});
    if (alone && op().bytes_out && out && *out > 0)
      input_.row_width = exactly(Bytes{op().bytes_out->value / *out});
    else if (!stored)
      input_.row_width = exactly(Bytes{100});
    if (!out && !stored) {
      input_.rows = exactly(Rows{1});
      unknown("its rows are not told: give `# rows` above the text");
    }
    if (const double tasks = tasks_before_the_cut(); tasks > 0) input_.files = exactly(Rows{tasks});
    if (const double blocks = op().blocks.value_or(0); blocks > 0) job().own_ray.read_blocks = count_of(blocks);
  }

  /// Of "ReadParquet->SplitBlocks(15)", which cuts what each task reads into as many blocks; 0: nothing is cut.
  double tasks_before_the_cut() const {
    constexpr std::string_view cut = "SplitBlocks(";
    const std::size_t at = op().name.find(cut);
    if (at == std::string::npos) return 0;
    if (op().tasks) return std::max(1.0, *op().tasks);
    double into = 0;
    const char* const end = op().name.data() + op().name.size();
    std::from_chars(op().name.data() + at + cut.size(), end, into);
    return into >= 1 && op().blocks ? std::max(1.0, std::round(*op().blocks / into)) : 0;
  }

  void write_step() {
    const auto written = row_.number(Column::output);
    if (!written || *written <= 0)
      unknown("the bytes that it wrote are not told: give `# output_bytes` above the text");
    Write made;
    if (written && *written > 0) made.size = logs::whole_bytes(*written);
    draft(made);
  }

  /// Ray did not fuse a map with the maps or the read before it: for an actor pool, or for a batch size.
  void show_the_edge(std::size_t first) {
    if (Map* const last = std::get_if<Map>(&steps()[first - 1].op)) last->actors = 1;
  }

  /// The rate of the user's functions, which share the time that Ray has taken.
  void give_user_code(std::size_t first) {
    std::vector<Map*> maps;
    for (std::size_t i = first; i < steps().size(); ++i)
      if (Map* const map = std::get_if<Map>(&steps()[i].op)) maps.push_back(map);
    if (maps.empty()) return;
    const double told = at_ == 0 ? row_.number(Column::rows).value_or(0) : 0;
    const double rows = op().rows_in ? op().rows_in->value : told;
    if (!op().user || op().user->value <= 0) return unknown("its version of Ray does not time the user's code");
    if (rows <= 0) return unknown("its rows are not told: give `# rows` above the text");
    if (maps.size() == steps().size() - first && at_ > 0)
      keep_out("it does nothing but run the user's code, whose rate is under `measured`");
    constexpr double nearly_all = 0.9;
    if (op().held && op().user->value > nearly_all * op().held->value)
      keep_out("the user's code takes all of its time");
    for (Map* const map : maps)
      map->rows_per_second = exactly(RowRate{static_cast<double>(maps.size()) * rows / op().user->value});
  }

  /// What leaves the operator against what comes in, said of the last step that may change it.
  void give_sizes(std::size_t first) {
    const auto given = [](const std::optional<double>& figure) {
      return figure && *figure > 0 ? Stat<Ratio>(exactly(*figure)) : std::nullopt;
    };
    const Stat<Ratio> matches = given(op().matches()), width = given(op().width());
    for (std::size_t i = steps().size(); i-- > first;) {
      Operator& last = steps()[i].op;
      if (Map* const map = std::get_if<Map>(&last)) {
        map->matches = matches;
        map->width = width;
        return;
      }
      if (Aggregate* const aggregate = std::get_if<Aggregate>(&last)) {
        if (op().rows_out && op().rows_out->value > 0) aggregate->groups = exactly(*op().rows_out);
        aggregate->width = width;
        return;
      }
      if (Project* const project = std::get_if<Project>(&last)) {
        if (width) project->width = exactly(std::min(1.0, width->typical));
        return;
      }
    }
  }

  const std::vector<MeasuredOperator>& operators_;
  const Row& row_;
  RayJob job_{};
  Input input_{.name = "data", .size = exactly(Bytes{1})};
  std::size_t at_ = 0;
  bool lost_ = false;
};

std::optional<CoreSeconds> total(const std::optional<Spread>& spread) {
  return spread ? std::optional(CoreSeconds{spread->total}) : std::nullopt;
}

template <class T>
void add_to(std::optional<T>& sum, const std::optional<T>& value) {
  if (value) sum = sum.value_or(T{}) + *value;
}

}  // namespace

std::vector<MeasuredOperator> operators_of(const RayText& text, const std::string& run) {
  std::vector<MeasuredOperator> found;
  for (const RayOperator& each : text.operators) {
    if (each.told_before) continue;
    if (!each.part || found.empty()) {
      MeasuredOperator& op = found.emplace_back();
      op.run = run;
      op.name = each.name;
      op.place = place_of(each.spot);
      op.seconds = each.seconds ? std::optional(Seconds{*each.seconds}) : std::nullopt;
      if (found.size() > 1) {
        op.rows_in = found[found.size() - 2].rows_out;
        op.bytes_in = found[found.size() - 2].bytes_out;
      }
    }
    MeasuredOperator& op = found.back();
    if (!each.part) op.tasks = each.tasks;  // of a part, Ray counts blocks or 1
    op.blocks = each.blocks;
    const bool writes = does(parts_of(op.name).back()) == Does::write;  // then its rows are notes on what it wrote
    if (each.rows && !writes) op.rows_out = Rows{each.rows->total};
    if (each.bytes && !writes) op.bytes_out = Bytes{each.bytes->total};
    add_to(op.held, total(each.wall));
    add_to(op.cpu, total(each.cpu));
    add_to(op.user, total(each.user));
    if (each.heap && each.heap->most > 0) op.heap = Bytes{std::max(op.heap.value_or(Bytes{}).value, each.heap->most)};
  }
  for (MeasuredOperator& op : found)
    if (op.user && op.held) op.user = std::min(*op.user, *op.held);  // nested functions are timed twice
  return found;
}

RayJob job_of(const std::vector<MeasuredOperator>& operators, const Row& row, WrittenCluster cluster) {
  return Follower(operators, row).follow(std::move(cluster));
}

}  // namespace sizer::logs
