#pragma once
// An open case that many look at and few write to: readers share what was counted last, writers go one at a time.

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "station/case/case_folder.hpp"
#include "station/review/running_count.hpp"
#include "station/server/log_index.hpp"

namespace kiemphieu::station::server {

enum class CountedBy { machine, people };

/// A row that counts for a level.
struct CountedRow {
    RowItem item;
    base::StyleId style;
    RowVerdict verdict{RowVerdict::pending};
    CountedBy by{CountedBy::machine};
    std::optional<double> score{};  ///< the machine's, of the level counted
    const AcceptedSheet* sheet{};   ///< to look at; null where no scan shows it
};

/// How unsure the machine is of an item, 0 to 1.
struct DoubtfulItem {
    double doubt{};
    const ReviewItem* item{};
};

/// Where each sheet of a list is found: its place in the list.
struct SheetIndex {
    std::map<SheetKey, std::size_t> by_key;
    std::map<SheetItem, std::size_t> by_item;
    /// The first scan that shows a page of a printed ballot.
    std::map<std::pair<base::Serial, int>, std::size_t> by_page;
};

/// The case as it stood at one number of the log. Never changes once made.
struct View {
    CaseState state;
    Count count;  ///< kept up to date from ruling to ruling

    /// The same counted from nothing, the first time it is asked for: what candidates' figures are shown from.
    const Count& afresh() const;
    /// Every row that counts for a level, least sure first; made of `afresh` the first time it is asked for.
    const std::vector<CountedRow>& wall() const;

    /// Every item, most doubtful first, alike ones in the order of their names; made the first time it is asked for.
    const std::vector<DoubtfulItem>& by_doubt() const;

    std::uint64_t version() const { return state.last_number; }
    int pending_items() const { return count.tally.pending_items(); }
    /// The sheet, where it counts for something.
    const AcceptedSheet* find_sheet(const SheetKey& key) const;
    /// The first scan that shows a page of a printed ballot.
    const AcceptedSheet* find_page(base::Serial serial, int page) const;
    const AcceptedSheet* find_sheet(const SheetItem& item) const;
    const ReviewItem* find_item(const ItemId& id) const { return count.find(id); }
    /// The sheet to look at for an item: the one the judgement names, else the scan that counts.
    const AcceptedSheet* sheet_of(const ItemId& id) const;

  private:
    friend class LiveCase;
    explicit View(const CaseDefinition& definition) : definition_(&definition) {}
    /// Sheets that an earlier view has are found as there.
    void index(const View* earlier);

    const CaseDefinition* definition_;
    mutable std::once_flag counted_;
    mutable std::optional<Count> afresh_;
    mutable std::once_flag walled_;
    mutable std::vector<CountedRow> wall_;
    mutable std::once_flag doubted_;
    mutable std::vector<DoubtfulItem> by_doubt_;
    std::shared_ptr<const SheetIndex> index_;
};

class LiveCase {
  public:
    /// `tell` gets a line for the technician when something is wrong with the program. Errors: as CaseFolder::open.
    [[nodiscard]] static base::Expected<std::unique_ptr<LiveCase>, base::Failure> open(
        const std::filesystem::path& folder, std::function<void(const std::string&)> tell = {});
    ~LiveCase();

    const CaseDefinition& definition() const { return folder_.definition(); }
    const std::filesystem::path& path() const { return folder_.path(); }
    const base::SecretKey& key() const { return folder_.key(); }
    const omr::PageReader& reader() const { return reader_; }

    /// Where an accepted image lies. Errors: as Record::image_path.
    [[nodiscard]] base::Expected<std::filesystem::path, base::Failure> image_path(const base::Digest& image) const {
        return folder_.record().image_path(image);
    }

    /// Never waits. What this process wrote is in it; what others appended is within a fifth of a second or so.
    std::shared_ptr<const View> view() const;
    /// The log's events, as far as `view` has them.
    const LogIndex& log() const { return log_index_; }

    using Act = std::function<base::Expected<void, base::Failure>(CaseFolder&)>;
    /// Writes, alone; the view has it when this returns. Errors: the act's.
    [[nodiscard]] base::Expected<void, base::Failure> act(const Act& act);
    /// As station::rule and station::enter, checked against the count that is kept up to date.
    [[nodiscard]] base::Expected<void, base::Failure> rule(std::span<const RulingGiven> rulings);
    [[nodiscard]] base::Expected<void, base::Failure> enter(std::span<const RulingGiven> entries);

    /// Called after every change of the view, from any thread.
    void when_changed(std::function<void(std::uint64_t version)> tell);

  private:
    LiveCase(CaseFolder folder, omr::PageReader reader, std::function<void(const std::string&)> tell_fault);
    void renew();
    void put_view();
    void keep_up(const std::stop_token& stop);
    void look_for_news();
    void check_count();
    void drop_retired();

    CaseFolder folder_;
    omr::PageReader reader_;
    std::function<void(const std::string&)> tell_fault_;
    std::mutex writing_;    ///< held by whoever uses folder_ and running_
    RunningCount running_;  ///< of folder_'s record
    LogIndex log_index_;
    mutable std::mutex looking_;  ///< held for a moment, to take or put the view
    std::shared_ptr<const View> view_;
    /// Views of earlier; letting one go takes as long as making it, and no ruling waits for that.
    std::vector<std::shared_ptr<const View>> retired_;
    std::function<void(std::uint64_t)> tell_;
    std::mutex waiting_;
    std::condition_variable_any wake_;
    std::uint64_t checked_{0};  ///< version whose count was held against one from nothing; the keeper's own
    std::jthread keeper_;
};

}  // namespace kiemphieu::station::server
