#include "tests/simulator/scanners.hpp"

namespace kiemphieu::simulator {

std::string_view name_of(Scanner scanner) {
    constexpr std::array<std::string_view, 4> names{"good", "pale", "dark and noisy", "blurred"};
    return names.at(static_cast<std::size_t>(scanner));
}

void put_on(Scanner scanner, ScanSettings& s) {
    const auto set = [&](double white, double black, double tone, double blur_px, double noise) {
        s.white = white;
        s.black = black;
        s.tone = tone;
        s.blur_px = blur_px;
        s.noise = noise;
    };
    s.dpi = base::Dpi{200};
    s.bilevel_at.reset();
    s.jpeg_quality = 85;
    s.scale_x = 1.004;
    s.scale_y = 0.998;
    switch (scanner) {
        case Scanner::good:
            return set(245, 22, 1, 0.5, 2);
        case Scanner::pale:
            return set(252, 110, 0.6, 0.8, 2);
        case Scanner::dark_noisy:
            return set(170, 25, 1.3, 0.8, 11);
        case Scanner::blurred:
            // 1.8 pixels: beyond 2 the code of 0.508 mm modules is lost, and the sheet with it.
            return set(240, 30, 1, 1.8, 2);
    }
}

}  // namespace kiemphieu::simulator
