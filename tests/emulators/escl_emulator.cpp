// An eSCL scanner with a feeder, over HTTP on loopback: its tray is a folder of JPEGs, and it fails as real ones do.
//
//   escl_emulator --folder DIR [--port 0] [--fault KIND@N]... [--duplex] [--fresh-bytes] [--sheets N] [--delay-ms MS]
//
// The port is printed on stdout once it listens. The tray keeps its place over jobs and lost clients. What people do at
// a device is done by POST to /operator/…: `reload` lays the whole stack in again, `clear` takes the stuck sheet out
// and puts it back on the stack. Faults strike once, at sheet N of the tray: jam, door, hatch, multipick, mispick (404
// as if the stack had ended), busy (503 twenty times), slow (nothing for a while), truncated (a JPEG cut in half, its
// length honest), dropped (the connection ends within the page), stopbutton (404 with sheets left).

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>

#include <CLI/CLI.hpp>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <fmt/format.h>

namespace {

namespace fs = std::filesystem;
using Poco::Net::HTTPResponse;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

struct Options {
    std::string folder;
    std::vector<std::string> faults;
    std::uint16_t port{0};
    bool duplex{false};
    bool fresh_bytes{false};
    int sheets{0};
    int delay_ms{0};
    int slow_ms{3000};
};

/// The device: a tray, one job at a time, and the faults to come.
class Device {
  public:
    explicit Device(const Options& options) : options_(options) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(options.folder)) {
            if (entry.path().extension() == ".jpg") files.push_back(entry.path());
        }
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files) {
            std::ifstream in(file, std::ios::binary);
            pages_.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
        if (pages_.empty()) throw std::runtime_error(options.folder + ": no .jpg in the folder");
        for (const std::string& fault : options.faults) {
            const auto at = fault.find('@');
            if (at == std::string::npos) throw std::runtime_error(fault + ": expected KIND@N");
            faults_.emplace(std::stoi(fault.substr(at + 1)), fault.substr(0, at));
        }
    }

    const Options& options() const { return options_; }

    void handle(HTTPServerRequest& request, HTTPServerResponse& response) {
        const std::lock_guard lock(mutex_);
        const std::string& path = request.getURI();
        const std::string& method = request.getMethod();
        if (path == "/eSCL/ScannerCapabilities") return say(response, 200, capabilities());
        if (path == "/eSCL/ScannerStatus") return say(response, 200, status());
        if (path == "/eSCL/ScanJobs" && method == "POST") return begin(request, response);
        if (path == "/operator/reload") return reload(response);
        if (path == "/operator/clear") return clear(response);
        if (path == "/operator/counts") return say(response, 200, fmt::format("{} {}", confirmed_, empty() ? 1 : 0));
        const std::string job = "/eSCL/ScanJobs/" + std::to_string(job_);
        if (path == job && method == "DELETE") {
            running_ = false;
            return say(response, 200, "");
        }
        if (path == job + "/NextDocument" && running_) {
            if (unconfirmed_) ++confirmed_;  // who asks for the next has the one before
            unconfirmed_ = false;
            return next(request, response);
        }
        say(response, 404, "");
    }

  private:
    int sides() const { return options_.duplex ? 2 : 1; }
    int sheets() const { return options_.sheets > 0 ? options_.sheets : static_cast<int>(pages_.size()) / sides(); }
    bool empty() const { return page_ >= sheets() * sides(); }

    static void say(HTTPServerResponse& response, int status, const std::string& body,
                    const std::string& type = "text/xml") {
        response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(status));
        response.setContentType(type);
        response.setContentLength(static_cast<std::streamsize>(body.size()));
        response.sendBuffer(body.data(), body.size());
    }

    void begin(HTTPServerRequest& request, HTTPServerResponse& response) {
        request.stream().ignore(std::numeric_limits<std::streamsize>::max());
        if (!adf_fault_.empty() || empty()) return say(response, 409, "");
        ++job_;
        running_ = true;
        unconfirmed_ = false;
        response.set("Location", fmt::format("/eSCL/ScanJobs/{}", job_));
        say(response, 201, "");
    }

    void reload(HTTPServerResponse& response) {
        page_ = 0;
        confirmed_ = 0;
        adf_fault_.clear();
        say(response, 200, "");
    }

    void clear(HTTPServerResponse& response) {
        adf_fault_.clear();
        page_ -= page_ % sides();  // a sheet half through is laid in again
        say(response, 200, "");
    }

    /// The fault that strikes now; each strikes once.
    std::string strike() {
        const int sheet = page_ / sides() + 1;
        if (busy_ > 0) {
            --busy_;
            return "busy";
        }
        const auto found = faults_.find(sheet);
        if (found == faults_.end()) return "";
        std::string kind = found->second;
        faults_.erase(found);
        if (kind == "busy") busy_ = 19;
        return kind;
    }

    void next(HTTPServerRequest& request, HTTPServerResponse& response) {
        if (options_.delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(options_.delay_ms));
        if (empty()) return say(response, 404, "");
        static const std::map<std::string, std::pair<std::string, int>> ends{
            {"jam", {"ScannerAdfJam", 409}},
            {"door", {"ScannerAdfDoorOpen", 409}},
            {"hatch", {"ScannerAdfHatchOpen", 503}},
            {"multipick", {"ScannerAdfMultipickDetected", 404}},
            {"mispick", {"ScannerAdfMispick", 404}}};
        const std::string fault = strike();
        if (const auto end = ends.find(fault); end != ends.end()) {
            adf_fault_ = end->second.first;
            if (end->second.second != 503) running_ = false;
            return say(response, end->second.second, "");
        }
        if (fault == "stopbutton") {
            running_ = false;
            return say(response, 404, "");
        }
        if (fault == "busy") return say(response, 503, "");
        if (fault == "slow") std::this_thread::sleep_for(std::chrono::milliseconds(options_.slow_ms));
        send_page(request, response, fault);
    }

    void send_page(HTTPServerRequest& request, HTTPServerResponse& response, const std::string& fault) {
        std::string page = pages_[static_cast<std::size_t>(page_) % pages_.size()];
        if (options_.fresh_bytes) {
            // A comment makes each scan of a sheet other bytes, as noise does in a real one.
            const std::string comment = fmt::format("scan {:012}", ++scans_);
            page.insert(2, fmt::format("\xFF\xFE{}{}{}", '\0', static_cast<char>(comment.size() + 2), comment));
        }
        if (fault == "truncated") page.resize(page.size() / 2);
        response.setContentType("image/jpeg");
        response.setContentLength(static_cast<std::streamsize>(page.size()));
        if (fault == "dropped") {
            auto& out = response.send();
            out.write(page.data(), static_cast<std::streamsize>(page.size() / 2));
            out.flush();
            dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket().shutdown();
            return;
        }
        // A client that goes away gets no sheet back: the sheet is through.
        if (fault != "truncated") ++page_;
        unconfirmed_ = true;
        response.sendBuffer(page.data(), page.size());
    }

    std::string capabilities() const {
        const std::string side =
            "<scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>4200</scan:MaxHeight><scan:SettingProfiles>"
            "<scan:SettingProfile><scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode>"
            "<scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>"
            "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>"
            "<scan:SupportedResolutions><scan:DiscreteResolutions>"
            "<scan:DiscreteResolution><scan:XResolution>200</scan:XResolution><scan:YResolution>200</scan:YResolution>"
            "</scan:DiscreteResolution><scan:DiscreteResolution><scan:XResolution>300</scan:XResolution>"
            "<scan:YResolution>300</scan:YResolution></scan:DiscreteResolution></scan:DiscreteResolutions>"
            "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>";
        return fmt::format(
            "<?xml version=\"1.0\"?><scan:ScannerCapabilities "
            "xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
            "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"><pwg:Version>2.63</pwg:Version>"
            "<pwg:MakeAndModel>Emulated ADF</pwg:MakeAndModel><pwg:SerialNumber>E-1</pwg:SerialNumber><scan:Adf>"
            "<scan:AdfSimplexInputCaps>{}</scan:AdfSimplexInputCaps>{}</scan:Adf></scan:ScannerCapabilities>",
            side, options_.duplex ? "<scan:AdfDuplexInputCaps>" + side + "</scan:AdfDuplexInputCaps>" : "");
    }

    std::string status() const {
        const std::string adf = !adf_fault_.empty() ? adf_fault_ : (empty() ? "ScannerAdfEmpty" : "ScannerAdfLoaded");
        return fmt::format(
            "<?xml version=\"1.0\"?><scan:ScannerStatus xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
            "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"><pwg:State>{}</pwg:State>"
            "<scan:AdfState>{}</scan:AdfState></scan:ScannerStatus>",
            running_ ? "Processing" : "Idle", adf);
    }

    Options options_;
    std::mutex mutex_;
    std::vector<std::string> pages_;
    std::multimap<int, std::string> faults_;
    std::string adf_fault_;
    int page_{};
    int confirmed_{};  ///< pages after which the client asked for the next, in the same job
    int job_{};
    int busy_{};
    long long scans_{std::chrono::system_clock::now().time_since_epoch().count() % 1'000'000'000 * 1000};
    bool running_{false};
    bool unconfirmed_{false};  ///< a page went out in this job and nothing was asked since
};

