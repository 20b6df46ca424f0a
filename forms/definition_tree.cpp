#include "forms/definition_tree.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "forms/definition_text.hpp"

namespace kiemphieu::forms {
namespace {

int line_of(const toml::source_region& source) {
    return std::max(1, static_cast<int>(source.begin.line));
}

DefinitionNode convert(const toml::node& node);

DefinitionTable convert_table(const toml::table& table) {
    DefinitionTable result;
    for (const auto& [key, value] : table) {
        result.entries.push_back({std::string{key.str()}, line_of(key.source()), convert(value)});
    }
    // toml++ sorts keys; failures are told in the order of the file.
    std::ranges::stable_sort(result.entries, {}, &DefinitionEntry::line);
    return result;
}

std::vector<DefinitionNode> convert_array(const toml::array& array) {
    std::vector<DefinitionNode> result;
    for (const toml::node& element : array) result.push_back(convert(element));
    return result;
}

DefinitionNode convert(const toml::node& node) {
    DefinitionNode result{line_of(node.source()), OtherValue{"another kind of value"}};
    switch (node.type()) {
        case toml::node_type::table:
            result.value = convert_table(*node.as_table());
            break;
        case toml::node_type::array:
            result.value = convert_array(*node.as_array());
            break;
        case toml::node_type::string:
            result.value = node.as_string()->get();
            break;
        case toml::node_type::integer:
            result.value = node.as_integer()->get();
            break;
        case toml::node_type::boolean:
            result.value = node.as_boolean()->get();
            break;
        case toml::node_type::date: {
            const toml::date day = node.as_date()->get();
            result.value = Date{day.year, day.month, day.day};
            break;
        }
        case toml::node_type::floating_point:
            result.value = OtherValue{"a decimal number"};
            break;
        case toml::node_type::time:
            result.value = OtherValue{"a time"};
            break;
        case toml::node_type::date_time:
            result.value = OtherValue{"a day with a time"};
            break;
        case toml::node_type::none:
            break;
    }
    return result;
}

/// The key a line sets, for faults that are known by line alone; "syntax" where there is none.
std::string key_on_line(std::string_view text, int line) {
    for (int at = 1; at < line; ++at) text.remove_prefix(std::min(text.size(), text.find('\n')) + 1);
    text = text.substr(0, text.find('\n'));
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || base::find_invalid_utf8(text.substr(0, equals))) return "syntax";
    return base::squeeze_blanks(text.substr(0, equals));
}

base::Failure failure_on_line(std::string_view text, int line, const std::string& file, std::string message) {
    return {base::FailureClass::bad_input, file, fmt::format("line {}: {}", line, key_on_line(text, line)),
            std::move(message)};
}

}  // namespace

const DefinitionNode* DefinitionTable::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &DefinitionEntry::key);
    return found == entries.end() ? nullptr : &found->node;
}

std::string_view DefinitionNode::kind() const {
    static constexpr std::array<std::string_view, 7> kinds{"",      "a text",   "a whole number", "true or false",
                                                           "a day", "an array", "a table"};
    const auto* other = std::get_if<OtherValue>(&value);
    return other != nullptr ? other->kind : kinds.at(value.index());
}

base::Expected<DefinitionNode, base::Failure> parse_toml(std::string_view text, const std::string& file) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (const auto invalid = base::find_invalid_utf8(text)) {
        return base::fail(
            failure_on_line(text, line_at(text, *invalid), file, "is no valid UTF-8; save the file as UTF-8"));
    }
    try {
        return convert(toml::parse(text, file));
    } catch (const toml::parse_error& error) {
        // The parser tells a fault at the very end as on the line after the last.
        const int line = std::min(line_of(error.source()), line_at(text, text.size()));
        return base::fail(failure_on_line(text, line, file, std::string{error.description()}));
    }
}

}  // namespace kiemphieu::forms
