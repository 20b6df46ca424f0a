#pragma once
// One table of a definition file: hands out its values and tells what is wrong with them.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "forms/conference.hpp"
#include "forms/definition_tree.hpp"

namespace kiemphieu::forms {

/// Keeps the first fault of a definition; later ones are often only its consequence.
class Faults {
  public:
    explicit Faults(std::string file) : file_(std::move(file)) {}

    void add(int line, const std::string& field, std::string message);
    void add(base::Failure failure);
    const std::optional<base::Failure>& first() const { return first_; }

  private:
    std::string file_;
    std::optional<base::Failure> first_;
};

/// A word of the file and what it stands for.
template <class Value>
struct Word {
    std::string_view word;
    Value value;
};

/// A table and the path to it. Each getter wants its key to be there; a fault goes to the faults and gives an empty
/// value.
class Section {
  public:
    /// Faults every key that is not known. `prefix` is the path to the table, as "style[2].".
    Section(const DefinitionNode& node, std::string prefix, std::span<const std::string_view> known, Faults& faults);

    bool has(std::string_view key) const { return table_.find(key) != nullptr; }
    std::string field(std::string_view key) const { return prefix_ + std::string{key}; }
    /// Adds a fault at the key's line, or the table's where there is no such key.
    void fault(std::string_view key, std::string message) const;

    std::string text(std::string_view key) const;
    int count(std::string_view key) const;
    bool flag(std::string_view key) const;
    Date date(std::string_view key) const;
    /// The tables of an array such as [[style]]; none when there is no such key.
    std::vector<const DefinitionNode*> tables(std::string_view key) const;
    /// A table such as [policy], or nothing when there is no such key.
    const DefinitionNode* table(std::string_view key) const;

    template <class Value, std::size_t N>
    Value word(std::string_view key, const std::array<Word<Value>, N>& words) const {
        std::vector<std::string_view> expected;
        for (const auto& [word, value] : words) expected.push_back(word);
        return words[index_of_word(key, expected)].value;
    }

  private:
    /// The value of a key if it is a T; else a fault that says what was expected.
    template <class T>
    const T* get(std::string_view key, std::string_view expected) const;
    std::size_t index_of_word(std::string_view key, std::span<const std::string_view> words) const;
    void wrong_kind(std::string_view key, const DefinitionNode& node, std::string_view expected) const;

    int line_;
    const DefinitionTable& table_;
    std::string prefix_;
    Faults& faults_;
};

}  // namespace kiemphieu::forms
