// The test runner's main, alone in its file because it is slow to compile.
#ifdef SIZER_CATCH2_3
#include <catch2/catch_session.hpp>

int main(int argc, char** argv) {
  return Catch::Session().run(argc, argv);
}
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
