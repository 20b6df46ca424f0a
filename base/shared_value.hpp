#pragma once
// A value whose copies share it until one of them is changed: a copy of a long list costs what a pointer costs.

#include <atomic>
#include <initializer_list>
#include <memory>
#include <utility>

namespace kiemphieu::base {

/// Reads like the list or map it holds; changes go through `edit`. Copies may be read and dropped from any thread; one
/// copy is changed by one thread at a time, as any other value.
template <class T>
class SharedValue {
    template <class Held>
    struct PlaceIn {
        using type = typename Held::size_type;
    };
    template <class Held>
    requires requires { typename Held::key_type; }
    struct PlaceIn<Held> {
        using type = typename Held::key_type;
    };

  public:
    using Place = typename PlaceIn<T>::type;
    using value_type = typename T::value_type;
    SharedValue() : value_(std::make_shared<T>()) {}
    SharedValue(T value) : value_(std::make_shared<T>(std::move(value))) {}  // as a T anywhere
    SharedValue(std::initializer_list<typename T::value_type> list) : value_(std::make_shared<T>(list)) {}
    // What was moved from would hold nothing to read: copying costs no more.
    SharedValue(const SharedValue&) = default;
    SharedValue& operator=(const SharedValue&) = default;
    ~SharedValue() = default;

    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }
    operator const T&() const { return *value_; }  // as a T anywhere

    /// To change it; other copies keep what they have.
    T& edit() {
        if (value_.use_count() == 1) {
            // Whoever dropped the last other copy has read it before.
            std::atomic_thread_fence(std::memory_order_acquire);
        } else {
            value_ = std::make_shared<T>(*value_);
        }
        return *value_;
    }

    auto begin() const { return std::as_const(*value_).begin(); }
    auto end() const { return std::as_const(*value_).end(); }
    auto rbegin() const { return std::as_const(*value_).rbegin(); }
    auto rend() const { return std::as_const(*value_).rend(); }
    auto size() const { return value_->size(); }
    bool empty() const { return value_->empty(); }
    decltype(auto) front() const { return std::as_const(*value_).front(); }
    decltype(auto) back() const { return std::as_const(*value_).back(); }
    /// Of a list by number, of a map by key.
    decltype(auto) operator[](const Place& place) const { return std::as_const(*value_)[place]; }
    decltype(auto) at(const Place& place) const { return std::as_const(*value_).at(place); }
    auto find(const Place& key) const { return std::as_const(*value_).find(key); }
    bool contains(const Place& key) const { return value_->contains(key); }

    using const_iterator = typename T::const_iterator;
    using iterator = const_iterator;

    friend bool operator==(const SharedValue& a, const SharedValue& b) {
        return a.value_ == b.value_ || *a.value_ == *b.value_;
    }

  private:
    std::shared_ptr<T> value_;
};

}  // namespace kiemphieu::base
