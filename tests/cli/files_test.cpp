// Opening files and walking through folders: whatever lies there, both come to an end and say what they left out.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <vector>

#include "catch.h"
#include "files/open.h"
#include "files/walk.h"
#include "program.h"
#include "sizer/place.h"

namespace fs = std::filesystem;
using sizer::FolderEntry;
using sizer::OpenFile;
using sizer::Walk;
using Kind = FolderEntry::Kind;

namespace {

std::string why_not(const std::string& path) {
  try {
    const OpenFile file(path);
    return "opened";
  } catch (const sizer::Unreadable& error) {
    return error.what();
  }
}

std::string text_through(const std::string& path) {
  OpenFile file(path);
  std::string text;
  char block[7];
  while (const std::size_t got = file.read(block, sizeof block)) text.append(block, got);
  return text;
}

std::vector<std::string> walked(const std::string& folder) {
  Walk walk;
  std::vector<std::string> files;
  const std::function<void(const std::string&)> visit = [&](const std::string& here) {
    for (const FolderEntry& entry : walk.entries(here))
      if (entry.kind == Kind::folder)
        visit(entry.path);
      else
        files.push_back(fs::relative(entry.path, folder).string());
  };
  visit(folder);
  return files;
}

constexpr const char* readable_job = R"(engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB}
steps:
  - filter: 0.5
  - write: 120 GB
)";

}  // namespace

TEST_CASE("Regular files are read, and pipes of the command line", "[files]") {
  const Folder folder;
  CHECK(text_through(folder.file("a", "more than a block of seven")) == "more than a block of seven");
  fs::create_symlink(folder.at("a"), folder.at("link"));
  CHECK(text_through(folder.at("link")) == "more than a block of seven");

  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(write(ends[1], "through a pipe", 14) == 14);
  close(ends[1]);
  CHECK(text_through("/dev/fd/" + std::to_string(ends[0])) == "through a pipe");
  close(ends[0]);
}

TEST_CASE("What is no file is refused at once, in words", "[files]") {
  const Folder folder;
  REQUIRE(mkfifo(folder.at("pipe").c_str(), 0600) == 0);
  fs::create_symlink(folder.at("gone"), folder.at("dangling"));
  fs::create_symlink(folder.at("circle"), folder.at("circle"));
  CHECK(why_not(folder.at("pipe")) ==
        "cannot read " + folder.at("pipe") + ": it is a named pipe, not a file; '-' reads standard input");
  CHECK(why_not("/dev/zero") == "cannot read /dev/zero: it is a device, not a file");
  CHECK(why_not(folder.path.string()) == folder.path.string() + " is a directory");
  CHECK(why_not(folder.at("dangling")) == "cannot open " + folder.at("dangling") + ": it is a link that leads nowhere");
  CHECK(why_not(folder.at("circle")) == "cannot open " + folder.at("circle") + ": its links lead in a circle");
  CHECK(why_not(folder.at("none")) == "cannot open " + folder.at("none") + ": No such file or directory");
}

TEST_CASE("A walk meets each file once and ends, whatever links there are", "[files]") {
  const Folder folder;
  fs::create_directories(folder.path / "sub" / "deeper");
  folder.file("b", "");
  folder.file("sub/a", "");
  folder.file("sub/deeper/c", "");
  fs::create_directory_symlink(".", folder.path / "sub" / "here");
  fs::create_directory_symlink("../..", folder.path / "sub" / "deeper" / "up");
  fs::create_symlink("b", folder.path / "x-again");
  fs::create_hard_link(folder.path / "b", folder.path / "y-again");
  fs::create_symlink("nowhere", folder.path / "z-lost");
  CHECK(walked(folder.path.string()) == std::vector<std::string>{"b", "sub/a", "sub/deeper/c", "z-lost"});
}

TEST_CASE("A name that is not wanted takes no file from one that is", "[files]") {
  const Folder folder;
  folder.file("wanted", "");
  fs::create_hard_link(folder.path / "wanted", folder.path / "another");
  const auto wanted = [](const std::string& name, Kind) { return name == "wanted"; };
  CHECK(Walk().entries(folder.path.string(), wanted).size() == 1);
}

