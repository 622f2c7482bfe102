// A delivery, consignment by consignment. In a folder that is one record nothing is refused: what
// cannot be read as a scan is kept as a document, with a finding that says why.
#include "archive/ingest/ingest.h"

#include <algorithm>
#include <map>
#include <set>

namespace stele::ingest {

namespace fs = std::filesystem;

namespace {

bool is_about_content(const Error& error)
{
    return error.code() == Errc::malformed || error.code() == Errc::unsupported ||
           error.code() == Errc::limit;
}

Finding kept_unread(const fs::path& scan, const Error& error)
{
    return {Severity::error, "delivery.scan-not-read", scan.filename().string(),
        "the file is kept as a document because it cannot be read as a scan: " + error.text()};
}

// One consignment; remembers which files were kept.
class Taking {
public:
    Taking(Archive& archive, const Options& options, const DeliveryEvents& events)
        : archive_(archive), options_(options), events_(events)
    {
    }

    // False: stop the delivery.
    bool take(const Consignment& consignment)
    {
        Intake intake = intake_of(consignment);
        Findings unread; // about documents that were thought to be scans
        Options options = options_;
        for (const fs::path& scan : consignment.scans) {
            intake.scan = scan;
            events_.begins(scan);
            Result<Outcome> outcome = ingest(archive_, intake, options);
            if (outcome && options_.dry_run && !foresee(*outcome, consignment))
                outcome = id_is_taken(outcome->id, scan.filename().string());
            if (outcome)
                options.record = outcome->id; // the others join it
            if (!outcome && consignment.keeps_unreadable && !options_.strict &&
                is_about_content(outcome.error())) {
                intake.documents.push_back(scan);
                unread.push_back(kept_unread(scan, outcome.error()));
            } else if (!tell(scan, std::move(outcome), intake, unread)) {
                return false;
            }
        }
        if (intake.documents.empty())
            return true;
        intake.scan.clear();
        const fs::path what =
            intake.documents.size() == 1 ? intake.documents.front() : intake.folder;
        return tell(what, ingest(archive_, intake, options), intake, unread);
    }

    std::vector<fs::path> not_kept(const std::vector<fs::path>& files) const
    {
        std::vector<fs::path> left;
        std::copy_if(files.begin(), files.end(), std::back_inserter(left),
            [&](const fs::path& file) { return !kept_.contains(canonical(file)); });
        return left;
    }

private:
    static fs::path canonical(const fs::path& file)
    {
        std::error_code error;
        return fs::weakly_canonical(file, error);
    }

    // False: a run that writes would refuse this one, because an earlier consignment has its id.
    bool foresee(const Outcome& outcome, const Consignment& consignment)
    {
        const auto [first, fresh] = dry_ids_.emplace(outcome.id, &consignment);
        return fresh || first->second == &consignment || outcome.id_is_chosen;
    }

    // Documents are kept once, with the first scan that is.
    bool tell(const fs::path& what, Result<Outcome> outcome, Intake& intake, Findings& unread)
    {
        if (outcome) {
            for (const fs::path& source : outcome->sources)
                kept_.insert(canonical(source));
            outcome->findings.insert(outcome->findings.end(), unread.begin(), unread.end());
            unread.clear();
            intake.documents.clear();
            intake.left_out.clear();
        }
        return events_.ends(what, outcome);
    }

    Archive& archive_;
    const Options& options_;
    const DeliveryEvents& events_;
    std::set<fs::path> kept_;
    std::map<std::string, const Consignment*> dry_ids_;
};

} // namespace

std::vector<fs::path> ingest_delivery(Archive& archive, const Delivery& delivery,
    const Options& options, const DeliveryEvents& events)
{
    Taking taking(archive, options, events);
    for (const Consignment& consignment : delivery.consignments)
        if (!taking.take(consignment))
            break;
    return taking.not_kept(delivery.shared);
}

} // namespace stele::ingest
