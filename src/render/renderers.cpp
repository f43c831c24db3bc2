// The table of renderers, made from list.inc.
#include "sizer/render.h"

namespace sizer {

#define RENDERER(name, help) std::string render_##name(const Result& result, const Style& style);
#include "render/list.inc"
#undef RENDERER

const std::vector<Renderer>& renderers() {
  static const std::vector<Renderer> table = {
#define RENDERER(name, help) {#name, help, render_##name},
#include "render/list.inc"
#undef RENDERER
  };
  return table;
}

const Renderer* find_renderer(const std::string& name) {
  for (const Renderer& renderer : renderers())
    if (name == renderer.name) return &renderer;
  return nullptr;
}

}  // namespace sizer
