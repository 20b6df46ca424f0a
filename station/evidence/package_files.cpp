#include "station/evidence/package_files.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <set>
#include <thread>

#include "base/hash.hpp"
#include "station/evidence/zip_file.hpp"

namespace kiemphieu::station {

using base::Failure;
using base::FailureClass;

int threads_for(int jobs, std::size_t work) {
    const int cores = jobs > 0 ? jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return static_cast<int>(std::clamp<std::size_t>(work, 1, static_cast<std::size_t>(cores)));
}

std::vector<Failure> check_listed_files(const std::filesystem::path& package, std::span<const ListedFile> files,
                                        int jobs) {
    std::vector<std::optional<Failure>> found(files.size());
    std::atomic<std::size_t> next{};
    const auto work = [&] {
        auto zip = ZipReader::open(package);
        for (std::size_t i = next++; i < files.size(); i = next++) {
            const auto bytes = zip ? zip->read(files[i].name) : base::fail(zip.error());
            if (!bytes) {
                found[i] = bytes.error();
            } else if (base::to_hex(base::sha256(*bytes)) != files[i].sha256 || files[i].size != bytes->size()) {
                found[i] = Failure{FailureClass::broken_evidence, files[i].name, "",
                                   "is not the file that the manifest names"};
            }
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = threads_for(jobs, files.size()); i > 0; --i) threads.emplace_back(work);
    }
    std::vector<Failure> faults;
    for (std::optional<Failure>& each : found) {
        if (each) faults.push_back(std::move(*each));
    }
    std::set<std::string> names{"manifest.json", "manifest.sig"};
    for (const ListedFile& file : files) names.insert(file.name);
    const auto zip = ZipReader::open(package);
    for (const ZipEntry& entry : zip ? zip->entries() : std::vector<ZipEntry>{}) {
        if (names.contains(entry.name)) continue;
        faults.push_back({FailureClass::broken_evidence, entry.name, "", "is not in the manifest"});
    }
    return faults;
}

}  // namespace kiemphieu::station
