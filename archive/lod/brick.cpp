// Planning by counting, loading by gathering, joining by position.
#include "archive/lod/brick.h"

#include "archive/lod/morton.h"
#include "archive/lod/position_table.h"

#include <algorithm>
#include <unordered_map>

namespace stele::lod {

namespace {

// Cells a side of the counting lattice: 2^6 over the items, twice that with the room to shift.
constexpr unsigned kCellBits = 6;

struct Items {
    std::vector<Vec3f> centres;         // relative to the box's low corner: grid units
    std::vector<std::uint32_t> weights; // triangles; empty: 1 each
    std::uint64_t weight(std::uint32_t i) const { return weights.empty() ? 1 : weights[i]; }
};

class Planner {
public:
    Planner(const Items& items, std::uint64_t capacity, std::uint32_t stage, BrickPlan& plan)
        : items_(items), capacity_(capacity), stage_(stage), plan_(plan)
    {
    }

    // Appends the bricks of these items.
    void split(std::vector<std::uint32_t> part)
    {
        std::uint64_t total = 0;
        Box box;
        for (const std::uint32_t i : part) {
            total += items_.weight(i);
            box.extend(to_double(items_.centres[i]));
        }
        if (total <= capacity_)
            return close(part);
        const Vec3d size = box.size();
        const double side = std::max({size.x, size.y, size.z});
        if (!(side > 0))
            return split_by_count(part);
        // Twice the side, so that a shift by a third of the lattice keeps everything inside.
        const double shift = stage_ % 2 == 1 ? side * (2.0 / 3) : 0;
        const MortonCube cube(box.min - Vec3d{shift, shift, shift}, side * 2, kCellBits + 1);
        std::vector<std::uint64_t> weight(std::size_t(1) << (3 * (kCellBits + 1)), 0);
        std::vector<std::uint32_t> code(part.size());
        for (std::size_t k = 0; k < part.size(); ++k) {
            code[k] = std::uint32_t(cube.code(to_double(items_.centres[part[k]])));
            weight[code[k]] += items_.weight(part[k]);
        }
        // Runs of cells in Morton order; each run is a brick, or a single cell to be split further.
        run_of_.assign(weight.size(), 0);
        runs_ = 0;
        open_weight_ = 0;
        make_runs(weight, 0, weight.size());
        close_run();
        std::vector<std::vector<std::uint32_t>> members(runs_);
        for (std::size_t k = 0; k < part.size(); ++k)
            members[run_of_[code[k]]].push_back(part[k]);
        part = {};
        weight = {};
        code = {};
        for (std::vector<std::uint32_t>& m : members)
            if (!m.empty())
                Planner(items_, capacity_, stage_, plan_).split(std::move(m));
    }

private:
    void close(const std::vector<std::uint32_t>& part)
    {
        plan_.order.insert(plan_.order.end(), part.begin(), part.end());
        plan_.first.push_back(std::uint32_t(plan_.order.size()));
    }

    void split_by_count(const std::vector<std::uint32_t>& part)
    {
        std::vector<std::uint32_t> some;
        std::uint64_t total = 0;
        for (const std::uint32_t i : part) {
            if (!some.empty() && total + items_.weight(i) > capacity_) {
                close(some);
                some.clear();
                total = 0;
            }
            some.push_back(i);
            total += items_.weight(i);
        }
        close(some);
    }

    // An octree cell that fits is whole in one run; runs never join cells of different parents
    // beyond capacity.
    void make_runs(const std::vector<std::uint64_t>& weight, std::size_t first, std::size_t count)
    {
        std::uint64_t total = 0;
        for (std::size_t i = first; i < first + count; ++i)
            total += weight[i];
        if (total == 0)
            return;
        if (total > capacity_ && count > 1) {
            for (std::size_t child = 0; child < 8; ++child)
                make_runs(weight, first + child * (count / 8), count / 8);
            return;
        }
        if (open_weight_ + total > capacity_)
            close_run();
        open_weight_ += total;
        for (std::size_t i = first; i < first + count; ++i)
            run_of_[i] = runs_;
    }
    void close_run()
    {
        if (open_weight_ > 0)
            ++runs_;
        open_weight_ = 0;
    }

