// Partitions by a hash of the place, each small enough for a table in memory; what they find is
// merged back in the order of the vertices. The result does not depend on how many there are.
#include "archive/lod/weld.h"

#include "archive/model/position_table.h"

#include <algorithm>

namespace stele::lod {

namespace {

using Place = WeldedVertices::Place;

// Of the memory, for one partition; and what a vertex of it costs there.
constexpr std::uint64_t kPartitionShare = 16, kBytesAVertex = 64;
constexpr std::uint64_t kMaxPartitions = 1024;

struct Entry {
    Vec3i position;
    std::uint32_t id = 0;
    Rgba8 colour;
};

// A vertex that is the same as an earlier one.
struct Same {
    std::uint32_t id = 0, as = 0;
};

// What stands for several vertices.
struct Blend {
    std::uint32_t id = 0;
    Rgba8 colour;
    Vec3f normal;
};

struct Partition {
    explicit Partition(Workspace& workspace)
        : entries(workspace), normals(workspace), same(workspace), blends(workspace)
    {
    }
    SpilledArray<Entry> entries; // in order of ids
    SpilledArray<Vec3f> normals; // of the entries, if there are any
    SpilledArray<Same> same;     // in order of ids
    SpilledArray<Blend> blends;  // in order of ids
};

// Sums of what is welded into one vertex, in source order.
struct Sum {
    std::uint32_t id = 0;
    std::uint32_t count = 0;
    std::uint64_t r = 0, g = 0, b = 0, a = 0;
    Vec3d normal;

    void add(Rgba8 c)
    {
        r += c.r;
        g += c.g;
        b += c.b;
        a += c.a;
        ++count;
    }
    Blend blend() const
    {
        const auto mean = [this](std::uint64_t x) { return std::uint8_t((x + count / 2) / count); };
        return {id, {mean(r), mean(g), mean(b), mean(a)},
            is_finite(normal) ? to_float(normalized(normal)) : Vec3f{}};
    }
};

// Reads spilled records one after the other.
template <class T>
class Cursor {
public:
    explicit Cursor(const SpilledArray<T>& from) : from_(&from) {}

    // Null at the end.
    Result<const T*> peek()
    {
        if (at_ == buffer_.size()) {
            const std::uint64_t left = from_->size() - read_;
            buffer_.resize(std::size_t(std::min<std::uint64_t>(left, 1024)));
            STELE_CHECK(from_->read(read_, buffer_));
            read_ += buffer_.size();
            at_ = 0;
        }
        return at_ < buffer_.size() ? &buffer_[at_] : nullptr;
    }
    void advance() { ++at_; }

private:
    const SpilledArray<T>* from_;
    std::vector<T> buffer_;
    std::size_t at_ = 0;
    std::uint64_t read_ = 0;
};

// The records of all partitions in order of ids.
template <class T>
class Merge {
public:
    Status add(const SpilledArray<T>& from)
    {
        cursors_.emplace_back(from);
        return push(cursors_.size() - 1);
    }
    // The record of that id, if there is one. Ids must be asked for in order.
    Result<std::optional<T>> take(std::uint32_t id)
    {
        if (heap_.empty() || heap_.front().first != id)
            return std::optional<T>();
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
        const std::size_t c = heap_.back().second;
        heap_.pop_back();
        STELE_TRY(const T* const record, cursors_[c].peek());
        std::optional<T> out = *record;
        cursors_[c].advance();
        STELE_CHECK(push(c));
        return out;
    }

private:
    Status push(std::size_t c)
    {
        STELE_TRY(const T* const next, cursors_[c].peek());
        if (next != nullptr) {
            heap_.emplace_back(next->id, c);
            std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
        }
        return {};
    }
    std::vector<Cursor<T>> cursors_;
    std::vector<std::pair<std::uint32_t, std::size_t>> heap_;
};

class Welder {
public:
    Welder(Source& source, const ToGrid& to_grid, Workspace& workspace, const Cancel* cancel)
        : source_(source), to_grid_(to_grid), cancel_(cancel), out_(workspace)
    {
        out_.used = source.used.count();
        const std::uint64_t room = workspace.memory_bytes() / kPartitionShare / kBytesAVertex;
        const std::uint64_t wanted = out_.used / std::max<std::uint64_t>(room, 1) + 1;
        for (std::uint64_t p = 0; p < std::min(wanted, kMaxPartitions); ++p)
            partitions_.emplace_back(workspace);
    }

    Result<WeldedVertices> run()
    {
        STELE_CHECK(distribute());
        for (Partition& p : partitions_)
            STELE_CHECK(find_same(p));
        STELE_CHECK(lay_down());
        return std::move(out_);
    }

private:
    // Calls work(id, used, position, colour, normal) for every vertex in order.
    template <class Work>
    Status for_each_vertex(Work&& work)
    {
        std::vector<Rgba8> colours;
        std::vector<Vec3f> normals;
        return source_.positions.for_each_run([&](std::uint64_t first,
                                                  std::span<const Vec3d> run) -> Status {
            STELE_CHECK(check_cancel(cancel_));
            colours.resize(run.size());
            if (source_.colours.size() > 0)
                STELE_CHECK(source_.colours.read(first, colours));
            normals.resize(run.size());
            if (source_.normals.size() > 0)
                STELE_CHECK(source_.normals.read(first, normals));
            for (std::size_t i = 0; i < run.size(); ++i) {
                const bool used = source_.used.test(first + i);
                STELE_CHECK(work(std::uint32_t(first + i), used, used ? to_grid_(run[i]) : Vec3i{},
                    colours[i], to_grid_.placement.direction(normals[i])));
            }
            return {};
        });
    }

