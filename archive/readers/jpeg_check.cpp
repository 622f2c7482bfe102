// Walks the segments as the decoder does (ITU-T T.81, annex B); where the decoder stops earlier,
// nothing of what follows is used.
#include "archive/readers/jpeg_check.h"

#include "archive/readers/byte_order.h"

#include <array>
#include <optional>

namespace stele::readers {

namespace {

constexpr std::uint32_t kEnd = 0xd9, kScan = 0xda, kQuantisation = 0xdb, kHuffman = 0xc4;

Error bad(const std::string& what)
{
    return {Errc::malformed, "JPEG: " + what};
}

bool is_frame(std::uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xc2; // baseline, extended, progressive
}

// A code for each of the symbols, none longer than its length: the sum of 2^-length is at most 1.
bool is_possible_code(const std::array<std::uint32_t, 16>& counts)
{
    std::uint32_t symbols = 0, used = 0; // of 2^16
    for (std::size_t i = 0; i < counts.size(); ++i) {
        symbols += counts[i];
        used += counts[i] << (15 - i);
    }
    return symbols <= 256 && used <= 1u << 16;
}

class Walk {
public:
    explicit Walk(ByteSpan bytes) : bytes_(bytes) {}

    Status check()
    {
        while (const auto marker = next_marker()) {
            if (*marker == kEnd)
                break;
            if (*marker == 0 || *marker == 1 || (*marker >= 0xd0 && *marker <= 0xd8))
                continue; // no segment
            const auto length = big_endian(bytes_, at_, 2);
            if (!length || *length < 2 || *length > bytes_.size() - at_)
                break; // the decoder ends here, too
            const ByteSpan content = bytes_.subspan(at_ + 2, *length - 2);
            at_ += *length;
            STELE_CHECK(*marker == kHuffman        ? note_huffman(content)
                        : *marker == kQuantisation ? note_quantisation(content)
                        : *marker == kScan         ? check_scan(content)
                        : is_frame(*marker)        ? note_frame(*marker, content)
                                                   : Status());
        }
        for (std::size_t i = 0; i < component_count_; ++i)
            if (!components_[i].is_scanned)
                return bad("a colour component has no data");
        return {};
    }

private:
    struct Component {
        std::uint32_t id = 0, quantisation = 0;
        bool is_scanned = false;
    };

    // Behind it; nothing at the end. Fill bytes and stray bytes are passed over.
    std::optional<std::uint32_t> next_marker()
    {
        while (at_ + 1 < bytes_.size()) {
            if (byte(at_++) != 0xff)
                continue;
            while (at_ < bytes_.size() && byte(at_) == 0xff)
                ++at_;
            if (at_ < bytes_.size())
                return byte(at_++);
        }
        return std::nullopt;
    }
    std::uint32_t byte(std::size_t i) const { return std::to_integer<std::uint32_t>(bytes_[i]); }

    Status note_huffman(ByteSpan content)
    {
        while (!content.empty()) {
            if (content.size() < 17)
                return bad("a Huffman table is cut");
            const auto kind = std::to_integer<std::uint32_t>(content[0]);
            std::array<std::uint32_t, 16> counts{};
            std::size_t symbols = 0;
            for (std::size_t i = 0; i < counts.size(); ++i) {
                counts[i] = std::to_integer<std::uint32_t>(content[i + 1]);
                symbols += counts[i];
            }
            if (kind > 0x1f || (kind & 15) > 3 || !is_possible_code(counts) ||
                symbols > content.size() - 17)
                return bad("a Huffman table that cannot be");
            (kind < 0x10 ? dc_ : ac_)[kind & 3] = true;
            content = content.subspan(17 + symbols);
        }
        return {};
    }

    Status note_quantisation(ByteSpan content)
    {
        while (!content.empty()) {
            const auto kind = std::to_integer<std::uint32_t>(content[0]);
            const std::size_t size = kind < 0x10 ? 65 : 129;
            if (kind > 0x1f || (kind & 15) > 3 || content.size() < size)
                return bad("a quantisation table that cannot be");
            quantisation_[kind & 3] = true;
            content = content.subspan(size);
        }
        return {};
    }

    Status note_frame(std::uint32_t marker, ByteSpan content)
    {
        const auto count = big_endian(content, 5, 1);
        if (component_count_ > 0 || !count || *count == 0 || *count > components_.size() ||
            content.size() < 6 + 3 * *count)
            return bad("a frame header that cannot be");
        is_progressive_ = marker == 0xc2;
        component_count_ = *count;
        for (std::size_t i = 0; i < component_count_; ++i) {
            components_[i].id = std::to_integer<std::uint32_t>(content[6 + 3 * i]);
            components_[i].quantisation = std::to_integer<std::uint32_t>(content[8 + 3 * i]);
        }
        return {};
    }

    Status check_scan(ByteSpan content)
    {
        const std::size_t count = content.empty() ? 0 : std::to_integer<std::size_t>(content[0]);
        if (count == 0 || content.size() != 4 + 2 * count)
            return bad("a scan header that cannot be");
        const std::uint32_t first = std::to_integer<std::uint32_t>(content[1 + 2 * count]);
        const std::uint32_t approximation = std::to_integer<std::uint32_t>(content[3 + 2 * count]);
        const bool has_dc = !is_progressive_ || (first == 0 && approximation < 0x10);
        const bool has_ac = !is_progressive_ || first > 0;
        for (std::size_t i = 0; i < count; ++i) {
            const auto id = std::to_integer<std::uint32_t>(content[1 + 2 * i]);
            const auto tables = std::to_integer<std::uint32_t>(content[2 + 2 * i]);
            Component* const component = find(id);
            if (component == nullptr || tables > 0x3f || (tables & 15) > 3)
                return bad("a scan names what is not there");
            if ((has_dc && !dc_[tables >> 4]) || (has_ac && !ac_[tables & 3]))
                return bad("a scan without its Huffman table");
            if (component->quantisation > 3 || !quantisation_[component->quantisation])
                return bad("a component without its quantisation table");
            component->is_scanned = component->is_scanned || has_dc;
        }
        return {};
    }

    Component* find(std::uint32_t id)
    {
        for (std::size_t i = 0; i < component_count_; ++i)
            if (components_[i].id == id)
                return &components_[i];
        return nullptr;
    }

    ByteSpan bytes_;
    std::size_t at_ = 2; // behind the start of the image
    bool is_progressive_ = false;
    std::array<bool, 4> dc_{}, ac_{}, quantisation_{};
    std::array<Component, 4> components_;
    std::size_t component_count_ = 0;
};

} // namespace

Status check_jpeg(ByteSpan bytes)
{
    return Walk(bytes).check();
}

} // namespace stele::readers
