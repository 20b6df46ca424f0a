#pragma once
// A definition file as values with their lines, whatever parser read it.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"

namespace kiemphieu::forms {

struct DefinitionEntry;
struct DefinitionNode;

struct DefinitionTable {
    std::vector<DefinitionEntry> entries;

    /// The value of that key, or nothing.
    const DefinitionNode* find(std::string_view key) const;
};

/// A kind of value that no definition needs (a decimal number, a time); the text says which.
struct OtherValue {
    std::string_view kind;
};

struct DefinitionNode {
    int line{};  ///< 1-based, where the value begins
    std::variant<OtherValue, std::string, std::int64_t, bool, Date, std::vector<DefinitionNode>, DefinitionTable> value;

    /// "a text", "a whole number", …: what the value is, for a failure's message.
    std::string_view kind() const;
};

struct DefinitionEntry {
    std::string key;
    int line{};  ///< 1-based, where the key stands
    DefinitionNode node;
};

/// Reads TOML 1.0. Errors: bad_input with file, line and the key on it for wrong syntax and text that is no valid
/// UTF-8.
[[nodiscard]] base::Expected<DefinitionNode, base::Failure> parse_toml(std::string_view text, const std::string& file);

}  // namespace kiemphieu::forms
