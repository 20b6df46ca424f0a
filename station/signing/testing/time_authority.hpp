#pragma once
// An authority of time that answers over HTTP on this machine, honestly or not.

#include <functional>
#include <memory>
#include <string>

#include "station/signing/testing/test_keys.hpp"

namespace kiemphieu::station::testing {

/// What is sent back for a request.
struct HttpAnswer {
    int status{200};
    Octets body;
};
using Answering = std::function<HttpAnswer(const Octets& request)>;

class TimeAuthority {
  public:
    /// Listens on a free port until the end of the scope.
    explicit TimeAuthority(Answering answering);
    ~TimeAuthority();
    TimeAuthority(const TimeAuthority&) = delete;
    TimeAuthority& operator=(const TimeAuthority&) = delete;

    std::string address() const;
    int requests() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::station::testing
