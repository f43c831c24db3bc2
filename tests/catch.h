// Catch2, version 2 (Debian 12) or 3 (newer systems), under one name.
#pragma once

#ifdef SIZER_CATCH2_3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
