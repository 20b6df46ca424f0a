#pragma once
// Fallible work returns Expected<T, E>; exceptions are for broken invariants and third parties.

#include <utility>

#include <tl/expected.hpp>

namespace kiemphieu::base {

template <class T, class E>
using Expected = tl::expected<T, E>;

template <class E>
[[nodiscard]] auto fail(E&& error) {
    return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace kiemphieu::base
