// A sheet that was acknowledged stays, and is there once, whatever happens to the process or the disk.
// Source: cli.md, exit code 3: "nothing that was accepted before is lost, and the same command goes on".
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "station/store/record.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;
namespace fs = std::filesystem;

constexpr int sheet_count = 80;

std::string image_of(int index) {
    // More than a page of the disk, so that it can be cut in the middle; number 7 is bigger than the log grows before
    // it.
    const std::size_t size = index == 7 ? 120'000 : 6000;
    return "image " + std::to_string(index) + std::string(size, static_cast<char>('a' + index % 26));
}

const std::vector<std::string>& images() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made;
        for (int i = 0; i < sheet_count; ++i) made.push_back(image_of(i));
        return made;
    }();
    return all;
}

NewSheet new_sheet(int index) {
    const std::string& image = images()[static_cast<std::size_t>(index)];
    const auto reading =
        sheet(image, static_cast<std::uint64_t>(index + 1), {row(1, omr::Decision::high), row(2, omr::Decision::low)});
    return {reading.key, std::to_string(index) + ".jpg", base::as_bytes(image), reading.reading};
}

/// The command: the whole stack from its beginning, a few sheets at a time. `acknowledge` hears of each accepted sheet.
base::Expected<void, base::Failure> scan_stack(const fs::path& folder, const std::function<void(int)>& acknowledge) {
    auto record = Record::open(folder);
    if (!record) return base::fail(record.error());
    Batch batch{"stack", {}};
    constexpr int chunk = 3;
    for (int first = 0; first < sheet_count; first += chunk) {
        std::vector<NewSheet> sheets;
        for (int i = first; i < std::min(first + chunk, sheet_count); ++i) sheets.push_back(new_sheet(i));
        const auto accepted = record->accept(batch, sheets);
        if (!accepted) return base::fail(accepted.error());
        for (std::size_t i = 0; i < accepted->size(); ++i) {
            if ((*accepted)[i] == Acceptance::accepted) acknowledge(first + static_cast<int>(i));
        }
    }
    return {};
}