    Status distribute()
    {
        std::vector<std::vector<Entry>> entries(partitions_.size());
        std::vector<std::vector<Vec3f>> normals(partitions_.size());
        const auto flush = [&](std::size_t p) -> Status {
            STELE_CHECK(partitions_[p].entries.append(entries[p]));
            STELE_CHECK(partitions_[p].normals.append(normals[p]));
            entries[p].clear();
            normals[p].clear();
            return {};
        };
        STELE_CHECK(for_each_vertex(
            [&](std::uint32_t id, bool used, Vec3i position, Rgba8 colour, Vec3f normal) -> Status {
                if (!used)
                    return {};
                out_.box.extend(to_double(position));
                const std::size_t p = hash_position(position) / 64 % partitions_.size();
                entries[p].push_back({position, id, colour});
                if (source_.normals.size() > 0)
                    normals[p].push_back(normal);
                return entries[p].size() < 256 ? Status() : flush(p);
            }));
        for (std::size_t p = 0; p < partitions_.size(); ++p) {
            STELE_CHECK(flush(p));
            STELE_CHECK(partitions_[p].entries.seal());
            STELE_CHECK(partitions_[p].normals.seal());
        }
        return {};
    }

    Status find_same(Partition& p)
    {
        STELE_CHECK(check_cancel(cancel_));
        std::vector<Vec3i> positions;
        std::vector<std::uint32_t> first; // vertex at each of them
        std::vector<Same> same;
        PositionTable table(std::size_t(p.entries.size()));
        STELE_CHECK(
            p.entries.for_each_run([&](std::uint64_t, std::span<const Entry> run) -> Status {
                for (const Entry& e : run) {
                    const std::uint32_t next = std::uint32_t(positions.size());
                    const std::uint32_t n = table.find_or_add(e.position, next, positions);
                    if (n != next) {
                        same.push_back({e.id, first[n]});
                        continue;
                    }
                    positions.push_back(e.position);
                    first.push_back(e.id);
                }
                return {};
            }));
        out_.same += same.size();
        STELE_CHECK(p.same.append(same));
        STELE_CHECK(p.same.seal());
        if (!same.empty())
            STELE_CHECK(blend(p, same));
        p.entries.clear();
        p.normals.clear();
        return p.blends.seal();
    }

    // Means over the vertices that are the same, of those that stand for several.
    Status blend(Partition& p, const std::vector<Same>& same)
    {
        std::vector<std::uint32_t> several;
        for (const Same& s : same)
            several.push_back(s.as);
        std::sort(several.begin(), several.end());
        several.erase(std::unique(several.begin(), several.end()), several.end());
        std::vector<Sum> sums(several.size());
        for (std::size_t i = 0; i < several.size(); ++i)
            sums[i].id = several[i];
        std::vector<Vec3f> normals;
        std::size_t next_same = 0;
        const auto sum_up = [&](std::uint64_t at, std::span<const Entry> run) -> Status {
            normals.assign(run.size(), Vec3f{});
            if (p.normals.size() > 0)
                STELE_CHECK(p.normals.read(at, normals));
            for (std::size_t i = 0; i < run.size(); ++i) {
                const bool is_same = next_same < same.size() && same[next_same].id == run[i].id;
                const std::uint32_t as = is_same ? same[next_same++].as : run[i].id;
                const auto found = std::lower_bound(several.begin(), several.end(), as);
                if (found == several.end() || *found != as)
                    continue;
                Sum& sum = sums[std::size_t(found - several.begin())];
                sum.add(run[i].colour);
                sum.normal += to_double(normals[i]);
            }
            return {};
        };
        STELE_CHECK(p.entries.for_each_run(sum_up));
        std::vector<Blend> blends;
        for (const Sum& sum : sums)
            blends.push_back(sum.blend());
        return p.blends.append(blends);
    }

    Status lay_down()
    {
        Merge<Same> same;
        Merge<Blend> blends;
        for (const Partition& p : partitions_) {
            STELE_CHECK(same.add(p.same));
            STELE_CHECK(blends.add(p.blends));
        }
        std::vector<Place> places;
        std::vector<Rgba8> colours;
        std::vector<Vec3f> normals;
        const auto flush = [&]() -> Status {
            STELE_CHECK(out_.places.append(places));
            if (source_.colours.size() > 0)
                STELE_CHECK(out_.colours.append(colours));
            if (source_.normals.size() > 0)
                STELE_CHECK(out_.normals.append(normals));
            places.clear();
            colours.clear();
            normals.clear();
            return {};
        };
        STELE_CHECK(for_each_vertex(
            [&](std::uint32_t id, bool used, Vec3i position, Rgba8 colour, Vec3f normal) -> Status {
                STELE_TRY(const auto twin, same.take(id));
                STELE_TRY(const auto mean, blends.take(id));
                places.push_back({position, !used ? kNoVertex : twin ? twin->as : id});
                colours.push_back(mean ? mean->colour : colour);
                normals.push_back(mean ? mean->normal
                                  : is_finite(to_double(normal))
                                      ? to_float(normalized(to_double(normal)))
                                      : Vec3f{});
                return places.size() < 65536 ? Status() : flush();
            }));
        STELE_CHECK(flush());
        partitions_.clear();
        source_.positions.clear();
        source_.colours.clear();
        source_.normals.clear();
        STELE_CHECK(out_.places.seal());
        STELE_CHECK(out_.colours.seal());
        return out_.normals.seal();
    }

    Source& source_;
    const ToGrid& to_grid_;
    const Cancel* cancel_;
    std::vector<Partition> partitions_;
    WeldedVertices out_;
};

} // namespace

Result<WeldedVertices> weld_vertices(
    Source& source, const ToGrid& to_grid, Workspace& workspace, const Cancel* cancel)
{
    return Welder(source, to_grid, workspace, cancel).run();
}

} // namespace stele::lod