    const Items& items_;
    std::uint64_t capacity_;
    std::uint32_t stage_;
    BrickPlan& plan_;
    std::vector<std::uint32_t> run_of_;
    std::uint32_t runs_ = 0;
    std::uint64_t open_weight_ = 0;
};

Items items_of(const Front& front)
{
    Items items;
    Box box;
    for (const Vec3i p : front.positions)
        box.extend(to_double(p));
    const auto centre = [&](const Triangle& t) {
        Vec3d sum;
        for (const std::uint32_t v : t)
            sum += to_double(front.positions[v]);
        return sum * (1.0 / 3) - box.min;
    };
    if (front.clusters.empty()) {
        items.centres.reserve(front.triangles.size());
        for (const Triangle& t : front.triangles)
            items.centres.push_back(to_float(centre(t)));
        return items;
    }
    for (const PendingCluster& c : front.clusters) {
        Vec3d sum;
        for (std::uint32_t t = 0; t < c.triangle_count; ++t)
            sum += centre(front.triangles[c.first_triangle + t]);
        items.centres.push_back(to_float(sum / double(c.triangle_count)));
        items.weights.push_back(c.triangle_count);
    }
    return items;
}

void mark_vertex_bricks(const Front& front, BrickPlan& plan)
{
    plan.vertex_brick.assign(front.positions.size(), kUnusedVertex);
    const auto mark = [&](std::uint32_t triangle, std::uint32_t brick) {
        for (const std::uint32_t v : front.triangles[triangle]) {
            std::uint32_t& b = plan.vertex_brick[v];
            b = b == kUnusedVertex || b == brick ? brick : kSharedVertex;
        }
    };
    for (std::uint32_t b = 0; b < plan.bricks(); ++b)
        for (std::uint32_t i = plan.first[b]; i < plan.first[b + 1]; ++i) {
            if (front.clusters.empty()) {
                mark(plan.order[i], b);
                continue;
            }
            const PendingCluster& c = front.clusters[plan.order[i]];
            for (std::uint32_t t = 0; t < c.triangle_count; ++t)
                mark(c.first_triangle + t, b);
        }
}

} // namespace

BrickPlan plan_bricks(const Front& front, std::uint32_t stage, std::uint64_t max_triangles)
{
    BrickPlan plan;
    plan.first.push_back(0);
    std::vector<std::uint32_t> all(
        front.clusters.empty() ? front.triangles.size() : front.clusters.size());
    for (std::uint32_t i = 0; i < all.size(); ++i)
        all[i] = i;
    if (front.triangles.size() <= max_triangles) {
        plan.order = std::move(all);
        plan.first.push_back(std::uint32_t(plan.order.size()));
    } else {
        const Items items = items_of(front);
        Planner(items, max_triangles, stage, plan).split(std::move(all));
    }
    mark_vertex_bricks(front, plan);
    return plan;
}

Brick load_brick(const Front& front, const BrickPlan& plan, std::size_t brick,
    std::vector<std::uint32_t>& local_ids)
{
    Brick out;
    std::unordered_map<std::uint32_t, std::uint32_t> shared;
    const auto gather = [&](std::uint32_t v) {
        out.front.positions.push_back(front.positions[v]);
        if (!front.colours.empty())
            out.front.colours.push_back(front.colours[v]);
        if (!front.normals.empty())
            out.front.normals.push_back(front.normals[v]);
        return std::uint32_t(out.front.positions.size() - 1);
    };
    const auto local = [&](std::uint32_t v) {
        if (plan.vertex_brick[v] == kSharedVertex) {
            const auto [it, added] = shared.try_emplace(v, 0);
            if (added) {
                it->second = gather(v);
                out.border.resize(out.front.positions.size(), 0);
                out.border.back() = 1;
            }
            return it->second;
        }
        if (local_ids[v] == kUnusedVertex)
            local_ids[v] = gather(v);
        return local_ids[v];
    };
    const auto take = [&](std::uint32_t t) {
        const Triangle& k = front.triangles[t];
        out.front.triangles.push_back({local(k[0]), local(k[1]), local(k[2])});
    };
    for (std::uint32_t i = plan.first[brick]; i < plan.first[brick + 1]; ++i) {
        if (front.clusters.empty()) {
            take(plan.order[i]);
            continue;
        }
        PendingCluster c = front.clusters[plan.order[i]];
        const std::uint32_t from = c.first_triangle;
        c.first_triangle = std::uint32_t(out.front.triangles.size());
        for (std::uint32_t t = 0; t < c.triangle_count; ++t)
            take(from + t);
        out.front.clusters.push_back(c);
    }
    out.border.resize(out.front.positions.size(), 0);
    return out;
}

Front join_bricks(std::vector<Front> parts)
{
    Front all;
    std::size_t expected = 0;
    for (const Front& part : parts)
        expected += part.positions.size();
    PositionTable table(expected);
    std::vector<std::uint32_t> number;
    for (Front& part : parts) {
        number.assign(part.positions.size(), kUnusedVertex);
        const auto joined = [&](std::uint32_t v) {
            if (number[v] == kUnusedVertex) {
                const std::uint32_t next = std::uint32_t(all.positions.size());
                number[v] = table.find_or_add(part.positions[v], next, all.positions);
                if (number[v] == next) {
                    all.positions.push_back(part.positions[v]);
                    if (!part.colours.empty())
                        all.colours.push_back(part.colours[v]);
                    if (!part.normals.empty())
                        all.normals.push_back(part.normals[v]);
                }
            }
            return number[v];
        };
        for (PendingCluster c : part.clusters) {
            const std::uint32_t from = c.first_triangle;
            c.first_triangle = std::uint32_t(all.triangles.size());
            for (std::uint32_t t = 0; t < c.triangle_count; ++t) {
                const Triangle& k = part.triangles[from + t];
                all.triangles.push_back({joined(k[0]), joined(k[1]), joined(k[2])});
            }
            all.clusters.push_back(c);
        }
        part = {};
    }
    return all;
}

} // namespace stele::lod
