/// \file
/// The codes of what can be wrong with an input: stable numbers and one-line titles, in one table.
#pragma once

namespace sizer {

struct Code {
  const char* id;
  const char* title;
};

namespace codes {
inline constexpr Code syntax{"SZ001", "the text is neither YAML nor JSON"};
inline constexpr Code not_text{"SZ002", "the file is not UTF-8 text"};
inline constexpr Code empty{"SZ003", "the file holds no value"};
inline constexpr Code too_large{"SZ004", "the file is larger than any job file"};
inline constexpr Code too_deep{"SZ005", "values are nested too deep, or too many"};
inline constexpr Code duplicate_key{"SZ006", "a key is given twice"};
inline constexpr Code several_documents{"SZ007", "the file holds more than one document"};
inline constexpr Code not_used_here{"SZ008", "a feature of YAML that job files do not use"};
inline constexpr Code tab{"SZ009", "a tab stands where YAML wants spaces"};
inline constexpr Code unreadable{"SZ010", "the file cannot be read"};
inline constexpr Code missing_key{"SZ011", "a required key is missing"};
inline constexpr Code wrong_type{"SZ012", "the value is of another type than expected"};
inline constexpr Code unknown_word{"SZ013", "the word is none of those allowed"};
inline constexpr Code unknown_key{"SZ014", "the key is none of those allowed"};
inline constexpr Code missing_unit{"SZ015", "the number needs a unit"};
inline constexpr Code wrong_unit{"SZ016", "the unit is unknown, or measures something else"};
inline constexpr Code not_a_number{"SZ017", "the value is not a number"};
inline constexpr Code out_of_bounds{"SZ018", "the number lies outside of what makes sense"};
inline constexpr Code wrong_range{"SZ019", "the ends of a range are in the wrong order, or one is missing"};
inline constexpr Code conflict{"SZ020", "two values contradict each other"};
inline constexpr Code unknown_source{"SZ021", "no input or step has this name"};
inline constexpr Code cycle{"SZ022", "steps read each other in a circle"};
inline constexpr Code duplicate_name{"SZ023", "a name is used twice"};
inline constexpr Code wrong_sources{"SZ024", "a step reads too many or too few others"};
inline constexpr Code unknown_cluster{"SZ025", "the catalogue has no such cluster or machine"};
inline constexpr Code unknown_constant{"SZ026", "the model has no such constant"};
inline constexpr Code wrong_override{"SZ027", "the path of an override leads nowhere"};
inline constexpr Code many_more{"SZ028", "more is wrong than is worth listing"};
inline constexpr Code no_effect{"SZ029", "an option or a key changes nothing"};
inline constexpr Code other_version{"SZ030", "the saved result is of another version of the format"};
inline constexpr Code mixed_results{"SZ031", "results of different programs or catalogues stand side by side"};
inline constexpr Code not_a_result{"SZ032", "the saved result holds no estimates"};
inline constexpr Code old_prices{"SZ033", "prices are older than they should be"};
inline constexpr Code odd_price{"SZ034", "a price or a size does not fit the rest of its series"};
inline constexpr Code not_a_log{"SZ035", "the file is no event log"};
inline constexpr Code calibrated{"SZ039", "constants were fitted to measured runs"};
inline constexpr Code unknown_manifest{"SZ060", "the file is no manifest that can be imported"};
inline constexpr Code left_out{"SZ061", "a field of a manifest says nothing of a cluster, and was left out"};
inline constexpr Code taken_for_granted{"SZ062", "a manifest leaves open what a cluster needs"};
inline constexpr Code to_fill_in{"SZ063", "a manifest needs what a job file does not say"};
inline constexpr Code not_carried{"SZ064", "a platform cannot have what the cluster says"};
inline constexpr Code origin{"SZ065", "where a number of a manifest comes from"};
inline constexpr Code several_things{"SZ160", "several clusters or applications are described, and none was picked"};
inline constexpr Code nothing_picked{"SZ161", "what was picked is not there"};
inline constexpr Code not_rendered{"SZ162", "the file is a template that was not rendered"};
inline constexpr Code two_meanings{"SZ175", "the value can be read in two ways"};
inline constexpr Code other_variable{"SZ176", "an environment variable is none of those that are read"};
inline constexpr Code passed_over{"SZ177", "a folder holds files of other programs"};
inline constexpr Code wrong_request{"SZ178", "a field of a request to the library is wrong"};
inline constexpr Code unknown_column{"SZ179", "no column that comes in has this name"};
inline constexpr Code internal{"SZ099", "the program itself is at fault"};

inline constexpr Code all[] = {syntax,
                               not_text,
                               empty,
                               too_large,
                               too_deep,
                               duplicate_key,
                               several_documents,
                               not_used_here,
                               tab,
                               unreadable,
                               missing_key,
                               wrong_type,
                               unknown_word,
                               unknown_key,
                               missing_unit,
                               wrong_unit,
                               not_a_number,
                               out_of_bounds,
                               wrong_range,
                               conflict,
                               unknown_source,
                               cycle,
                               duplicate_name,
                               wrong_sources,
                               unknown_cluster,
                               unknown_constant,
                               wrong_override,
                               many_more,
                               no_effect,
                               other_version,
                               mixed_results,
                               not_a_result,
                               old_prices,
                               odd_price,
                               not_a_log,
                               calibrated,
                               unknown_manifest,
                               left_out,
                               taken_for_granted,
                               to_fill_in,
                               not_carried,
                               origin,
                               several_things,
                               nothing_picked,
                               not_rendered,
                               two_meanings,
                               other_variable,
                               passed_over,
                               wrong_request,
                               unknown_column,
                               internal};
}  // namespace codes

}  // namespace sizer
