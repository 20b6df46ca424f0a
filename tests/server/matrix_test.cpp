// Every operation of openapi.yaml, asked for in every role and with every kind of bad input.

#include "tests/server/matrix_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

/// Operations that end the session that asks, or run for long, are tried alone.
bool is_apart(const Json& operation) {
    const auto name = operation.at("operation").get<std::string>();
    return name == "signOut" || name == "getEvents";
}

TEST_F(Matrix, WhoMayNotIsRefused) {
    std::map<Role, Client> clients;
    for (const Person& person : committee) clients.emplace(person.role, as(person.role));
    clients.emplace(Role::setup, as(Role::setup));
    Client nobody = client();
    int refused = 0;
    for (const Json& operation : plan_) {
        const std::string body = operation.value("body", "");
        const std::string query = operation.value("query", "");
        if (!may(operation, "anyone")) {
            EXPECT_EQ(call(nobody, operation, body, query).status, 401) << operation.at("operation");
        }
        for (auto& [role, one] : clients) {
            if (may(operation, name_of(role))) continue;
            const Reply answer = call(one, operation, body, query);
            EXPECT_EQ(answer.status, 403) << operation.at("operation") << " by " << name_of(role);
            EXPECT_EQ(answer.code(), "role");
            ++refused;
        }
    }
    EXPECT_GT(refused, 60);
}

TEST_F(Matrix, WithoutTheTokenNothingChanges) {
    for (const Json& operation : plan_) {
        if (!operation.at("csrf").get<bool>()) continue;
        const auto role = operation.at("roles").at(0).get<std::string>();
        Client one = role == "setup" ? as(Role::setup) : as(role == "secretary" ? Role::secretary : Role::head);
        for (const std::string& token : {std::string{}, std::string("x"), as(Role::head).csrf}) {
            one.csrf = token;
            const Reply answer = call(one, operation, operation.value("body", ""), operation.value("query", ""));
            EXPECT_EQ(answer.status, 403) << operation.at("operation");
            EXPECT_EQ(answer.code(), "csrf") << operation.at("operation");
        }
    }
}

TEST_F(Matrix, BadInputIsRefusedAndSaysWhere) {
    int tried = 0;
    for (const Json& operation : plan_) {
        const auto role = operation.at("roles").at(0).get<std::string>();
        Client one = role == "setup" ? as(Role::setup) : as(Role::head);
        for (const Json& body : operation.at("wrong_bodies")) {
            const auto text = body.get<std::string>();
            const Reply answer = call(one, operation, text, operation.value("query", ""));
            // 409 and 429 where the state stands before the body; never a success and never a fault of the program.
            EXPECT_TRUE(answer.status == 400 || answer.status == 404 || answer.status == 409)
                << operation.at("operation") << " " << answer.status << " " << text.substr(0, 200) << answer.body;
            ++tried;
        }
        for (const Json& query : operation.at("wrong_queries")) {
            if (is_apart(operation)) continue;
            const Reply answer = call(one, operation, "", query.get<std::string>());
            EXPECT_TRUE(answer.status >= 400 && answer.status < 500)
                << operation.at("operation") << " " << query << " " << answer.status << answer.body;
            ++tried;
        }
    }
    EXPECT_GT(tried, 400);
}

}  // namespace
}  // namespace kiemphieu::station::server
