// A program that does nothing: what the operating system and the C++ runtime cost by themselves.
#include <iostream>

int main() {
  std::cout << "\n";
}
