#pragma once
// Where pages come from one at a time: the feeder of a scanner, or a folder that fills.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kiemphieu::scanner {

enum class Side { front, back };
enum class Sides { simplex, duplex };
enum class ColourMode { gray, colour };

/// A sentence for a technician, in both languages.
struct Remark {
    std::string vietnamese;
    std::string english;
    bool operator==(const Remark&) const = default;
};

/// What is asked of a device. Marks are read from 200 dpi gray (docs/may-quet.md says why no less).
struct ScanSettings {
    int dpi{200};
    Sides sides{Sides::simplex};
    ColourMode colour{ColourMode::gray};
    bool operator==(const ScanSettings&) const = default;
};

/// A page as the device gave it.
struct SourcePage {
    std::vector<std::uint8_t> bytes;  ///< a whole JPEG, PNG, TIFF or PDF; the device's own bytes where it gives a file
    std::string name;                 ///< of the file it was, where it was one
    int sheet{};                      ///< 1, 2, 3 … since the source was opened
    Side side{Side::front};
};

/// Why no further page comes. None of them proves that the stack is complete: a Stop button, a sensor and an empty tray
/// look alike on some devices, so the sheets are counted against what the head declares.
enum class SourceEnd {
    finished,      ///< a source with a known end gave all it had
    tray_empty,    ///< the device says that its tray is empty
    stopped,       ///< stop() was called, or somebody pressed Stop on the device
    jam,           ///< paper is stuck
    cover_open,    ///< a door, lid or hatch is open
    double_feed,   ///< two sheets went in at once; what was scanned of them is not given
    mispick,       ///< the next sheet was not drawn in
    damaged_page,  ///< a page came cut off or broken and is not given
    busy,          ///< the device works for somebody else
    device_lost,   ///< switched off, unplugged, or the connection broke
    timed_out,     ///< nothing came within the time a page may take
    device_fault,  ///< anything else the device says is wrong
};

struct EndOfPages {
    SourceEnd why{SourceEnd::finished};
    std::string detail;  ///< the device's own words, for a technician
    bool operator==(const EndOfPages&) const = default;
};

using NextPage = std::variant<SourcePage, EndOfPages>;

/// One run of a feeder.
class PageSource {
  public:
    virtual ~PageSource() = default;
    /// The next page, or the end; waits for the device. Whoever calls it again says that the page before is stored for
    /// good: no device is ever more than one page ahead of the disk. After an end, that end again.
    [[nodiscard]] virtual NextPage next() = 0;
    /// From any thread: the page in hand is still given, then the end is `stopped`.
    virtual void stop() = 0;
};

std::string_view name_of(SourceEnd end);
std::string_view name_of(Side side);

}  // namespace kiemphieu::scanner
