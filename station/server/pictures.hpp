#pragma once
// Pictures of paper on demand: decoded, registered again, cut out, encoded; the last ones are kept.

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>

#include "omr/paper_picture.hpp"
#include "station/server/live_case.hpp"

namespace kiemphieu::station::server {

/// A picture as a JPEG file's bytes.
using Picture = std::shared_ptr<const std::string>;

/// What holds the last used of something, up to a number of bytes.
template <class Key, class Value>
class LastUsed {
  public:
    explicit LastUsed(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    std::shared_ptr<const Value> find(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found == places_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->value;
    }
    void keep(const Key& key, std::shared_ptr<const Value> value, std::size_t bytes) {
        const std::lock_guard lock(mutex_);
        if (places_.contains(key)) return;
        entries_.push_front({key, std::move(value), bytes});
        places_[key] = entries_.begin();
        bytes_ += bytes;
        while (bytes_ > most_bytes_ && entries_.size() > 1) {
            bytes_ -= entries_.back().bytes;
            places_.erase(entries_.back().key);
            entries_.pop_back();
        }
    }

  private:
    struct Entry {
        Key key;
        std::shared_ptr<const Value> value;
        std::size_t bytes{};
    };
    std::size_t most_bytes_;
    std::size_t bytes_{};
    std::mutex mutex_;
    std::list<Entry> entries_;
    std::map<Key, typename std::list<Entry>::iterator> places_;
};

class Pictures {
  public:
    /// A sheet side upright. Errors: broken_evidence when its image is missing; world.
    [[nodiscard]] base::Expected<Picture, base::Failure> sheet(const LiveCase& live, const AcceptedSheet& sheet,
                                                               int width_px, omr::Drawing drawing);
    /// A row of a sheet; the sheet itself where its page does not lie as the layout has it.
    [[nodiscard]] base::Expected<Picture, base::Failure> row(const LiveCase& live, const AcceptedSheet& sheet,
                                                             int number, double px_per_mm, omr::Drawing drawing);
    /// The rows around what may be a name added by hand; the whole table and the band below it where a second look
    /// does not find it.
    [[nodiscard]] base::Expected<Picture, base::Failure> write_in(const LiveCase& live, const AcceptedSheet& sheet,
                                                                  double px_per_mm, omr::Drawing drawing);

  private:
    /// A scan in memory with where its page lies, where that is known.
    struct Scan {
        base::PageImage image;
        std::optional<omr::RegisteredPage> placed;
        const forms::BallotLayout* layout{};
        const forms::LayoutPage* page{};
    };
    using Draw = std::function<base::PageImage(const Scan&)>;
    base::Expected<Picture, base::Failure> draw(const LiveCase& live, const AcceptedSheet& sheet,
                                                const std::string& name, const Draw& draw);
    base::Expected<std::shared_ptr<const Scan>, base::Failure> scan_of(const LiveCase& live,
                                                                       const AcceptedSheet& sheet);

    /// A wall of 500 rows at 40 kB each, and the sheets beside them.
    LastUsed<std::string, std::string> finished_{64U << 20U};
    /// A gray scan at 200 dpi has 4 MB: the sheets whose rows are looked at one after another.
    LastUsed<SheetKey, Scan> scans_{48U << 20U};
    /// Each takes a core for some 50 ms; scanning needs the others.
    std::counting_semaphore<2> painters_{2};
};

}  // namespace kiemphieu::station::server
