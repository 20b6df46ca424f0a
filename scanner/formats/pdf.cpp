// PDF as scanners make it, by qpdf. Source: ISO 32000-1.
#include <cmath>
#include <exception>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "scanner/formats/formats.hpp"
#include "scanner/formats/pdf_image.hpp"
#include "scanner/formats/pdf_page.hpp"
#include "scanner/formats/pdf_render.hpp"

namespace kiemphieu::scanner::formats {

namespace {

base::PageImage stacked(std::vector<base::PageImage> strips) {
    if (strips.size() == 1) return std::move(strips.front());
    base::PageImage out = std::move(strips.front());
    for (std::size_t i = 1; i < strips.size(); ++i) {
        out.height += strips[i].height;
        out.pixels.insert(out.pixels.end(), strips[i].pixels.begin(), strips[i].pixels.end());
    }
    return out;
}

/// /Rotate as TIFF's orientation.
int orientation_of(QPDFPageObjectHelper page) {
    QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
    const int degrees = rotate.isInteger() ? ((rotate.getIntValueAsInt() % 360) + 360) % 360 : 0;
    return degrees == 90 ? 6 : degrees == 180 ? 3 : degrees == 270 ? 8 : 1;
}

class PdfDocument : public Document {
  public:
    PdfDocument(base::Bytes bytes, std::string name, const DecodeLimits& limits)
        : bytes_(bytes), name_(std::move(name)), limits_(limits), pdf_(std::make_unique<QPDF>()) {}

    /// Errors: see open_pdf.
    [[nodiscard]] base::Expected<void, base::Failure> open() {
        try {
            pdf_->setSuppressWarnings(true);
            pdf_->processMemoryFile(name_.c_str(), reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
            if (pdf_->isEncrypted()) return refuse(name_, "", "the PDF is encrypted; expected an open one");
            pages_ = QPDFPageDocumentHelper(*pdf_).getAllPages();
        } catch (const std::exception& e) {
            return refuse(name_, "", std::string("the PDF is damaged: ") + e.what());
        }
        // qpdf mends what it can and warns; a mended file may have lost pages.
        if (pdf_->anyWarnings())
            return refuse(name_, "", "the PDF is damaged: " + std::string(pdf_->getWarnings().front().what()));
        if (pages_.empty()) return refuse(name_, "", "the PDF has no pages");
        if (pages_.size() > static_cast<std::size_t>(limits_.max_pages)) {
            return refuse(name_, "", "a PDF of more than " + std::to_string(limits_.max_pages) + " pages");
        }
        return {};
    }

    FileFormat format() const override { return FileFormat::pdf; }
    int page_count() const override { return static_cast<int>(pages_.size()); }

    base::Expected<base::PageImage, base::Failure> page(int index, WantedPixels wanted) override {
        const std::string place = "page " + std::to_string(index + 1);
        if (index < 0 || index >= page_count()) return refuse(name_, place, "the PDF has no such page");
        try {
            QPDFPageObjectHelper page = pages_[static_cast<std::size_t>(index)];
            auto image = extract(page, wanted, place);
            if (!image) return render_pdf_page(bytes_, index, name_, limits_);
            if (!*image) return std::move(*image);
            if (pdf_->anyWarnings()) {
                return refuse(name_, place, "the PDF is damaged: " + std::string(pdf_->getWarnings().front().what()));
            }
            const int orientation = orientation_of(page);
            return as_wanted(orientation == 1 ? std::move(**image) : upright(**image, orientation), wanted);
        } catch (const std::exception& e) {
            return refuse(name_, place, std::string("the PDF is damaged: ") + e.what());
        }
    }

  private:
    /// The page's picture from its image streams; nothing when it must be rendered.
    std::optional<base::Expected<base::PageImage, base::Failure>> extract(QPDFPageObjectHelper page,
                                                                          WantedPixels wanted,
                                                                          const std::string& place) const {
        const auto images = plain_images(page);
        if (!images) return std::nullopt;
        auto streams = page.getImages();
        std::vector<base::PageImage> strips;
        std::uint64_t rows = 0;
        for (const PlacedImage& placed : *images) {
            auto strip = decode_pdf_image(streams.at(placed.name), wanted, name_, place, limits_);
            if (!strip || !*strip) return strip;
            rows += static_cast<std::uint64_t>((*strip)->height);
            if (const auto fits = check_size(static_cast<std::uint64_t>((*strip)->width), rows, name_, place, limits_);
                !fits) {
                return tl::unexpected(fits.error());
            }
            if (!strips.empty() && ((*strip)->width != strips[0].width || (*strip)->format != strips[0].format))
                return std::nullopt;
            strips.push_back(std::move(**strip));
        }
        double height_pt = 0;
        for (const PlacedImage& placed : *images) height_pt += placed.height;
        base::PageImage out = stacked(std::move(strips));
        out.dpi_x = {72.0 * out.width / images->front().width};
        out.dpi_y = {72.0 * out.height / height_pt};
        return out;
    }

    base::Bytes bytes_;
    std::string name_;
    DecodeLimits limits_;
    std::unique_ptr<QPDF> pdf_;
    std::vector<QPDFPageObjectHelper> pages_;
};

}  // namespace

base::Expected<std::unique_ptr<Document>, base::Failure> open_pdf(base::Bytes bytes, const std::string& name,
                                                                  const DecodeLimits& limits) {
    auto document = std::make_unique<PdfDocument>(bytes, name, limits);
    if (const auto opened = document->open(); !opened) return tl::unexpected(opened.error());
    return document;
}

}  // namespace kiemphieu::scanner::formats
