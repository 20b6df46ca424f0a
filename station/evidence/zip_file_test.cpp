#include "station/evidence/zip_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/evidence/merkle.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;

class ZipFileTest : public ::testing::Test {
  protected:
    void SetUp() override {
        file_ = fs::temp_directory_path() / ("kiemphieu-zip-" + std::to_string(::getpid()) + ".zip");
        auto zip = ZipWriter::create(file_).value();
        ASSERT_TRUE(zip.add("a.txt", base::as_bytes("phiếu")).has_value());
        ASSERT_TRUE(zip.add("folder/empty", {}).has_value());
        ASSERT_TRUE(zip.finish().has_value());
    }
    void TearDown() override { fs::remove(file_); }

    fs::path file_;
};

TEST_F(ZipFileTest, EntriesComeBack) {
    auto zip = ZipReader::open(file_).value();
    ASSERT_EQ(zip.entries().size(), 2U);
    const auto bytes = zip.read("a.txt").value();
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "phiếu");
    EXPECT_TRUE(zip.read("folder/empty").value().empty());
    EXPECT_FALSE(zip.read("b.txt").has_value());
}

TEST_F(ZipFileTest, EveryChangedByteIsFound) {
    const std::string whole = base::read_text_file(file_).value();
    for (std::size_t place = 0; place < whole.size(); ++place) {
        std::string changed = whole;
        changed[place] = static_cast<char>(changed[place] ^ 0x20);
        ASSERT_TRUE(base::write_file_durably(file_, base::as_bytes(changed)).has_value());
        auto zip = ZipReader::open(file_);
        EXPECT_FALSE(zip && zip->read("a.txt") && zip->read("folder/empty")) << place;
    }
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ASSERT_TRUE(base::write_file_durably(file_, base::as_bytes(whole.substr(0, size))).has_value());
        EXPECT_FALSE(ZipReader::open(file_).has_value()) << size;
    }
}

// Source: RFC 6962 section 2.1; the vectors follow from its definition.
TEST(Merkle, IsTheStandardsTree) {
    const auto leaf = [](const std::string& text) { return base::sha256(base::as_bytes(std::string(1, '\0') + text)); };
    const auto node = [](const base::Digest& a, const base::Digest& b) {
        return base::sha256(
            base::as_bytes(std::string(1, '\1') + std::string(a.begin(), a.end()) + std::string(b.begin(), b.end())));
    };
    EXPECT_EQ(base::to_hex(merkle_root({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(merkle_root({"a"}), leaf("a"));
    EXPECT_EQ(merkle_root({"a", "b", "c"}), node(node(leaf("a"), leaf("b")), leaf("c")));
    EXPECT_EQ(merkle_root({"a", "b", "c", "d", "e"}),
              node(node(node(leaf("a"), leaf("b")), node(leaf("c"), leaf("d"))), leaf("e")));
}

}  // namespace
}  // namespace kiemphieu::station
