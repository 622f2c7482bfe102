// The queue of edges to collapse: keys of 64 bits, cost above, edge number below.
#pragma once

#include <cstdint>
#include <vector>

namespace stele::lod {

// A heap of four children a node, least first: half as deep as one of two. Keys are distinct, so
// that their order does not depend on the heap.
inline void sift_down(std::vector<std::uint64_t>& heap, std::size_t at)
{
    const std::size_t n = heap.size();
    const std::uint64_t key = heap[at];
    for (;;) {
        const std::size_t first = at * 4 + 1;
        if (first >= n)
            break;
        std::size_t least = first;
        if (first + 4 <= n) {
            const std::size_t a = heap[first + 1] < heap[first] ? first + 1 : first;
            const std::size_t b = heap[first + 3] < heap[first + 2] ? first + 3 : first + 2;
            least = heap[b] < heap[a] ? b : a;
        } else {
            for (std::size_t i = first + 1; i < n; ++i)
                least = heap[i] < heap[least] ? i : least;
        }
        if (key <= heap[least])
            break;
        heap[at] = heap[least];
        at = least;
    }
    heap[at] = key;
}

inline void make_least_first(std::vector<std::uint64_t>& heap)
{
    for (std::size_t i = heap.size() / 4 + 1; i-- > 0;)
        if (i < heap.size())
            sift_down(heap, i);
}

inline void drop_least(std::vector<std::uint64_t>& heap)
{
    heap[0] = heap.back();
    heap.pop_back();
    if (!heap.empty())
        sift_down(heap, 0);
}

} // namespace stele::lod