fs::path fresh_folder(const std::string& name) {
    const fs::path folder = fs::temp_directory_path() / ("kiemphieu-fault-" + name + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}

void make_case(const fs::path& folder) {
    const auto made = Record::create(folder, {the_conference, "test", {}});
    ASSERT_TRUE(made.has_value()) << base::to_string(made.error());
}

/// Acknowledged sheets are there, every sheet once, and the record holds.
void expect_nothing_lost(const fs::path& folder, const std::set<int>& acknowledged) {
    const auto record = Record::open(folder);
    ASSERT_TRUE(record.has_value()) << base::to_string(record.error());
    for (const int index : acknowledged) EXPECT_TRUE(record->knows(new_sheet(index).key)) << index;
    EXPECT_EQ(record->state().sheets.size(), record->state().known.size());
    const auto report = verify_record(folder);
    ASSERT_TRUE(report.has_value()) << base::to_string(report.error());
    for (const base::Failure& fault : report->faults) ADD_FAILURE() << base::to_string(fault);
}

/// Runs work in a child of its own; what it returns is its exit status.
pid_t start(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// Scans in a child, kills it once `acknowledgements` have come and `delay` has passed, and adds what it acknowledged.
void scan_and_kill(const fs::path& folder, int acknowledgements, std::chrono::microseconds delay,
                   std::set<int>& acknowledged) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = start([&] {
        ::close(ends[0]);
        const auto done = scan_stack(folder, [&](int index) {
            if (::write(ends[1], &index, sizeof index) != sizeof index) ::_exit(9);
        });
        return done ? 0 : 1;
    });
    ::close(ends[1]);
    int index = 0;
    while (acknowledgements-- > 0 && ::read(ends[0], &index, sizeof index) == sizeof index) acknowledged.insert(index);
    const auto until = std::chrono::steady_clock::now() + delay;
    while (std::chrono::steady_clock::now() < until) {
    }
    ::kill(child, SIGKILL);
    const int status = wait_for(child);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << status;
    while (::read(ends[0], &index, sizeof index) == sizeof index) acknowledged.insert(index);
    ::close(ends[0]);
}

TEST(RecordFault, KilledAtAnyMomentNothingAcknowledgedIsLostAndNothingCountedTwice) {
    std::mt19937_64 random(20231215);
    int interrupted = 0;
    for (int round = 0; round < 12; ++round) {
        const fs::path folder = fresh_folder("kill");
        make_case(folder);
        std::set<int> acknowledged;
        for (int kill = 0; kill < 8; ++kill) {
            scan_and_kill(folder, static_cast<int>(random() % 9), std::chrono::microseconds(random() % 4000),
                          acknowledged);
            expect_nothing_lost(folder, acknowledged);
            interrupted += acknowledged.size() < sheet_count ? 1 : 0;
        }
        const auto finished = scan_stack(folder, [&](int index) {
            EXPECT_TRUE(acknowledged.insert(index).second) << index << " was acknowledged before";
        });
        ASSERT_TRUE(finished.has_value()) << base::to_string(finished.error());
        expect_nothing_lost(folder, acknowledged);
        EXPECT_EQ(Record::open(folder)->state().sheets.size(), static_cast<std::size_t>(sheet_count));
        fs::remove_all(folder);
    }
    EXPECT_GT(interrupted, 20) << "the kills must fall into the work, or this test shows nothing";
}

/// Scans where writing fails, expects a failure of the world, makes room, and expects the same command to go on.
int scan_short_of_room(const fs::path& folder, const std::function<void()>& make_room) {
    std::set<int> acknowledged;
    const auto note = [&](int index) { acknowledged.insert(index); };
    const auto failed = scan_stack(folder, note);
    if (failed || failed.error().failure_class != base::FailureClass::world) return 1;
    const std::size_t before = acknowledged.size();
    expect_nothing_lost(folder, acknowledged);
    make_room();
    const auto finished = scan_stack(folder, note);
    if (!finished) return 2;
    expect_nothing_lost(folder, acknowledged);
    if (::testing::Test::HasFailure()) return 3;
    return acknowledged.size() == sheet_count && before < sheet_count ? 0 : 4;
}

/// A limit on files' sizes hits images when it is below theirs, the log when it is above.
class RecordSizeLimit : public ::testing::TestWithParam<rlim_t> {};

TEST_P(RecordSizeLimit, AWriteThatFailsIsTheWorldsFaultAndTheCommandGoesOn) {
    const fs::path folder = fresh_folder("limit");
    make_case(folder);
    const pid_t child = start([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlimit narrow{GetParam(), limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &narrow);
        return scan_short_of_room(folder, [&] { ::setrlimit(RLIMIT_FSIZE, &limit); });
    });
    const int status = wait_for(child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    fs::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Bytes, RecordSizeLimit, ::testing::Values(rlim_t{100'000}, rlim_t{200'000}));

TEST(RecordFault, AFullDiskIsTheWorldsFaultAndTheCommandGoesOn) {
    const fs::path folder = fresh_folder("full");
    constexpr int not_permitted = 77;
    const pid_t child = start([&] {
        // A small disk of our own, gone with this child's namespace.
        if (::unshare(CLONE_NEWNS | (::geteuid() == 0 ? 0 : CLONE_NEWUSER)) != 0) return not_permitted;
        if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return not_permitted;
        if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=2200k") != 0) return not_permitted;
        make_case(folder);
        const fs::path filler = folder / "filler";
        std::ofstream(filler) << std::string(1'700'000, 'x');
        return scan_short_of_room(folder, [&] { fs::remove(filler); });
    });
    const int status = wait_for(child);
    fs::remove_all(folder);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == not_permitted) GTEST_SKIP() << "mounting a small disk is not permitted here";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

/// Runs a part in a process of its own; true when it ended well.
bool in_another_process(const std::function<bool()>& part) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(part() ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Closing any descriptor of a file gives up all locks that the process holds on it by POSIX rules, and `verify` and
// seals read the database's file: another process must not take this one for gone. Source: sqlite.org/howtocorrupt.html
// section 2.2.
TEST(RecordFault, WhoSealsWhileAnotherHasTheRecordOpenLosesNothing) {
    const fs::path folder = fresh_folder("two");
    make_case(folder);
    auto station = Record::open(folder);
    ASSERT_TRUE(station.has_value());
    const auto take = [](Record& record, int index) {
        Batch batch{"stack", {}};
        const std::vector sheets{new_sheet(index)};
        return record.accept(batch, sheets).has_value();
    };
    std::size_t taken = 0;
    for (int round = 0; round < 8; ++round) {
        ASSERT_TRUE(take(*station, static_cast<int>(taken++)));
        ASSERT_TRUE(verify_record(folder).value().holds());
        const int next = static_cast<int>(taken++);
        ASSERT_TRUE(in_another_process([&] {
            auto command = Record::open(folder);
            return command && take(*command, next);
        }));
        ASSERT_TRUE(take(*station, static_cast<int>(taken++)));
        ASSERT_TRUE(in_another_process([&] {
            const auto look = Record::open(folder, {}, Access::look);
            return look && look->state().sheets.size() == taken;
        })) << "round "
            << round;
    }
    station = base::fail(base::Failure{});
    EXPECT_EQ(Record::open(folder)->state().sheets.size(), taken);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace kiemphieu::station
