#pragma once
// Calls by openapi.yaml's operations; the answers are checked against it in the end.

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/file.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
inline std::string openapi_file() {
    return std::string(SOURCE_FOLDER) + "/station/web/openapi.yaml";
}

/// Runs one of the scripts beside this file; its output goes to a file.
inline int run_script(const std::string& name, const std::string& arguments, const fs::path& output) {
    const std::string command = std::string("python3 ") + SOURCE_FOLDER + "/tests/server/" + name + " " +
                                openapi_file() + " " + arguments + " > " + output.string() + " 2>&1";
    return std::system(command.c_str());
}

class Matrix : public ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        const fs::path plan = case_ / "plan.json";
        ASSERT_EQ(run_script("openapi_plan.py", "", plan), 0) << *base::read_text_file(plan);
        plan_ = Json::parse(*base::read_text_file(plan));
        ASSERT_FALSE(plan_.empty());
    }

    Reply call(Client& one, const Json& operation, const std::string& body, const std::string& query) {
        const std::string target =
            operation.at("path").get<std::string>() + (query.empty() ? std::string{} : "?" + query);
        Reply answer = one.send(operation.at("method"), target, body, {});
        keep(operation.at("operation"), answer);
        return answer;
    }
    void keep(const std::string& operation, const Reply& answer) {
        const bool text = answer.type.starts_with("application/json");
        answers_ << Json{{"operation", operation},
                         {"status", answer.status},
                         {"type", answer.type},
                         {"body", text ? answer.body : std::string(answer.body.empty() ? "" : "bytes")}}
                        .dump()
                 << "\n";
    }
    static bool may(const Json& operation, std::string_view role) {
        for (const Json& name : operation.at("roles")) {
            if (name == role || name == "anyone") return true;
        }
        return false;
    }
    void expect_answers_as_described() {
        const fs::path file = case_ / "answers.jsonl";
        std::ofstream(file) << answers_.str();
        const fs::path told = case_ / "faults.txt";
        EXPECT_EQ(run_script("check_answers.py", file.string(), told), 0) << *base::read_text_file(told);
    }

    Json plan_;
    std::ostringstream answers_;
};

}  // namespace kiemphieu::station::server
