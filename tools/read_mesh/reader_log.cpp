// The lines look like "Warn,  T0: OFF: Vertex index is out of range\n".
#include "tools/read_mesh/reader_log.h"

#include <assimp/DefaultLogger.hpp>
#include <assimp/LogStream.hpp>

#include <string_view>

namespace stele::read_mesh {

namespace {

class TallyStream final : public Assimp::LogStream {
public:
    explicit TallyStream(readers::FindingTally& tally) : tally_(&tally) {}

    void write(const char* line) override
    {
        std::string_view text = line;
        if (const std::size_t colon = text.find(": "); colon < 16)
            text.remove_prefix(colon + 2);
        text = text.substr(0, text.find_last_not_of(" \r\n") + 1);
        tally_->add(Severity::info, "mesh.reader-warning", "",
            "the reader of this format remarks: " + std::string(text));
    }

private:
    readers::FindingTally* tally_;
};

} // namespace

void log_to(readers::FindingTally& tally)
{
    Assimp::DefaultLogger::create(nullptr, Assimp::Logger::NORMAL, 0);
    // Owned by the logger.
    Assimp::DefaultLogger::get()->attachStream(
        new TallyStream(tally), Assimp::Logger::Warn | Assimp::Logger::Err);
}

} // namespace stele::read_mesh
