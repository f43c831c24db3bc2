// Outputs never take the place of what is read, nor of each other; what is half written never stays.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <sstream>
#include <vector>

#include "catch.h"
#include "cli/output.h"
#include "files/fresh_file.h"
#include "program.h"

namespace fs = std::filesystem;

namespace {

const std::string plain_spark_job = R"(engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB}
steps:
  - filter: 0.5
  - write: 120 GB
)";

std::string text_in(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// A project: its root is known by .git.
struct GitFolder : Folder {
  GitFolder() { fs::create_directories(path / ".git"); }
};

void check_refused(const std::vector<std::string>& command, const std::string& output, const std::string& why) {
  const std::string before = text_in(output);
  const Ran ran = sizer_with(command);
  INFO(command.front() << " " << output << ": " << ran.err);
  CHECK(ran.code == 2);
  CHECK(ran.err.find(why) != std::string::npos);
  CHECK(text_in(output) == before);
}

}  // namespace

TEST_CASE("an output does not take the place of a file that is read, however that is named", "[outputs]") {
  const GitFolder project;
  const std::string here = project.path.string(), one = project.file("one.yaml", plain_spark_job),
                    two = project.file("two.yaml", plain_spark_job + "---\n" + plain_spark_job);
  const std::string why = "would overwrite a file that is read";
  fs::create_hard_link(one, project.path / "hard");
  fs::create_symlink(one, project.path / "soft");
  check_refused({"estimate", one, "-o", one}, one, why);
  check_refused({"estimate", here, "-o", one}, one, why);
  check_refused({"estimate", here + "/o*.yaml", "-o", one}, one, why);
  check_refused({"estimate", two + "#1", "-o", two}, two, why);
  check_refused({"estimate", one, "-o", project.at("hard")}, one, why);
  check_refused({"estimate", one, "-o", project.at("soft")}, one, why);
  check_refused({"estimate", one, "-o", here + "/../" + project.path.filename().string() + "/one.yaml"}, one, why);
  check_refused({"estimate", one, "--report", "markdown=" + one}, one, why);

  const std::string catalog = project.file("prices.yaml", "discount: 10 %\n");
  check_refused({"estimate", one, "--catalog", catalog, "-o", catalog}, catalog, why);
  const std::string constants = project.file("constants.yaml", "filter_keeps: 0.4\n");
  check_refused({"estimate", one, "--constants", constants, "-o", constants}, constants, why);
  const std::string saved = project.at("saved.json");
  REQUIRE(sizer_with({"estimate", one, "--format", "json", "-o", saved}).code == 0);
  check_refused({"check", one, "--baseline", saved, "-o", saved}, saved, why);
  check_refused({"report", saved, "-o", saved}, saved, why);
  const std::string config = project.file("sizer.yaml", "draws: 100\n");
  check_refused({"check", one, "-o", config}, config, why);

  const std::string log = project.file("app-1", "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.1\"}\n");
  check_refused({"logs", log, "-o", log}, log, why);
}

TEST_CASE("a file that an earlier run read may be written", "[outputs]") {
  const GitFolder project;
  const std::string one = project.file("one.yaml", plain_spark_job),
                    other = project.file("other.yaml", plain_spark_job);
  CHECK(sizer_with({"estimate", one}).code == 0);
  CHECK(sizer_with({"estimate", other, "-o", one}).code == 0);
}

TEST_CASE("two outputs do not go to one file", "[outputs]") {
  const GitFolder project;
  const std::string one = project.file("one.yaml", plain_spark_job), out = project.at("out"),
                    there = project.file("there", "");
  const std::string why = "another output goes to the same file";
  check_refused({"estimate", one, "-o", out, "--report", "json=" + out}, out, why);
  check_refused({"estimate", one, "--report", "csv=" + out, "--report", "json=" + project.path.string() + "/./out"},
                out, why);
  fs::create_hard_link(there, project.path / "hard");
  check_refused({"estimate", one, "-o", there, "--report", "json=" + project.at("hard")}, there, why);
  CHECK(sizer_with({"estimate", one, "-o", out, "--report", "json=" + project.at("other")}).code == 0);
  CHECK(sizer_with({"estimate", one, "-o", "/dev/null", "--report", "json=/dev/null"}).code == 0);
}

TEST_CASE("a link is followed to the file that it leads to, and refused where it leads nowhere", "[outputs]") {
  const Folder folder;
  const std::string target = folder.file("target", "before");
  fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("target", folder.path / "link");
  CHECK(sizer::write_file(folder.at("link"), "after").empty());
  CHECK(text_in(target) == "after");
  CHECK(fs::is_symlink(folder.path / "link"));
  CHECK(fs::status(target).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

  fs::create_symlink("nowhere", folder.path / "lost");
  CHECK(sizer::write_file(folder.at("lost"), "text") ==
        "cannot write " + folder.at("lost") + ": it is a link that leads nowhere");
  CHECK_FALSE(fs::exists(folder.path / "nowhere"));
  CHECK(fs::is_symlink(fs::symlink_status(folder.path / "lost")));
}

TEST_CASE("a fresh file has the mode that the user's mask leaves, and is gone when it is not put in place",
          "[outputs]") {
  const Folder folder;
  const mode_t mask = umask(027);
  CHECK(sizer::write_file(folder.at("made"), "text").empty());
  umask(mask);
  struct stat found {};
  REQUIRE(stat(folder.at("made").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0640);
  {
    sizer::FreshFile fresh(folder.at("given-up"));
    fresh.write("half");
    CHECK(folder.size() == 2);
  }
  CHECK(folder.size() == 1);
}

TEST_CASE("a signal leaves nothing half written", "[outputs]") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Folder folder;
    const pid_t child = fork();
    if (child == 0) {
      sizer::remove_fresh_files_on_signals();
      sizer::FreshFile fresh(folder.at("out"));
      fresh.write("half");
      raise(signal);
      _exit(0);  // never reached
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
    CHECK(folder.size() == 0);
  }
}

#if !defined(SIZER_SANITIZED)
TEST_CASE("memory that is used up is said as such", "[outputs]") {
  const Folder folder;
  std::string steps;
  for (int i = 0; i < 3000; ++i) steps += "  - filter: 0.9..1\n";
  const std::string large =
      folder.file("large.yaml", "engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 TB}}\nsteps:\n" + steps +
                                    "  - write: 1 GB\n");
  const pid_t child = fork();
  if (child == 0) {
    const rlimit little{std::size_t{600} << 20, std::size_t{600} << 20};
    setrlimit(RLIMIT_AS, &little);
    const Ran ran = sizer_with({"estimate", large, "--draws", "100000"});
    const bool said = ran.err.find("the memory is used up") != std::string::npos;
    _exit(said ? ran.code : 99);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 3);
}
#endif
