/// \file
/// What the labels that a pod wants of its node say of the machine, and of how it is bought.
#pragma once

#include <string>
#include <string_view>

#include "deploy/cluster_draft.h"
#include "deploy/gleaner.h"
#include "text/value.h"

namespace sizer::deploy {

enum class NodeRole { worker, driver };

/// One label: the type of the machine, Karpenter's family and size, spot. False: it says nothing of these.
bool take_label(ClusterDraft& draft, NodeRole role, std::string_view label, const std::string& value, const Spot& spot);

/// `nodeSelector` and the required `affinity` of a pod.
void take_labels(ClusterDraft& draft, Gleaner& gleaner, NodeRole role, const Value& pod);

/// Family and size put together; a driver on the workers' type is none of its own. Types that the catalogue does not
/// know are told of, and left out. To be called once, when all labels are taken.
void settle_labels(ClusterDraft& draft);

}  // namespace sizer::deploy
