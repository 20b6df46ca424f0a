#include "forms/definition_section.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "forms/definition_text.hpp"

namespace kiemphieu::forms {
namespace {

/// No body that votes comes near it; a larger number is a slip of the keyboard.
constexpr std::int64_t max_people = 100'000;

std::string join(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string{word};
    return text;
}

}  // namespace

void Faults::add(int line, const std::string& field, std::string message) {
    add({base::FailureClass::bad_input, file_, fmt::format("line {}: {}", line, field), std::move(message)});
}

void Faults::add(base::Failure failure) {
    if (!first_) first_ = std::move(failure);
}

Section::Section(const DefinitionNode& node, std::string prefix, std::span<const std::string_view> known,
                 Faults& faults)
    : line_(node.line), table_(std::get<DefinitionTable>(node.value)), prefix_(std::move(prefix)), faults_(faults) {
    for (const DefinitionEntry& entry : table_.entries) {
        if (std::ranges::find(known, entry.key) != known.end()) continue;
        faults_.add(entry.line, field(entry.key), "unknown key; expected one of " + join(known));
    }
}

void Section::fault(std::string_view key, std::string message) const {
    const auto* node = table_.find(key);
    faults_.add(node != nullptr ? node->line : line_, field(key), std::move(message));
}

void Section::wrong_kind(std::string_view key, const DefinitionNode& node, std::string_view expected) const {
    faults_.add(node.line, field(key), fmt::format("is {}; expected {}", node.kind(), expected));
}

template <class T>
const T* Section::get(std::string_view key, std::string_view expected) const {
    const auto* node = table_.find(key);
    if (node == nullptr) {
        fault(key, fmt::format("is missing; expected {}", expected));
        return nullptr;
    }
    const auto* value = std::get_if<T>(&node->value);
    if (value == nullptr) wrong_kind(key, *node, expected);
    return value;
}

std::string Section::text(std::string_view key) const {
    const auto* value = get<std::string>(key, "a text in quotes");
    if (value == nullptr) return {};
    auto clean = clean_text(*value);
    if (clean) return std::move(*clean);
    fault(key, clean.error());
    return {};
}

int Section::count(std::string_view key) const {
    const auto* value = get<std::int64_t>(key, "a whole number");
    if (value == nullptr) return 0;
    if (*value >= 0 && *value <= max_people) return static_cast<int>(*value);
    fault(key, fmt::format("is {}; expected 0 to {}", *value, max_people));
    return 0;
}

bool Section::flag(std::string_view key) const {
    const auto* value = get<bool>(key, "true or false");
    return value != nullptr && *value;
}

Date Section::date(std::string_view key) const {
    const auto* value = get<Date>(key, "a day without quotes, as 2023-12-15");
    return value != nullptr ? *value : Date{};
}

std::vector<const DefinitionNode*> Section::tables(std::string_view key) const {
    std::vector<const DefinitionNode*> result;
    const auto* node = table_.find(key);
    if (node == nullptr) return result;
    const std::string expected = fmt::format("tables, each begun by [[{}]]", key);
    const auto* array = std::get_if<std::vector<DefinitionNode>>(&node->value);
    if (array == nullptr) return wrong_kind(key, *node, expected), result;
    for (const DefinitionNode& element : *array) {
        if (std::holds_alternative<DefinitionTable>(element.value)) {
            result.push_back(&element);
        } else {
            wrong_kind(key, element, expected);
        }
    }
    return result;
}

const DefinitionNode* Section::table(std::string_view key) const {
    const auto* node = table_.find(key);
    if (node == nullptr || std::holds_alternative<DefinitionTable>(node->value)) return node;
    wrong_kind(key, *node, fmt::format("a table begun by [{}]", key));
    return nullptr;
}

std::size_t Section::index_of_word(std::string_view key, std::span<const std::string_view> words) const {
    const std::string expected = "one of " + join(words);
    const auto* value = get<std::string>(key, expected);
    if (value == nullptr) return 0;
    const auto found = std::ranges::find(words, *value);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    fault(key, fmt::format("is \"{}\"; expected {}", *value, expected));
    return 0;
}

}  // namespace kiemphieu::forms
