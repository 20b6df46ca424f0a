#pragma once
// A started escl_emulator: ended with the object.

#include <string>
#include <vector>

namespace kiemphieu::testing {

class EmulatorProcess {
  public:
    /// Starts `program` with arguments and waits until it prints its port. Throws when it does not.
    EmulatorProcess(const std::string& program, const std::vector<std::string>& arguments);
    ~EmulatorProcess();
    EmulatorProcess(const EmulatorProcess&) = delete;
    EmulatorProcess& operator=(const EmulatorProcess&) = delete;

    /// "127.0.0.1:PORT".
    std::string address() const { return "127.0.0.1:" + port_; }
    /// What a person does at the device: "reload" or "clear".
    void operate(const std::string& act) const;
    /// Pages the client has for certain, since the last reload; and whether the tray is empty.
    struct Counts {
        int confirmed{};
        bool empty{};
    };
    Counts counts() const;
    /// Pulls the plug.
    void kill();

  private:
    int pid_{-1};
    int stdin_{-1};
    std::string port_;
};

}  // namespace kiemphieu::testing
