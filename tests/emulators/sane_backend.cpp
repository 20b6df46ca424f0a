// A SANE backend whose tray is a folder of JPEGs, loaded by the real libsane: LD_LIBRARY_PATH and a SANE_CONFIG_DIR
// with this backend's name in dll.conf. The same source poses as several drivers, with each one's options:
// KIEMPHIEU_BACKEND is fujitsu, canon_dr, epsonds or kiemphieu, a plain office scanner.
//
//   KIEMPHIEU_SANE_TRAY=DIR     the pages
//   KIEMPHIEU_SANE_STATE=FILE   "next-page confirmed fault-struck"; it lives over processes as a real tray does
//   KIEMPHIEU_SANE_FAULT=KIND@N strikes once, at sheet N: jam, jam-read (told by sane_read only), cover, double-feed,
//                               io (the plug), busy, warming (twice), hang, stopbutton, short (lines missing)

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <sane/sane.h>
#include <turbojpeg.h>

#define KIEMPHIEU_JOIN2(a, b) sane_##a##_##b
#define KIEMPHIEU_JOIN(a, b) KIEMPHIEU_JOIN2(a, b)
#define KIEMPHIEU_TEXT2(a) #a
#define KIEMPHIEU_TEXT(a) KIEMPHIEU_TEXT2(a)

namespace {

namespace fs = std::filesystem;

const std::string driver = KIEMPHIEU_TEXT(KIEMPHIEU_BACKEND);

std::string setting(const char* name) {
    const char* text = std::getenv(name);
    return text != nullptr ? text : "";
}

/// The tray, in a file: what was fed stays fed when a client dies.
struct Tray {
    int page{};
    int confirmed{};
    int struck{};

    Tray() {
        std::ifstream in(setting("KIEMPHIEU_SANE_STATE"));
        in >> page >> confirmed >> struck;
    }
    void save() const {
        const std::string file = setting("KIEMPHIEU_SANE_STATE");
        if (file.empty()) return;
        std::ofstream(file + ".new") << page << ' ' << confirmed << ' ' << struck << '\n';
        fs::rename(file + ".new", file);
    }
};

struct Option {
    std::string name;
    SANE_Value_Type type{};
    std::vector<std::string> choices;
    std::string value;
    bool sensor{false};
    SANE_Unit unit{SANE_UNIT_NONE};
    // What libsane points at.
    SANE_Option_Descriptor descriptor{};
    std::vector<SANE_String_Const> list{};
    std::vector<SANE_Word> words{};
    SANE_Range range{0, SANE_FIX(300), 0};

