#pragma once
// The board's register: which units vote and when, who may sign for them, and who is who.
// docs/formats/rollup.md specifies its files.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/ids.hpp"
#include "forms/conference.hpp"

namespace kiemphieu::station::rollup {

/// Whether a count's figures wait until the count is proven to be the unit's. Source: docs/adr/0047.
enum class ProofRule { advise, require };

/// A level of management (diện quản lý). Source: plan II.7.1, II.7.2.
struct ManagementLevel {
    std::string id;
    std::string name;
    bool operator==(const ManagementLevel&) const = default;
};

/// A unit with one conference to hold.
struct Unit {
    std::string id;
    std::string name;   ///< tên tổ chức, cơ quan, đơn vị, as its documents have it
    std::string level;  ///< of the people it votes on, where nothing else is said of them
    forms::Date vote_day;
    std::vector<base::StyleId> styles;  ///< expected; none: what comes is taken as all
    std::vector<std::string> signers;   ///< who must have signed a report of it
    std::string fingerprint;            ///< the mark on the signed paper, from 16 hex digits; empty while not known
    bool operator==(const Unit&) const = default;
};

/// A line of the register of people: this person is voted on here.
struct PlaceLine {
    std::string person;  ///< code that the board gives; lines of one code are one person
    std::string name;
    std::string birth;  ///< as the board writes it; the same in all lines of one code
    std::string unit;
    base::StyleId style;   ///< empty: any of the unit's
    std::string position;  ///< empty: any
    std::string level;     ///< empty: the unit's
    int line{};            ///< of the file
    bool operator==(const PlaceLine&) const = default;
};

struct Register {
    std::string board;
    std::optional<std::string> parent;
    std::string place;
    std::string campaign;  ///< đợt lấy phiếu, as "năm 2023"
    forms::ConferenceKind kind{forms::ConferenceKind::party};
    ProofRule proof{ProofRule::advise};
    std::vector<ManagementLevel> levels;
    std::vector<Unit> units;
    std::vector<PlaceLine> people;
    bool operator==(const Register&) const = default;

    const Unit* find_unit(std::string_view id) const;
    const ManagementLevel* find_level(std::string_view id) const;
};

/// Reads the register and the two tables beside it. All text comes back in NFC with blanks squeezed.
/// Errors: bad_input with file, line and field.
[[nodiscard]] base::Expected<Register, base::Failure> read_register(const std::filesystem::path& toml);

/// What is wrong with people's lines taken together: a person with two names or births, a line twice. Errors:
/// bad_input naming the line.
[[nodiscard]] base::Expected<void, base::Failure> check_people(const std::vector<PlaceLine>& people,
                                                               const std::string& file);

/// A day as 2023-12-15 or 15/12/2023; nothing when there is no such day.
std::optional<forms::Date> day_of(const std::string& text);
/// "2023-12-15".
std::string iso_day(const forms::Date& day);

}  // namespace kiemphieu::station::rollup
