#include "station/store/postgres_images.hpp"

#include <optional>

#include "station/store/postgres_connection.hpp"

namespace kiemphieu::station {

using base::Failure;
using base::FailureClass;

struct PostgresImages::State {
    std::string url;
    std::string place;
    std::unique_ptr<pqxx::connection> connection;

    pqxx::connection& connected() {
        if (!connection || !connection->is_open()) connection = postgres::connect(url);
        return *connection;
    }
};

PostgresImages::PostgresImages(std::unique_ptr<State> state) : state_(std::move(state)) {}
PostgresImages::PostgresImages(PostgresImages&&) noexcept = default;
PostgresImages& PostgresImages::operator=(PostgresImages&&) noexcept = default;
PostgresImages::~PostgresImages() = default;

base::Expected<PostgresImages, Failure> PostgresImages::open(const std::string& url) {
    auto state = std::make_unique<State>(State{url, postgres::name_of(url) + " images", nullptr});
    auto connected = postgres::guarded(state->place, [&] { static_cast<void>(state->connected()); });
    if (!connected) return base::fail(connected.error());
    return PostgresImages(std::move(state));
}

base::Expected<void, Failure> PostgresImages::put(const base::Digest& image, base::Bytes bytes) {
    return postgres::guarded(state_->place, [&] {
        const pqxx::binarystring content(bytes.data(), bytes.size());
        postgres::again_if_lost([&] { static_cast<void>(state_->connected()); },
                                [&] {
                                    pqxx::work work(*state_->connection);
                                    work.exec_params(
                                        "INSERT INTO images (image, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                                        base::to_hex(image), content);
                                    work.commit();
                                },
                                [&] { return state_->connection->is_open(); });
    });
}

base::Expected<std::vector<std::uint8_t>, Failure> PostgresImages::get(const base::Digest& image) {
    const auto broken = [&](std::string message) {
        return base::fail(
            Failure{FailureClass::broken_evidence, state_->place, base::to_hex(image), std::move(message)});
    };
    auto found = postgres::guarded(state_->place, [&]() -> std::optional<std::vector<std::uint8_t>> {
        const pqxx::result rows =
            postgres::again_if_lost([&] { static_cast<void>(state_->connected()); },
                                    [&] {
                                        pqxx::read_transaction reading(*state_->connection);
                                        return pqxx::result(reading.exec_params(
                                            "SELECT bytes FROM images WHERE image = $1", base::to_hex(image)));
                                    },
                                    [&] { return state_->connection->is_open(); });
        if (rows.empty()) return std::nullopt;
        const pqxx::binarystring content(rows[0][0]);
        return std::vector<std::uint8_t>(content.begin(), content.end());
    });
    if (!found) return base::fail(found.error());
    if (!*found) return broken("is not there");
    if (base::sha256(**found) != image) return broken("was altered: its bytes have another digest than its name");
    return std::move(**found);
}

}  // namespace kiemphieu::station