    void finish() {
        descriptor = {};
        descriptor.name = name.c_str();
        descriptor.title = descriptor.desc = name.c_str();
        descriptor.type = type;
        descriptor.unit = unit;
        descriptor.cap = SANE_CAP_SOFT_DETECT | (sensor ? 0 : SANE_CAP_SOFT_SELECT);
        descriptor.size = type == SANE_TYPE_STRING ? 64 : static_cast<SANE_Int>(sizeof(SANE_Word));
        if (type == SANE_TYPE_STRING) {
            for (const std::string& choice : choices) list.push_back(choice.c_str());
            list.push_back(nullptr);
            descriptor.constraint_type = SANE_CONSTRAINT_STRING_LIST;
            descriptor.constraint.string_list = list.data();
        } else if (type == SANE_TYPE_INT && !choices.empty()) {
            words.push_back(static_cast<SANE_Word>(choices.size()));
            for (const std::string& choice : choices) words.push_back(std::stoi(choice));
            descriptor.constraint_type = SANE_CONSTRAINT_WORD_LIST;
            descriptor.constraint.word_list = words.data();
        } else if (type == SANE_TYPE_FIXED) {
            descriptor.constraint_type = SANE_CONSTRAINT_RANGE;
            descriptor.constraint.range = &range;
        }
    }
};

/// The options of the driver posed as. Source: the drivers' manual pages, sane-backends 1.2.
std::vector<Option> options_of_driver() {
    std::vector<Option> all;
    const auto choice = [&](const char* name, std::vector<std::string> values) {
        all.push_back({name, SANE_TYPE_STRING, values, values.front()});
    };
    const auto area = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) all.push_back({name, SANE_TYPE_FIXED, {}, "0", false, SANE_UNIT_MM});
    };
    const auto flag = [&](const char* name) { all.push_back({name, SANE_TYPE_BOOL, {}, "yes"}); };
    if (driver == "kiemphieu") {
        choice("source", {"Flatbed", "ADF", "ADF Duplex"});
        choice("mode", {"Color", "Gray"});
        all.push_back({"resolution", SANE_TYPE_INT, {"75", "100", "200", "300"}, "75"});
        area({"tl-x", "tl-y", "br-x", "br-y"});
        return all;
    }
    choice("source", {"Flatbed", "ADF Front", "ADF Back", "ADF Duplex"});
    choice("mode", {"Lineart", "Gray", "Color"});
    all.push_back({"resolution", SANE_TYPE_INT, {"150", "200", "240", "300", "600"}, "150"});
    if (driver == "epsonds") {
        area({"tl-x", "tl-y", "br-x", "br-y"});
        flag("adf-skew");
        flag("adf-crop");
        return all;
    }
    area({"page-width", "page-height", "tl-x", "tl-y", "br-x", "br-y"});
    for (const char* name : {"swcrop", "swdeskew"}) flag(name);
    if (driver == "fujitsu") choice("df-action", {"Default", "Continue", "Stop"});
    if (driver == "canon_dr") flag("rollerdeskew");
    for (const char* name : {"df-thickness", "df-length"}) all.push_back({name, SANE_TYPE_BOOL, {}, "no"});
    all.push_back({"swskip", SANE_TYPE_FIXED, {}, "5"});
    if (driver == "fujitsu") all.push_back({"double-feed", SANE_TYPE_BOOL, {}, "no", true});
    return all;
}

