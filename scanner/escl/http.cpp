#include "scanner/escl/http.hpp"

#include <algorithm>
#include <charconv>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include <curl/curl.h>

namespace kiemphieu::scanner::escl {

namespace {

using Clock = std::chrono::steady_clock;

/// One exchange's state while curl calls back.
struct Exchange {
    HttpAnswer answer;
    const HttpLimits* limits{};
    Clock::time_point last_byte{Clock::now()};
    bool silent{false};
    bool too_large{false};
};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    const auto last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos || last < first ? std::string{}
                                                           : std::string(text.substr(first, last - first + 1));
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    exchange.last_byte = Clock::now();
    const std::string_view line(data, size * count);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size * count;
    const std::string_view name = line.substr(0, colon);
    const std::string value = trimmed(line.substr(colon + 1));
    if (same_word(name, "location")) exchange.answer.location = value;
    if (same_word(name, "content-type")) exchange.answer.content_type = value;
    if (same_word(name, "retry-after")) {
        int seconds = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error == std::errc{} && seconds >= 0) exchange.answer.retry_after = std::chrono::seconds{seconds};
    }
    return size * count;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    exchange.last_byte = Clock::now();
    const std::size_t bytes = size * count;
    if (exchange.answer.body.size() + bytes > exchange.limits->largest_body) {
        exchange.too_large = true;
        return 0;
    }
    exchange.answer.body.insert(exchange.answer.body.end(), data, data + bytes);
    return bytes;
}

/// curl calls this at least once a second, also while nothing comes.
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& exchange = *static_cast<Exchange*>(user);
    exchange.silent = Clock::now() - exchange.last_byte > exchange.limits->silence;
    return exchange.silent ? 1 : 0;
}

TransportFault fault_of(CURLcode code, const Exchange& exchange) {
    if (exchange.silent) return TransportFault::timed_out;
    if (exchange.too_large) return TransportFault::too_large;
    switch (code) {
        case CURLE_COULDNT_CONNECT:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
            return TransportFault::unreachable;
        case CURLE_OPERATION_TIMEDOUT:  // only the connection has a limit of curl's own
            return TransportFault::unreachable;
        default:
            return TransportFault::dropped;
    }
}

void initialise_curl() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl can't be initialised");
    });
}

}  // namespace

struct HttpClient::Handle {
    CURL* curl{};
    HttpLimits limits;

    HttpAnswer perform(const std::string& url) {
        Exchange exchange;
        exchange.limits = &limits;
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
        const CURLcode code = curl_easy_perform(curl);
        if (code != CURLE_OK) {
            exchange.answer.fault = fault_of(code, exchange);
            exchange.answer.fault_text = curl_easy_strerror(code);
            return exchange.answer;
        }
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        exchange.answer.status = static_cast<int>(status);
        return exchange.answer;
    }
};

HttpClient::HttpClient(const HttpLimits& limits) : handle_(std::make_unique<Handle>()) {
    initialise_curl();
    handle_->limits = limits;
    handle_->curl = curl_easy_init();
    if (handle_->curl == nullptr) throw std::runtime_error("libcurl gives no handle");
}

HttpClient::~HttpClient() {
    curl_easy_cleanup(handle_->curl);
}

HttpAnswer HttpClient::get(const std::string& url) {
    curl_easy_setopt(handle_->curl, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(handle_->curl, CURLOPT_HTTPGET, 1L);
    return handle_->perform(url);
}

HttpAnswer HttpClient::post(const std::string& url, const std::string& xml) {
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: text/xml");
    curl_easy_setopt(handle_->curl, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(handle_->curl, CURLOPT_POST, 1L);
    curl_easy_setopt(handle_->curl, CURLOPT_POSTFIELDS, xml.c_str());
    curl_easy_setopt(handle_->curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(xml.size()));
    curl_easy_setopt(handle_->curl, CURLOPT_HTTPHEADER, headers);
    HttpAnswer answer = handle_->perform(url);
    curl_easy_setopt(handle_->curl, CURLOPT_HTTPHEADER, nullptr);
    curl_slist_free_all(headers);
    return answer;
}

HttpAnswer HttpClient::remove(const std::string& url) {
    curl_easy_setopt(handle_->curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(handle_->curl, CURLOPT_CUSTOMREQUEST, "DELETE");
    return handle_->perform(url);
}

}  // namespace kiemphieu::scanner::escl
