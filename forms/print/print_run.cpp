#include "forms/print/print_run.hpp"

#include <limits>
#include <string>
#include <unordered_set>

namespace kiemphieu::forms {

namespace {

/// Numbers that look random and are the same for the same key, seed and purpose.
class KeyedNumbers {
  public:
    KeyedNumbers(const base::SecretKey& key, const base::Digest& seed, std::string purpose)
        : key_(key), prefix_(std::move(purpose)) {
        prefix_ += '|' + base::to_hex(seed) + '|';
    }

    std::uint64_t next() {
        const base::Digest digest = base::hmac_sha256(key_, base::as_bytes(prefix_ + std::to_string(counter_++)));
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i) number = number << 8U | digest[i];
        return number;
    }

    /// A number below `bound`, each equally likely: what would favour the small ones is drawn again.
    std::uint64_t below(std::uint64_t bound) {
        const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        const std::uint64_t fair = most - most % bound;
        std::uint64_t number = next();
        while (number >= fair) number = next();
        return number % bound;
    }

  private:
    base::SecretKey key_;
    std::string prefix_;
    std::uint64_t counter_{0};
};

}  // namespace

PrintRun make_print_run(const BallotLayout& layout, BallotKind kind, int count, const base::Digest& seed,
                        const base::SecretKey& key) {
    const std::string of = layout.style.value + '|' + (kind == BallotKind::test ? "test" : "official");
    PrintRun run{layout.style, kind, {}};
    KeyedNumbers serials(key, seed, "serial|" + of);
    std::unordered_set<std::uint64_t> taken;
    while (run.serials.size() < static_cast<std::size_t>(count)) {
        const std::uint64_t serial = serials.next();
        if (taken.insert(serial).second) run.serials.push_back({serial});
    }
    KeyedNumbers order(key, seed, "order|" + of);
    for (std::size_t left = run.serials.size(); left > 1; --left)
        std::swap(run.serials[left - 1], run.serials[order.below(left)]);
    return run;
}

}  // namespace kiemphieu::forms