/// An open device.
class Scanner {
  public:
    Scanner() : options_(options_of_driver()) {
        for (Option& option : options_) option.finish();
        count_.name = "";
        count_.title = count_.desc = "number of options";
        count_.type = SANE_TYPE_INT;
        count_.cap = SANE_CAP_SOFT_DETECT;
        count_.size = sizeof(SANE_Word);
        const std::string folder = setting("KIEMPHIEU_SANE_TRAY");
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() == ".jpg") files_.push_back(entry.path());
        }
        std::sort(files_.begin(), files_.end());
        const std::string fault = setting("KIEMPHIEU_SANE_FAULT");
        if (const auto at = fault.find('@'); at != std::string::npos) {
            fault_ = fault.substr(0, at);
            fault_sheet_ = std::stoi(fault.substr(at + 1));
        }
    }

    const SANE_Option_Descriptor* descriptor(SANE_Int index) const {
        if (index == 0) return &count_;
        const auto at = static_cast<std::size_t>(index) - 1;
        return at < options_.size() ? &options_[at].descriptor : nullptr;
    }

    SANE_Status control(SANE_Int index, SANE_Action action, void* data, SANE_Int* info) {
        if (index == 0 && action == SANE_ACTION_GET_VALUE) {
            *static_cast<SANE_Word*>(data) = static_cast<SANE_Word>(options_.size() + 1);
            return SANE_STATUS_GOOD;
        }
        if (descriptor(index) == nullptr || index == 0) return SANE_STATUS_INVAL;
        Option& option = options_[static_cast<std::size_t>(index) - 1];
        if (action == SANE_ACTION_GET_VALUE) return get(option, data);
        if (action != SANE_ACTION_SET_VALUE || option.sensor) return SANE_STATUS_UNSUPPORTED;
        if (info != nullptr) *info = SANE_INFO_RELOAD_OPTIONS;
        return set(option, data);
    }

    SANE_Status start() {
        Tray tray;
        if (given_) ++tray.confirmed;  // whoever asks for the next has the one before
        given_ = false;
        tray.save();
        if (value("source") == "Flatbed") return SANE_STATUS_NO_DOCS;
        if (tray.page >= static_cast<int>(files_.size())) return SANE_STATUS_NO_DOCS;
        short_ = jam_in_read_ = double_feed_ = false;
        if (const SANE_Status fault = strike(tray); fault != SANE_STATUS_GOOD) return fault;
        return load(files_[static_cast<std::size_t>(tray.page)]);
    }

    void parameters(SANE_Parameters& out) const { out = {SANE_FRAME_GRAY, SANE_TRUE, width_, width_, height_, 8}; }

    SANE_Status read(SANE_Byte* data, SANE_Int max, SANE_Int* length) {
        *length = 0;
        if (cancelled_) return SANE_STATUS_CANCELLED;
        if (jam_in_read_) return SANE_STATUS_JAMMED;
        const std::size_t end = short_ ? pixels_.size() / 2 : pixels_.size();
        const auto left = static_cast<SANE_Int>(std::min(end - at_, static_cast<std::size_t>(max)));
        if (left == 0) {
            if (!short_ && !given_) {
                Tray tray;
                ++tray.page;
                tray.save();
                given_ = true;
            }
            return SANE_STATUS_EOF;
        }
        std::memcpy(data, pixels_.data() + at_, static_cast<std::size_t>(left));
        at_ += static_cast<std::size_t>(left);
        *length = left;
        return SANE_STATUS_GOOD;
    }

    void cancel() { cancelled_ = true; }

  private:
    std::string value(const std::string& name) const {
        const auto found =
            std::find_if(options_.begin(), options_.end(), [&](const Option& o) { return o.name == name; });
        return found == options_.end() ? "" : found->value;
    }

    SANE_Status get(const Option& option, void* data) const {
        if (option.type == SANE_TYPE_STRING) {
            std::strcpy(static_cast<char*>(data), option.value.c_str());
            return SANE_STATUS_GOOD;
        }
        SANE_Word word = option.type == SANE_TYPE_BOOL    ? static_cast<SANE_Word>(option.value == "yes")
                         : option.type == SANE_TYPE_FIXED ? SANE_FIX(std::stod(option.value))
                                                          : std::stoi(option.value);
        if (option.name == "double-feed") word = double_feed_ ? SANE_TRUE : SANE_FALSE;
        std::memcpy(data, &word, sizeof word);
        return SANE_STATUS_GOOD;
    }

    static SANE_Status set(Option& option, const void* data) {
        if (option.type == SANE_TYPE_STRING) {
            const std::string text = static_cast<const char*>(data);
            if (std::find(option.choices.begin(), option.choices.end(), text) == option.choices.end()) {
                return SANE_STATUS_INVAL;
            }
            option.value = text;
            return SANE_STATUS_GOOD;
        }
        SANE_Word word = 0;
        std::memcpy(&word, data, sizeof word);
        option.value = option.type == SANE_TYPE_BOOL    ? (word == SANE_TRUE ? "yes" : "no")
                       : option.type == SANE_TYPE_FIXED ? std::to_string(SANE_UNFIX(word))
                                                        : std::to_string(word);
        return SANE_STATUS_GOOD;
    }

    SANE_Status strike(Tray& tray) {
        const int sides = value("source") == "ADF Duplex" ? 2 : 1;
        const int times = fault_ == "warming" ? 2 : 1;
        if (fault_.empty() || tray.struck >= times || tray.page / sides + 1 != fault_sheet_) return SANE_STATUS_GOOD;
        ++tray.struck;
        tray.save();
        if (fault_ == "jam") return SANE_STATUS_JAMMED;
        if (fault_ == "cover") return SANE_STATUS_COVER_OPEN;
        if (fault_ == "io") return SANE_STATUS_IO_ERROR;
        if (fault_ == "busy") return SANE_STATUS_DEVICE_BUSY;
        if (fault_ == "warming") return static_cast<SANE_Status>(12);
        if (fault_ == "stopbutton") return SANE_STATUS_CANCELLED;
        if (fault_ == "double-feed") {
            double_feed_ = true;
            return SANE_STATUS_JAMMED;
        }
        if (fault_ == "hang") {
            while (!cancelled_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
            return SANE_STATUS_CANCELLED;
        }
        jam_in_read_ = fault_ == "jam-read";
        short_ = fault_ == "short";
        return SANE_STATUS_GOOD;
    }

    SANE_Status load(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        const std::vector<unsigned char> jpeg{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        tjhandle handle = tjInitDecompress();
        int subsampling = 0;
        int colours = 0;
        int failed = tjDecompressHeader3(handle, jpeg.data(), jpeg.size(), &width_, &height_, &subsampling, &colours);
        if (failed == 0) {
            pixels_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
            failed = tjDecompress2(handle, jpeg.data(), jpeg.size(), pixels_.data(), width_, 0, height_, TJPF_GRAY, 0);
        }
        tjDestroy(handle);
        at_ = 0;
        cancelled_ = false;
        return failed == 0 ? SANE_STATUS_GOOD : SANE_STATUS_IO_ERROR;
    }

    std::vector<Option> options_;
    SANE_Option_Descriptor count_{};
    std::vector<fs::path> files_;
    std::string fault_;
    int fault_sheet_{};
    int width_{};
    int height_{};
    std::vector<unsigned char> pixels_;
    std::size_t at_{};
    volatile bool cancelled_{false};
    bool given_{false};
    bool short_{false};
    bool jam_in_read_{false};
    bool double_feed_{false};
};

Scanner& scanner_of(SANE_Handle handle) {
    return *static_cast<Scanner*>(handle);
}

}  // namespace

