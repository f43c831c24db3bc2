/// \file
/// Long texts a screen at a time.
#pragma once

#include <string>

#include "cli/command.h"
#include "cli/program.h"

namespace sizer {

/// Where --pager asks for one: the command that shows a text which is longer than the terminal; empty: it is written as
/// it is. In pipelines nobody sits before what looks like a terminal.
std::string pager_for(const std::string& text, const Options& options, const Console& console);

/// Gives `text` to a command of the shell ("less -FRX") on its standard input, and waits until its reader is done.
/// False: there is no such command, and nothing was shown.
bool show_in_pager(const std::string& command, const std::string& text);

}  // namespace sizer
