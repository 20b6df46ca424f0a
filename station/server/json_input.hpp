#pragma once
// The body of a call: one JSON object whose every field is asked for by name and kind. What is not asked for is
// refused, so that a misspelt field never passes for one left out.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kiemphieu::station::server {

/// Thrown where a body is not as the API has it, and caught where calls are answered: 400 with the field.
struct BadField {
    std::string field;
    std::string expected;  ///< in English: "expected a text of 1 to 200 bytes"
};

/// Bounds of a number or of a text's length in bytes, both included.
struct Bounds {
    std::int64_t least{0};
    std::int64_t most{2000};
};

class JsonObject {
  public:
    /// Throws BadField when the text is no JSON object, is nested deeper than 20 levels, or has invalid UTF-8.
    static JsonObject parse(const std::string& text);

    std::string text(std::string_view name, Bounds bytes = {0, 2000});
    std::optional<std::string> optional_text(std::string_view name, Bounds bytes = {0, 2000});
    std::int64_t number(std::string_view name, Bounds bounds);
    std::optional<std::int64_t> optional_number(std::string_view name, Bounds bounds);
    std::optional<bool> optional_flag(std::string_view name);
    JsonObject object(std::string_view name);
    std::optional<JsonObject> optional_object(std::string_view name);
    std::vector<JsonObject> objects(std::string_view name, Bounds how_many);
    /// An object of texts, in the order of their names.
    std::optional<std::vector<std::pair<std::string, std::string>>> optional_texts(std::string_view name);
    bool has(std::string_view name) const;
    /// Throws BadField when there is a field that nobody asked for.
    void end() const;
    /// The object's own text, for readers of their own.
    std::string raw() const;
    const std::string& path() const { return path_; }

  private:
    struct Value;
    JsonObject(std::shared_ptr<const Value> value, std::string path);
    std::string path_of(std::string_view name) const;

    std::shared_ptr<const Value> value_;
    std::string path_;
    std::vector<std::string> asked_;
};

/// A number of a query; throws BadField.
std::optional<std::int64_t> parse_number(const std::optional<std::string>& text, std::string_view name, Bounds bounds);
/// A fraction of a query; throws BadField.
std::optional<double> parse_fraction(const std::optional<std::string>& text, std::string_view name, double least,
                                     double most);

}  // namespace kiemphieu::station::server