// The entry points of a backend. Source: SANE standard 1.06, section 4.3.
#define KIEMPHIEU_FUNCTION(type, name) \
    extern "C" __attribute__((visibility("default"))) type KIEMPHIEU_JOIN(KIEMPHIEU_BACKEND, name)

KIEMPHIEU_FUNCTION(SANE_Status, init)(SANE_Int* version, SANE_Auth_Callback) {
    if (version != nullptr) *version = SANE_VERSION_CODE(1, 0, 1);
    return SANE_STATUS_GOOD;
}
KIEMPHIEU_FUNCTION(void, exit)() {}
KIEMPHIEU_FUNCTION(SANE_Status, get_devices)(const SANE_Device*** list, SANE_Bool) {
    static const SANE_Device device{"emulated", "Kiemphieu", "Emulated ADF", "sheetfed scanner"};
    static const SANE_Device* devices[] = {&device, nullptr};
    *list = devices;
    return SANE_STATUS_GOOD;
}
KIEMPHIEU_FUNCTION(SANE_Status, open)(SANE_String_Const name, SANE_Handle* handle) {
    if (std::string(name) != "emulated" || setting("KIEMPHIEU_SANE_TRAY").empty()) return SANE_STATUS_INVAL;
    *handle = new Scanner;
    return SANE_STATUS_GOOD;
}
KIEMPHIEU_FUNCTION(void, close)(SANE_Handle handle) {
    delete &scanner_of(handle);
}
KIEMPHIEU_FUNCTION(const SANE_Option_Descriptor*, get_option_descriptor)(SANE_Handle handle, SANE_Int index) {
    return scanner_of(handle).descriptor(index);
}
KIEMPHIEU_FUNCTION(SANE_Status, control_option)
(SANE_Handle handle, SANE_Int index, SANE_Action action, void* value, SANE_Int* info) {
    return scanner_of(handle).control(index, action, value, info);
}
KIEMPHIEU_FUNCTION(SANE_Status, get_parameters)(SANE_Handle handle, SANE_Parameters* parameters) {
    scanner_of(handle).parameters(*parameters);
    return SANE_STATUS_GOOD;
}
KIEMPHIEU_FUNCTION(SANE_Status, start)(SANE_Handle handle) {
    return scanner_of(handle).start();
}
KIEMPHIEU_FUNCTION(SANE_Status, read)(SANE_Handle handle, SANE_Byte* data, SANE_Int max, SANE_Int* length) {
    return scanner_of(handle).read(data, max, length);
}
KIEMPHIEU_FUNCTION(void, cancel)(SANE_Handle handle) {
    scanner_of(handle).cancel();
}
KIEMPHIEU_FUNCTION(SANE_Status, set_io_mode)(SANE_Handle, SANE_Bool) {
    return SANE_STATUS_UNSUPPORTED;
}
KIEMPHIEU_FUNCTION(SANE_Status, get_select_fd)(SANE_Handle, SANE_Int*) {
    return SANE_STATUS_UNSUPPORTED;
}
