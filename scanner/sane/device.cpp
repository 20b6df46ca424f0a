#include "scanner/sane/device.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <sane/sane.h>

#include "base/png.hpp"
#include "scanner/document.hpp"
#include "scanner/sane/options.hpp"

namespace kiemphieu::scanner::sane {

namespace {

using base::Failure;
using base::FailureClass;

// Since SANE 1.1, told by value in drivers built against other headers.
constexpr int warming_up = 12;
constexpr int jpeg_frame = 0x0B;

/// libsane's dll layer has globals without locks: initialising, listing and opening go one after another.
std::mutex& library_lock() {
    static std::mutex mutex;
    return mutex;
}

Failure world(const std::string& device, const std::string& act, SANE_Status status) {
    return {FailureClass::world, "sane:" + device, act, sane_strstatus(status)};
}

/// Once a process; there is no sane_exit, since a driver may hang in a thread that was given up.
base::Expected<void, Failure> initialise() {
    static const SANE_Status status = [] {
        SANE_Int version = 0;
        return sane_init(&version, nullptr);
    }();
    if (status != SANE_STATUS_GOOD) return base::fail(world("", "sane_init", status));
    return {};
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

std::optional<double> number(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// The nearest value at or above the wanted one that an option's constraint lets through; of areas, the largest below.
std::optional<double> allowed(const SANE_Option_Descriptor& option, double wanted) {
    const auto real = [&](SANE_Word word) { return option.type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : word; };
    if (option.constraint_type == SANE_CONSTRAINT_WORD_LIST) {
        std::optional<double> best;
        for (int i = 1; i <= option.constraint.word_list[0]; ++i) {
            const double value = real(option.constraint.word_list[i]);
            if (value >= wanted && (!best || value < *best)) best = value;
        }
        return best;
    }
    if (option.constraint_type == SANE_CONSTRAINT_RANGE) {
        const bool area = option.unit == SANE_UNIT_MM;
        const double max = real(option.constraint.range->max);
        if (wanted > max && !area) return std::nullopt;
        return std::clamp(wanted, static_cast<double>(real(option.constraint.range->min)), max);
    }
    return wanted;
}

/// An option's value as its bytes; nothing when this value can't be.
std::optional<std::vector<char>> value_bytes(const SANE_Option_Descriptor& option, const std::string& value) {
    std::vector<char> bytes(static_cast<std::size_t>(std::max(option.size, 4)));
    const auto word = [&](SANE_Word w) {
        std::memcpy(bytes.data(), &w, sizeof w);
        return bytes;
    };
    switch (option.type) {
        case SANE_TYPE_BOOL:
            return word(value == "yes" || value == "1" ? SANE_TRUE : SANE_FALSE);
        case SANE_TYPE_INT:
        case SANE_TYPE_FIXED: {
            if (option.size > static_cast<int>(sizeof(SANE_Word))) return std::nullopt;  // a table, not a number
            const auto wanted = number(value);
            const auto possible = wanted ? allowed(option, *wanted) : std::nullopt;
            if (!possible) return std::nullopt;
            return word(option.type == SANE_TYPE_FIXED ? SANE_FIX(*possible)
                                                       : static_cast<SANE_Word>(std::lround(*possible)));
        }
        case SANE_TYPE_STRING: {
            std::string exact = value;
            if (option.constraint_type == SANE_CONSTRAINT_STRING_LIST) {
                const SANE_String_Const* word_at = option.constraint.string_list;
                while (*word_at != nullptr && !same_word(*word_at, value)) ++word_at;
                if (*word_at == nullptr) return std::nullopt;
                exact = *word_at;
            }
            if (exact.size() + 1 > bytes.size()) return std::nullopt;
            std::memcpy(bytes.data(), exact.c_str(), exact.size() + 1);
            return bytes;
        }
        default:
            return std::nullopt;
    }
}

std::string text_of(const SANE_Option_Descriptor& option, const std::vector<char>& bytes) {
    SANE_Word word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    switch (option.type) {
        case SANE_TYPE_BOOL:
            return word == SANE_TRUE ? "yes" : "no";
        case SANE_TYPE_INT:
            return std::to_string(word);
        case SANE_TYPE_FIXED:
            return fmt::format("{:g}", std::round(SANE_UNFIX(word) * 100) / 100);
        default:
            return bytes.data();
    }
}

}  // namespace

struct Device::Handle {
    std::string name;
    SANE_Handle sane{};

    /// Index and descriptor; setting one option may change all others, so nothing is remembered.
    std::pair<SANE_Int, const SANE_Option_Descriptor*> find(const std::string& option) const {
        for (SANE_Int i = 1;; ++i) {
            const SANE_Option_Descriptor* descriptor = sane_get_option_descriptor(sane, i);
            if (descriptor == nullptr) return {0, nullptr};
            if (descriptor->name != nullptr && option == descriptor->name && SANE_OPTION_IS_ACTIVE(descriptor->cap)) {
                return {i, descriptor};
            }
        }
    }

    /// The value the driver took, or nothing.
    std::optional<std::string> set(const Wish& wish) const {
        const auto [index, option] = find(wish.option);
        if (option == nullptr || !SANE_OPTION_IS_SETTABLE(option->cap)) return std::nullopt;
        for (const std::string& value : wish.values) {
            auto bytes = value_bytes(*option, value);
            if (!bytes) continue;
            SANE_Int info = 0;
            if (sane_control_option(sane, index, SANE_ACTION_SET_VALUE, bytes->data(), &info) == SANE_STATUS_GOOD) {
                return text_of(*option, *bytes);  // the driver writes back what it made of it
            }
        }
        return std::nullopt;
    }

    bool sensor(const std::string& option) const {
        const auto [index, descriptor] = find(option);
        if (descriptor == nullptr || descriptor->type != SANE_TYPE_BOOL) return false;
        SANE_Word value = SANE_FALSE;
        return sane_control_option(sane, index, SANE_ACTION_GET_VALUE, &value, nullptr) == SANE_STATUS_GOOD &&
               value == SANE_TRUE;
    }

    EndOfPages end_of(SANE_Status status, const char* act) const {
        const std::string detail = fmt::format("{}: {}", act, sane_strstatus(status));
        switch (static_cast<int>(status)) {
            case SANE_STATUS_NO_DOCS:
                return {SourceEnd::tray_empty, detail};
            case SANE_STATUS_CANCELLED:
                return {SourceEnd::stopped, detail};
            case SANE_STATUS_JAMMED:
                // Drivers tell a double feed as a jam; those with the sensor let it be asked.
                if (sensor("double-feed")) return {SourceEnd::double_feed, detail + ", sensor double-feed"};
                return {SourceEnd::jam, detail};
            case SANE_STATUS_COVER_OPEN:
                return {SourceEnd::cover_open, detail};
            case SANE_STATUS_DEVICE_BUSY:
                return {SourceEnd::busy, detail};
            case SANE_STATUS_IO_ERROR:
                if (sensor("double-feed")) return {SourceEnd::double_feed, detail + ", sensor double-feed"};
                return {SourceEnd::device_lost, detail};
            default:
                return {SourceEnd::device_fault, detail};
        }
    }

    /// All bytes of a frame. `expected` is 0 where the driver does not know the length beforehand.
    ScannedPage read_frame(const SANE_Parameters& parameters) const {
        const auto expected = parameters.lines > 0 ? static_cast<std::size_t>(parameters.lines) *
                                                         static_cast<std::size_t>(parameters.bytes_per_line)
                                                   : std::size_t{0};
        std::vector<std::uint8_t> data;
        data.reserve(expected);
        std::vector<std::uint8_t> buffer(256U << 10U);
        while (true) {
            SANE_Int got = 0;
            const SANE_Status status = sane_read(sane, buffer.data(), static_cast<SANE_Int>(buffer.size()), &got);
            if (status == SANE_STATUS_EOF) break;
            if (status != SANE_STATUS_GOOD) return {{}, end_of(status, "sane_read")};
            data.insert(data.end(), buffer.begin(), buffer.begin() + got);
        }
        if (static_cast<int>(parameters.format) == jpeg_frame) return whole_jpeg(std::move(data));
        if (expected != 0 && data.size() != expected) {
            return {{}, {SourceEnd::damaged_page, fmt::format("{} bytes of {}", data.size(), expected)}};
        }
        return encode(parameters, data);
    }

    static ScannedPage whole_jpeg(std::vector<std::uint8_t> bytes) {
        if (const auto whole = open_document(bytes, ""); !whole) {
            return {{}, {SourceEnd::damaged_page, base::to_string(whole.error())}};
        }
        return {std::move(bytes), {}};
    }

    static ScannedPage encode(const SANE_Parameters& parameters, const std::vector<std::uint8_t>& data) {
        const bool rgb = parameters.format == SANE_FRAME_RGB;
        const bool gray = parameters.format == SANE_FRAME_GRAY;
        const auto line = static_cast<std::size_t>(parameters.bytes_per_line);
        if ((!rgb && !gray) || (parameters.depth != 8 && !(gray && parameters.depth == 1)) || line == 0) {
            return {{},
                    {SourceEnd::device_fault, fmt::format("frame format {} of depth {}",
                                                          static_cast<int>(parameters.format), parameters.depth)}};
        }
        base::PageImage image;
        image.width = parameters.pixels_per_line;
        image.height = static_cast<int>(data.size() / line);
        image.format = rgb ? base::PixelFormat::rgb8 : base::PixelFormat::gray8;
        const std::size_t row = static_cast<std::size_t>(image.width) * image.bytes_per_pixel();
        if (image.height == 0 || (parameters.depth == 8 && line < row) ||
            line * 8 < static_cast<std::size_t>(image.width)) {
            return {{}, {SourceEnd::damaged_page, "a page without lines"}};
        }
        image.pixels.reserve(row * static_cast<std::size_t>(image.height));
        for (int y = 0; y < image.height; ++y) {
            const auto first = data.begin() + static_cast<std::ptrdiff_t>(line * static_cast<std::size_t>(y));
            if (parameters.depth == 8) {
                image.pixels.insert(image.pixels.end(), first, first + static_cast<std::ptrdiff_t>(row));
                continue;
            }
            for (int x = 0; x < image.width; ++x) {  // a set bit is black
                const bool black = ((first[x / 8] >> (7 - x % 8)) & 1) != 0;
                image.pixels.push_back(black ? std::uint8_t{0} : std::uint8_t{255});
            }
        }
        auto bytes = base::encode_png(image);
        if (!bytes) return {{}, {SourceEnd::device_fault, base::to_string(bytes.error())}};
        return {std::move(*bytes), {}};
    }
};

Device::Device(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

Device::~Device() {
    sane_cancel(handle_->sane);
    const std::lock_guard lock(library_lock());
    sane_close(handle_->sane);
}

base::Expected<std::vector<SaneDevice>, Failure> list_devices() {
    const std::lock_guard lock(library_lock());
    if (auto begun = initialise(); !begun) return tl::unexpected(begun.error());
    const SANE_Device** devices = nullptr;
    const SANE_Status status = sane_get_devices(&devices, SANE_FALSE);
    if (status != SANE_STATUS_GOOD) return base::fail(world("", "sane_get_devices", status));
    std::vector<SaneDevice> out;
    for (; devices != nullptr && *devices != nullptr; ++devices) {
        out.push_back({(*devices)->name, (*devices)->vendor, (*devices)->model, (*devices)->type});
    }
    return out;
}

base::Expected<std::unique_ptr<Device>, Failure> Device::open(const std::string& name) {
    const std::lock_guard lock(library_lock());
    if (auto begun = initialise(); !begun) return tl::unexpected(begun.error());
    auto handle = std::make_unique<Handle>();
    handle->name = name;
    const SANE_Status status = sane_open(name.c_str(), &handle->sane);
    if (status != SANE_STATUS_GOOD) return base::fail(world(name, "sane_open", status));
    return std::unique_ptr<Device>(new Device(std::move(handle)));
}

base::Expected<SanePlan, Failure> Device::set(const ScanSettings& wanted) {
    SanePlan plan{std::string(family_of(handle_->name)), {}, {}};
    for (const Wish& wish : wishes_for(plan.family, wanted)) {
        const auto taken = handle_->set(wish);
        if (taken) {
            plan.set.push_back(wish.option + "=" + *taken);
        } else if (wish.need == Need::required) {
            return base::fail(
                Failure{FailureClass::bad_input, "sane:" + handle_->name, wish.option,
                        fmt::format("{}; expected it to take \"{}\"", wish.without.english, wish.values.front())});
        } else if (wish.need == Need::wanted) {
            plan.remarks.push_back(wish.without);
        }
    }
    return plan;
}

ScannedPage Device::scan() {
    const SANE_Status started = sane_start(handle_->sane);
    if (static_cast<int>(started) == warming_up) return {{}, {SourceEnd::busy, "the lamp warms up"}};
    if (started != SANE_STATUS_GOOD) return {{}, handle_->end_of(started, "sane_start")};
    SANE_Parameters parameters{};
    const SANE_Status status = sane_get_parameters(handle_->sane, &parameters);
    if (status != SANE_STATUS_GOOD) return {{}, handle_->end_of(status, "sane_get_parameters")};
    return handle_->read_frame(parameters);
}

void Device::cancel() {
    sane_cancel(handle_->sane);
}

}  // namespace kiemphieu::scanner::sane