class Handler final : public Poco::Net::HTTPRequestHandler {
  public:
    explicit Handler(Device& device) : device_(device) {}
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
        device_.handle(request, response);
    }

  private:
    Device& device_;
};

class Handlers final : public Poco::Net::HTTPRequestHandlerFactory {
  public:
    explicit Handlers(Device& device) : device_(device) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
        return new Handler(device_);  // Poco deletes it
    }

  private:
    Device& device_;
};

int run(const Options& options) {
    Device device(options);
    Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", options.port));
    Poco::AutoPtr<Poco::Net::HTTPServerParams> params(new Poco::Net::HTTPServerParams);
    params->setMaxKeepAliveRequests(0);
    params->setKeepAlive(true);
    params->setMaxThreads(4);
    Poco::Net::HTTPServer server(new Handlers(device), socket, params);
    server.start();
    std::cout << socket.address().port() << std::endl;
    // Whoever started it ends it by closing its stdin, or by killing it.
    std::cin.ignore(std::numeric_limits<std::streamsize>::max());
    server.stopAll(true);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"an eSCL scanner whose tray is a folder of JPEGs"};
    app.add_option("--folder", options.folder)->required()->check(CLI::ExistingDirectory);
    app.add_option("--port", options.port);
    app.add_option("--fault", options.faults, "KIND@N");
    app.add_flag("--duplex", options.duplex);
    app.add_flag("--fresh-bytes", options.fresh_bytes, "the same sheet is other bytes at every scan");
    app.add_option("--sheets", options.sheets, "so many, the folder's pages again and again");
    app.add_option("--delay-ms", options.delay_ms, "before every page");
    app.add_option("--slow-ms", options.slow_ms, "of the fault 'slow'");
    CLI11_PARSE(app, argc, argv);
    try {
        return run(options);
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
