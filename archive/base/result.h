// Result<T>: a value, or an Error that says what was refused and where. The only error channel of
// Stele.
#pragma once

#include "archive/base/shown_text.h"

#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace stele {

// For programs. Texts are for people.
enum class Errc {
    invalid_argument, // the caller's value makes no sense
    not_found,
    already_exists,
    permission_denied,
    read_only,
    no_space,
    io,           // the operating system failed a read or a write
    corrupt,      // bytes differ from what they must be
    malformed,    // input violates its format
    unsupported,  // valid, but Stele cannot handle it
    newer_format, // written by a newer Stele
    limit,        // too large, too deep, too many
    locked,       // another process holds the archive
    cross_device, // the file system cannot do this between these two paths
    not_an_archive,
    no_device, // no usable Vulkan device
    device_lost,
    cancelled,
    internal,
};

std::string_view errc_name(Errc code);

class [[nodiscard]] Error {
public:
    Error(Errc code, std::string_view message) : code_(code), message_(fit_for_terminal(message)) {}

    Errc code() const { return code_; }
    // Lower case: what was refused and the offending value. Fit for a terminal whatever was
    // refused.
    const std::string& message() const { return message_; }
    // Outermost context first: "ingest statue.ply: element face: list count -1".
    std::string text() const { return context_.empty() ? message_ : context_ + ": " + message_; }

    Error&& in(std::string_view context) &&
    {
        std::string outer = fit_for_terminal(context);
        context_ = context_.empty() ? std::move(outer) : std::move(outer) + ": " + context_;
        return std::move(*this);
    }

private:
    Errc code_;
    std::string message_;
    std::string context_;
};

template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : value_(std::move(value)) {}
    Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

    explicit operator bool() const { return value_.has_value(); }
    bool ok() const { return value_.has_value(); }
    T& operator*() &
    {
        assert(value_);
        return *value_;
    }
    const T& operator*() const&
    {
        assert(value_);
        return *value_;
    }
    T&& operator*() &&
    {
        assert(value_);
        return std::move(*value_);
    }
    T* operator->()
    {
        assert(value_);
        return &*value_;
    }
    const T* operator->() const
    {
        assert(value_);
        return &*value_;
    }
    const Error& error() const
    {
        assert(error_);
        return *error_;
    }
    Error take_error()
    {
        assert(error_);
        return std::move(*error_);
    }

    Result&& in(std::string_view context) &&
    {
        if (error_)
            *error_ = Error(std::move(*error_).in(context)); // never a move onto itself
        return std::move(*this);
    }

private:
    // optional + unique_ptr, not variant: GCC 12 reports false null-dereference warnings for
    // variant.
    std::optional<T> value_;
    std::unique_ptr<Error> error_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

    explicit operator bool() const { return error_ == nullptr; }
    bool ok() const { return error_ == nullptr; }
    const Error& error() const
    {
        assert(error_);
        return *error_;
    }
    Error take_error()
    {
        assert(error_);
        return std::move(*error_);
    }

    Result&& in(std::string_view context) &&
    {
        if (error_)
            *error_ = Error(std::move(*error_).in(context)); // never a move onto itself
        return std::move(*this);
    }

private:
    std::unique_ptr<Error> error_;
};

using Status = Result<void>;

} // namespace stele

#define STELE_CONCAT_IMPL(a, b) a##b
#define STELE_CONCAT(a, b) STELE_CONCAT_IMPL(a, b)

// STELE_TRY(auto scan, open_scan(path)): bind the value, or return the error. The expression may
// carry .in("...").
#define STELE_TRY(declaration, ...)                                                                \
    auto STELE_CONCAT(stele_result_, __LINE__) = (__VA_ARGS__);                                    \
    if (!STELE_CONCAT(stele_result_, __LINE__))                                                    \
        return STELE_CONCAT(stele_result_, __LINE__).take_error();                                 \
    declaration = std::move(*STELE_CONCAT(stele_result_, __LINE__))

// STELE_CHECK(file.sync()): go on, or return the error. For Status and for results whose value is
// not needed.
#define STELE_CHECK(...)                                                                           \
    do {                                                                                           \
        auto stele_status = (__VA_ARGS__);                                                         \
        if (!stele_status)                                                                         \
            return stele_status.take_error();                                                      \
    } while (false)
