#include "station/evidence/sealed_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;

class SealedFileTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ =
            fs::temp_directory_path() / (std::string("kiemphieu-sealed-") + test->name() + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const char* name, const std::string& bytes) {
        ASSERT_TRUE(base::write_file_durably(folder_ / name, base::as_bytes(bytes)).has_value());
    }
    std::string read(const char* name) { return base::read_text_file(folder_ / name).value(); }
    base::Expected<void, base::Failure> open(const char* passphrase = "mật khẩu") {
        return open_sealed_file(passphrase, folder_ / "sealed", folder_ / "opened");
    }

    fs::path folder_;
};

TEST_F(SealedFileTest, OpensWithItsPassphraseOnly) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{65536}, std::size_t{200'000}}) {
        const std::string bytes(size, 'p');
        write("plain", bytes);
        ASSERT_TRUE(seal_file_with("mật khẩu", folder_ / "plain", folder_ / "sealed").has_value());
        EXPECT_TRUE(is_sealed(folder_ / "sealed"));
        EXPECT_FALSE(is_sealed(folder_ / "plain"));
        ASSERT_TRUE(open().has_value());
        EXPECT_EQ(read("opened"), bytes);
    }
    EXPECT_EQ(read("sealed").find("pppp"), std::string::npos);
    const auto wrong = open("mat khau");
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error().failure_class, base::FailureClass::bad_input);
    EXPECT_FALSE(seal_file_with("", folder_ / "plain", folder_ / "sealed").has_value());
}

TEST_F(SealedFileTest, AChangedByteAndACutAreFound) {
    write("plain", std::string(150'000, 'p'));
    ASSERT_TRUE(seal_file_with("mật khẩu", folder_ / "plain", folder_ / "sealed").has_value());
    const std::string whole = read("sealed");
    // Behind the passphrase's check a change is a change; before it, the passphrase no longer fits.
    for (const std::size_t place : {std::size_t{70}, std::size_t{100}, std::size_t{65'800}, whole.size() - 1}) {
        std::string changed = whole;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        write("sealed", changed);
        const auto opened = open();
        ASSERT_FALSE(opened.has_value()) << place;
        EXPECT_EQ(opened.error().failure_class, base::FailureClass::broken_evidence) << place;
    }
    for (const std::size_t size : {whole.size() - 1, std::size_t{65'644}, std::size_t{60}, std::size_t{20}}) {
        write("sealed", whole.substr(0, size));
        EXPECT_FALSE(open().has_value()) << size;
    }
    write("sealed", whole + "x");
    EXPECT_FALSE(open().has_value());
}

}  // namespace
}  // namespace kiemphieu::station
