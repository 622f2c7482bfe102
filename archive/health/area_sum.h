// A sum of areas that is the same in any order and for any division of a surface: whole numbers of
// 2^-33 square grid steps, in 128 bits.
#pragma once

#include <compare>
#include <cstdint>

namespace stele::health {

class AreaSum {
public:
    // Twice an area in square grid steps, below 2^64.
    void add_doubled(double doubled)
    {
        const auto whole = static_cast<std::uint64_t>(doubled);
        const auto rest =
            static_cast<std::uint64_t>((doubled - static_cast<double>(whole)) * 0x1p32);
        *this += AreaSum(whole >> 32, whole << 32 | rest);
    }

    AreaSum& operator+=(AreaSum other)
    {
        low_ += other.low_;
        high_ += other.high_ + (low_ < other.low_ ? 1 : 0);
        return *this;
    }

    // Square grid steps; equal sums, equal values.
    double steps2() const
    {
        return (static_cast<double>(high_) * 0x1p64 + static_cast<double>(low_)) * 0x1p-33;
    }

    friend auto operator<=>(const AreaSum&, const AreaSum&) = default;

    AreaSum() = default;

private:
    AreaSum(std::uint64_t high, std::uint64_t low) : high_(high), low_(low) {}

    std::uint64_t high_ = 0, low_ = 0; // compared in this order
};

} // namespace stele::health