TEST_CASE("A walk says what each entry is", "[files]") {
  const Folder folder;
  fs::create_directory(folder.path / "a-folder");
  folder.file("b-file", "");
  REQUIRE(mkfifo(folder.at("c-pipe").c_str(), 0600) == 0);
  fs::create_symlink("nowhere", folder.path / "d-lost");
  std::vector<Kind> kinds;
  for (const FolderEntry& entry : Walk().entries(folder.path.string())) kinds.push_back(entry.kind);
  CHECK(kinds == std::vector<Kind>{Kind::folder, Kind::file, Kind::other, Kind::lost});
  CHECK(Walk().entries(folder.at("none")).front().kind == Kind::locked);
}

TEST_CASE("Every verb refuses a pipe and a device, wherever they are named", "[files]") {
  const Folder folder;
  const std::string pipe = folder.at("pipe.yaml"), good = folder.file("job.yaml", readable_job);
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::string& odd : {pipe, std::string("/dev/zero")}) {
    const std::vector<std::vector<std::string>> commands = {
        {"estimate", odd},
        {"check", odd},
        {"validate", odd},
        {"import", odd},
        {"logs", odd},
        {"report", odd},
        {"diff", good, odd},
        {"explain", odd},
        {"compare", odd},
        {"size", odd, "--deadline", "1h"},
        {"export", odd, "--to", "spark-submit"},
        {"estimate", good, "--catalog", odd},
        {"estimate", good, "--constants", odd},
        {"estimate", good, "--profile", odd},
        {"check", good, "--baseline", odd},
        {"check", good, "--config", odd},
        {"calibrate", "--runs", odd},
        {"backtest", "--runs", odd},
    };
    for (const std::vector<std::string>& command : commands) {
      const Ran ran = sizer_with(command);
      INFO(command.front() << ": " << ran.err);
      CHECK(ran.code == 3);
      CHECK(ran.err.find(odd) != std::string::npos);
      CHECK(ran.err.find(", not a file") != std::string::npos);
    }
  }
}

TEST_CASE("A pipe that a configuration names is refused", "[files]") {
  const Folder folder;
  REQUIRE(mkfifo(folder.at("pipe").c_str(), 0600) == 0);
  folder.file("sizer.yaml", "catalog: pipe\n");
  const Ran ran = sizer_with({"estimate", folder.file("job.yaml", readable_job)});
  CHECK(ran.code != 0);
  CHECK(ran.out.empty());
}

TEST_CASE("What a folder holds and cannot be read is told like a file that was named", "[files]") {
  const Folder folder;
  folder.file("job.yaml", readable_job);
  fs::create_symlink("nowhere", folder.path / "lost.yaml");
  fs::create_symlink("nowhere", folder.path / "picture.png");
  REQUIRE(mkfifo(folder.at("pipe.json").c_str(), 0600) == 0);
  fs::create_directory_symlink(".", folder.path / "again");
  const Ran ran = sizer_with({"estimate", folder.path.string(), "--format", "csv"});
  CHECK(ran.code == 4);
  CHECK(ran.err.find("lost.yaml: it is a link that leads nowhere") != std::string::npos);
  CHECK(ran.err.find("pipe.json: it is a named pipe") != std::string::npos);
  CHECK(ran.err.find("2 errors") != std::string::npos);
}

TEST_CASE("Logs on links that loop are read once", "[files]") {
  const Folder folder;
  folder.file("app-1", "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.1\"}\n");
  fs::create_directory_symlink(".", folder.path / "loop");
  fs::create_symlink("app-1", folder.path / "latest");
  fs::create_symlink("nowhere", folder.path / "lost");
  const Ran ran = sizer_with({"logs", folder.path.string(), "--format", "csv"});
  CHECK(ran.code == 4);
  CHECK(std::ranges::count(ran.out, '\n') == 3);  // head, the log, what is lost
  CHECK(ran.err.find("lost: it is a link that leads nowhere") != std::string::npos);
}
