#include "scanner/file_list.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace kiemphieu::scanner {
namespace {

namespace fs = std::filesystem;

class FileList : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "file_list_XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { fs::remove_all(folder_); }
    void make(const std::string& name) const { std::ofstream(folder_ / name) << "x"; }
    fs::path folder_;
};

TEST_F(FileList, AFolderGivesItsScansInNaturalOrder) {
    for (const char* name :
         {"scan10.jpg", "scan2.JPG", "Scan1.jpeg", "b.pdf", ".hidden.jpg", "scan3.jpg.part", "notes.txt", "a.tiff"})
        make(name);
    fs::create_directory(folder_ / "sub.jpg");
    const auto found = expand_paths({folder_.string()});
    ASSERT_TRUE(found);
    std::vector<std::string> names;
    for (const fs::path& path : *found) names.push_back(path.filename().string());
    EXPECT_EQ(names, (std::vector<std::string>{"a.tiff", "b.pdf", "Scan1.jpeg", "scan2.JPG", "scan10.jpg"}));
}

TEST_F(FileList, FilesStayInTheOrderGivenWhateverTheirNames) {
    make("b");
    make("a");
    const std::string b = (folder_ / "b").string();
    const std::string a = (folder_ / "a").string();
    EXPECT_EQ(*expand_paths({b, a, b}), (std::vector<fs::path>{b, a, b}));
}

TEST_F(FileList, AMissingPathIsTold) {
    const auto found = expand_paths({(folder_ / "missing.jpg").string()});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().failure_class, base::FailureClass::bad_input);
    EXPECT_NE(found.error().file.find("missing.jpg"), std::string::npos);
}

TEST(NaturalOrder, IsStrictForAllPairs) {
    const std::vector<std::string> names{"",     "0",    "00",  "1",   "2",   "10", "a",
                                         "A",    "a1",   "a01", "a2b", "a10", "b",  "9999999999999999999999",
                                         "x1y2", "x1y10"};
    for (const std::string& a : names) {
        for (const std::string& b : names) {
            EXPECT_EQ(comes_before(a, b) || comes_before(b, a), a != b) << a << " " << b;
            EXPECT_FALSE(comes_before(a, b) && comes_before(b, a)) << a << " " << b;
        }
    }
}

}  // namespace
}  // namespace kiemphieu::scanner
