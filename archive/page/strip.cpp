// Greedy: go on to the neighbour whose new corner has the fewest triangles left, then to the one
// with the fewest ways out of it; from a dead end, back to the latest triangle with a neighbour
// left.
#include "archive/page/strip.h"

#include <algorithm>
#include <array>

namespace stele::page {

namespace {

constexpr std::uint8_t kNone = 0xff;
static_assert(kMaxClusterTriangles < kNone && kMaxClusterVertices < kNone);

class Strips {
public:
    Strips(std::span<const std::uint32_t> corners, std::span<std::uint32_t> out)
        : corners_(corners), out_(out), count_(corners.size() / 3)
    {
        link();
    }

    void run()
    {
        std::size_t recent = 0; // triangles before it have no neighbour left
        for (std::size_t done = 0; done < count_; ++done) {
            std::uint8_t next = kNone;
            for (std::size_t back = done; back > recent && next == kNone; --back)
                next = way_on(order_[back - 1]);
            if (next == kNone) {
                recent = done;
                next = start();
            }
            emit(next, done);
        }
    }

private:
    // A directed edge belongs to the last triangle that runs along it.
    void link()
    {
        owner_.fill(kNone);
        left_.fill(0);
        for (std::size_t i = 0; i < count_ * 3; ++i) {
            ++left_[corners_[i]];
            owner_[directed_edge(i)] = std::uint8_t(i / 3);
        }
        for (std::size_t t = 0; t < count_; ++t) {
            triangles_[t] = {};
            for (std::size_t i = 0; i < 3; ++i) {
                const std::size_t edge = directed_edge(t * 3 + i);
                const std::uint8_t n = owner_[edge % kMaxClusterVertices * kMaxClusterVertices +
                                              edge / kMaxClusterVertices];
                triangles_[t].neighbour[i] = n == t ? kNone : n;
                if (triangles_[t].neighbour[i] != kNone)
                    ++triangles_[t].ways;
            }
        }
    }

    std::size_t directed_edge(std::size_t i) const
    {
        return corners_[i] * kMaxClusterVertices + corners_[i % 3 == 2 ? i - 2 : i + 1];
    }

    // Of equal ways on, the one that turns the other way than the last step did.
    std::uint8_t way_on(std::uint8_t at)
    {
        const Node& from = triangles_[at];
        std::uint8_t best = kNone;
        unsigned least = 0;
        std::size_t side = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t k = (from.entry + (from.turned_left ? 2 - i : 1 + i)) % 3;
            const std::uint8_t n = from.neighbour[k];
            if (n == kNone || triangles_[n].done)
                continue;
            const unsigned cost = left_[new_corner(n, at, k)] * 4u + triangles_[n].ways;
            if (best == kNone || cost < least) {
                best = n;
                least = cost;
                side = k;
            }
        }
        if (best != kNone) {
            Node& to = triangles_[best];
            to.entry = to.neighbour[0] == at ? 0 : to.neighbour[1] == at ? 1 : 2;
            to.turned_left = (side + 3 - from.entry) % 3 != 1;
        }
        return best;
    }

    // Of triangle t the corner that is not on that side of the other.
    std::uint32_t new_corner(std::uint8_t t, std::uint8_t other, std::size_t side) const
    {
        const std::uint32_t a = corners_[other * 3u + side],
                            b = corners_[other * 3u + (side + 1) % 3];
        for (std::size_t i = 0; i < 3; ++i)
            if (corners_[t * 3u + i] != a && corners_[t * 3u + i] != b)
                return corners_[t * 3u + i];
        return a;
    }

    std::uint8_t start() const
    {
        std::uint8_t best = kNone;
        for (std::size_t t = 0; t < count_; ++t)
            if (!triangles_[t].done &&
                (best == kNone || triangles_[t].ways < triangles_[best].ways))
                best = std::uint8_t(t);
        return best;
    }

    void emit(std::uint8_t t, std::size_t place)
    {
        triangles_[t].done = true;
        order_[place] = t;
        for (const std::uint8_t n : triangles_[t].neighbour)
            if (n != kNone && triangles_[n].ways > 0)
                --triangles_[n].ways;
        for (std::size_t i = 0; i < 3; ++i) {
            out_[place * 3 + i] = corners_[t * 3u + i];
            --left_[corners_[t * 3u + i]];
        }
    }

    struct Node {
        std::array<std::uint8_t, 3> neighbour{};
        std::uint8_t ways = 0;  // neighbours not done
        std::uint8_t entry = 0; // the side by which the strip came
        bool turned_left = false;
        bool done = false;
    };

    std::span<const std::uint32_t> corners_;
    std::span<std::uint32_t> out_;
    std::size_t count_;
    std::array<std::uint8_t, kMaxClusterVertices * kMaxClusterVertices> owner_;
    std::array<std::uint16_t, kMaxClusterVertices> left_; // triangles not done, of each vertex
    std::array<Node, kMaxClusterTriangles> triangles_;
    std::array<std::uint8_t, kMaxClusterTriangles> order_;
};

} // namespace

void order_in_strips(std::span<const std::uint32_t> corners, std::span<std::uint32_t> out)
{
    Strips(corners, out).run();
}

} // namespace stele::page
