// What a project brings reads nothing outside of it: a pull request holds configurations, jobs and links.
#include <filesystem>
#include <vector>

#include "catch.h"
#include "files/project.h"
#include "program.h"

namespace fs = std::filesystem;

namespace {

const std::string project_job = R"(engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB}
steps:
  - filter: 0.5
  - write: 120 GB
)";

/// A project within a folder that also holds a secret.
struct HostWithSecret : Folder {
  HostWithSecret() {
    fs::create_directories(path / "project" / ".git");
    fs::create_directories(path / "project" / "jobs");
    file("secret", "TOKEN=hunter2\n");
    file("project/jobs/job.yaml", project_job);
  }
  std::string job_file() const { return at("project/jobs/job.yaml"); }
};

bool shows_the_secret(const Ran& ran) {
  const std::string all = ran.out + ran.err;
  return all.find("hunter2") != std::string::npos || all.find("TOKEN") != std::string::npos;
}

}  // namespace

TEST_CASE("a project ends where .git lies, else with the file's own folder", "[project]") {
  const HostWithSecret machine;
  CHECK(sizer::project_of(machine.job_file()) == machine.at("project"));
  CHECK(sizer::project_of(machine.at("secret")) == machine.path.string());
  CHECK(sizer::lies_in(machine.at("project"), machine.job_file()));
  CHECK_FALSE(sizer::lies_in(machine.at("project"), machine.at("project/../secret")));
  CHECK_FALSE(sizer::lies_in(machine.at("project"), machine.at("project/none")));
  fs::create_directory(machine.path / "project-two");
  CHECK_FALSE(sizer::lies_in(machine.at("project"), machine.file("project-two/file", "")));
}

TEST_CASE("a configuration that is found names no file outside of its project", "[project]") {
  for (const char* key : {"constants", "profile", "catalog"}) {
    const HostWithSecret machine;
    fs::create_symlink("../secret", machine.path / "project" / "inside");
    for (const std::string& named : {machine.at("secret"), machine.at("project/inside"),
                                     machine.at("project/../secret"), std::string("/proc/self/environ")}) {
      machine.file("project/sizer.yaml", std::string(key) + ": " + named + "\n");
      for (const char* verb : {"check", "estimate", "explain"}) {
        const Ran ran = sizer_with({verb, machine.job_file()});
        INFO(verb << " " << key << " " << named << "\n" << ran.err);
        CHECK_FALSE(shows_the_secret(ran));
        CHECK(ran.err.find("is no file of this project") != std::string::npos);
        CHECK(ran.err.find("PATH=") == std::string::npos);
        if (std::string(verb) == "check") CHECK(ran.code == 2);
      }
    }
  }
}

TEST_CASE("a configuration may name files of its project, and one that is named may name any", "[project]") {
  const HostWithSecret machine;
  machine.file("constants.yaml", "filter_keeps: 0.4\n");
  const std::string inside = machine.file("project/constants.yaml", "filter_keeps: 0.4\n");
  machine.file("project/sizer.yaml", "constants: " + inside + "\n");
  const Ran found = sizer_with({"check", machine.job_file(), "--format", "json"});
  CHECK(found.code == 0);
  CHECK(found.out.find("filter_keeps") != std::string::npos);

  const std::string named = machine.file("own.yaml", "constants: " + machine.at("constants.yaml") + "\n");
  const Ran given = sizer_with({"check", machine.job_file(), "--config", named, "--format", "json"});
  CHECK(given.code == 0);
  CHECK(given.out.find("filter_keeps") != std::string::npos);
}

TEST_CASE("nothing is shown of what a link out of the project leads to", "[project]") {
  const HostWithSecret machine;
  fs::create_symlink("../../secret", machine.path / "project" / "jobs" / "link.yaml");
  fs::create_directory(machine.path / "elsewhere");
  fs::copy_file(machine.at("secret"), machine.at("elsewhere/bad.yaml"));
  fs::create_directory_symlink("../../elsewhere", machine.path / "project" / "jobs" / "more");
  const std::vector<std::vector<std::string>> commands = {
      {"estimate", machine.at("project/jobs/link.yaml")},
      {"estimate", machine.at("project/jobs")},
      {"check", machine.at("project/jobs")},
      {"validate", machine.at("project/jobs/link.yaml")},
      {"explain", machine.at("project/jobs/link.yaml")},
      {"compare", machine.at("project/jobs/link.yaml")},
      {"import", machine.at("project/jobs/link.yaml")},
      {"estimate", machine.at("project/jobs"), "--format", "json"},
      {"report", machine.at("project/jobs/link.yaml")},
      {"diff", machine.job_file(), machine.at("project/jobs/link.yaml")},
  };
  for (const std::vector<std::string>& command : commands) {
    const Ran ran = sizer_with(command);
    INFO(command.front() << " " << command.back() << "\n" << ran.out << ran.err);
    // What a folder holds and is no job is passed over.
    if (command[1] == machine.at("project/jobs"))
      CHECK(ran.err.find("passed over 2 files") != std::string::npos);
    else
      CHECK(ran.code != 0);
    CHECK_FALSE(shows_the_secret(ran));
  }
  CHECK(sizer_with(commands.front()).err.find("a link leads out of the project to this file") != std::string::npos);
  // Named itself, it is shown: that is the user's wish.
  CHECK(shows_the_secret(sizer_with({"estimate", machine.at("secret")})));
}

TEST_CASE("a configuration that is a link out of the project shows nothing of what it leads to", "[project]") {
  const HostWithSecret machine;
  fs::create_symlink("../secret", machine.path / "project" / "sizer.yaml");
  for (const char* verb : {"check", "estimate"}) CHECK_FALSE(shows_the_secret(sizer_with({verb, machine.job_file()})));
  CHECK_FALSE(shows_the_secret(sizer_with({"config", "show", machine.job_file()})));
}

TEST_CASE("a link to a job of another project is followed", "[project]") {
  const HostWithSecret machine;
  machine.file("other.yaml", project_job);
  fs::create_symlink("../../other.yaml", machine.path / "project" / "jobs" / "other.yaml");
  CHECK(sizer_with({"estimate", machine.at("project/jobs/other.yaml")}).code == 0);
}
