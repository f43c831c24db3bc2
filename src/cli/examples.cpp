// Command lines that show what each verb is for, and what exit codes mean: for help and the manual page.
#include "cli/help.h"

namespace sizer {
namespace {

struct Example {
  std::string_view verb;
  std::string_view line;
};

constexpr Example examples[] = {
    {"estimate", "sizer estimate job.yaml"},
    {"estimate", "sizer estimate job.yaml --cluster '40 x m5d.4xlarge' --plan broadcast"},
    {"estimate", "sizer estimate jobs/ --format json --output result.json"},
    {"estimate", "sizer estimate job.yaml --get jobs[0].cost_usd.total.typical"},
    {"check", "sizer check jobs/"},
    {"check", "sizer check job.yaml --max-cost '$40' --max-time '30 min' --gate-on p90"},
    {"check", "sizer check jobs/ --report markdown=comment.md --report junit=junit.xml"},
    {"compare", "sizer compare job.yaml --plan broadcast,sort-merge"},
    {"compare", "sizer compare job.yaml --cluster '10 x m5d.4xlarge,20 x m5d.4xlarge' --sort cost"},
    {"compare", "sizer compare job.yaml --vary 'inputs.customers.size=1 GB,10 GB,50 GB'"},
    {"size", "sizer size job.yaml --deadline '30 min'"},
    {"size", "sizer size job.yaml --max-cost '$40' --objective time --confidence p90"},
    {"size", "sizer size job.yaml --machine 'm6i*,r6i*' --nodes 2..60 --spot"},
    {"size", "sizer size job.yaml --deadline '30 min' --report svg=front.svg"},
    {"diff", "sizer diff old.yaml new.yaml"},
    {"diff", "sizer diff origin/main:job.yaml job.yaml --fail-on '+10%,+5 USD'"},
    {"explain", "sizer explain job.yaml"},
    {"explain", "sizer explain job.yaml stages[2].seconds"},
    {"explain", "sizer explain job.yaml --sensitivity --top 5"},
    {"clusters", "sizer clusters list 'm5d*' 'r6i*'"},
    {"clusters", "sizer clusters show m5d.4xlarge"},
    {"clusters", "sizer clusters validate --catalog contract.yaml --as-of 2026-12-31"},
    {"models", "sizer models list 'llama-*'"},
    {"models", "sizer models show bge-large-en-v1.5"},
    {"report", "sizer report result.json"},
    {"report", "sizer report part-1.json part-2.json --format html --output report.html"},
    {"export", "sizer export job.yaml --to spark-application --output app.yaml"},
    {"export", "sizer export job.yaml --to ray-job --cluster '8 x g5.2xlarge'"},
    {"import", "sizer import eventlog_v2_local-1 --output job.yaml"},
    {"import", "sizer import app.yaml --output cluster.yaml"},
    {"import", "sizer import - < spark-defaults.conf"},
    {"logs", "sizer logs eventlogs/"},
    {"logs", "sizer logs app-1.zstd --format json --output run.json"},
    {"validate", "sizer validate jobs/ sizer.yaml"},
    {"validate", "sizer validate - --kind job --stdin-filename job.yaml < job.yaml"},
    {"init", "sizer init"},
    {"init", "sizer init jobs/join.sizer.yaml --from join"},
    {"init", "sizer init --from config"},
    {"schema", "sizer schema job"},
    {"schema", "sizer schema config --output .sizer/config.schema.json"},
    {"config", "sizer config show"},
    {"config", "sizer config show --origin"},
    {"calibrate", "sizer calibrate spark-events/ --output profile.yaml"},
    {"calibrate", "sizer calibrate --runs runs.csv --output profile.yaml"},
    {"calibrate", "sizer calibrate --runs spring.csv --runs autumn.csv --format json"},
    {"backtest", "sizer backtest spark-events/ --profile profile.yaml"},
    {"backtest", "sizer backtest --runs runs.csv"},
    {"backtest", "sizer backtest --runs newer.csv --profile profile.yaml --format json"},
    {"constants", "sizer constants"},
    {"constants", "sizer constants --constants ours.yaml --format json"},
    {"version", "sizer version"},
    {"completion", "source <(sizer completion bash)"},
    {"completion", "sizer completion zsh > ~/.zfunc/_sizer"},
    {"completion", "sizer completion fish > ~/.config/fish/completions/sizer.fish"},
    {"man", "sizer man | man -l -"},
    {"help", "sizer help compare"},
    {"help", "sizer help SZ014"},
};

}  // namespace

std::vector<std::string_view> examples_of(std::string_view verb) {
  std::vector<std::string_view> lines;
  for (const Example& example : examples)
    if (example.verb == verb) lines.push_back(example.line);
  return lines;
}

const std::vector<ExitCode>& exit_codes() {
  static const std::vector<ExitCode> codes = {
      {"0", "done; every limit that was asked for holds"},
      {"1", "the answer is no: a limit or policy is broken, or the plan cannot run"},
      {"2", "bad command line, or something wrong in a file"},
      {"3", "a file cannot be read or written, or something needed is missing"},
      {"4", "some of several jobs failed; the rest is shown"},
      {"70", "internal error: please report it"},
  };
  return codes;
}

}  // namespace sizer
