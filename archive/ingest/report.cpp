// Reports and events as JSON; the keys are documented in archive/README.md.
#include "archive/ingest/report.h"

#include "archive/health/health_json.h"

namespace stele::ingest {

namespace {

std::string_view severity_name(Severity severity)
{
    return severity == Severity::info      ? "info"
           : severity == Severity::warning ? "warning"
                                           : "error";
}

Json vector_json(Vec3d v)
{
    return Json(Json::Array{v.x, v.y, v.z});
}

Json levels_json(const lod::BuildReport& build)
{
    Json levels = Json::array();
    for (const auto& level : build.levels)
        levels.push(Json::object({{"level", level.level}, {"triangles", level.triangles},
            {"groups", level.groups}, {"max_geometric_m", level.max_geometric_m}}));
    return levels;
}

} // namespace

Json findings_json(const Findings& findings)
{
    Json list = Json::array();
    for (const Finding& f : findings) {
        Json json = Json::object({{"severity", Json(severity_name(f.severity))}, {"code", f.code},
            {"where", f.where}, {"text", f.text}, {"count", f.count}});
        for (const auto& [name, value] : f.values) {
            if (json["values"].is_null())
                json.set("values", Json::object());
            json.find("values")->set(name, value);
        }
        list.push(std::move(json));
    }
    return list;
}

Findings findings_from_json(const Json& json)
{
    Findings findings;
    const auto* const list = json.elements();
    if (list == nullptr)
        return findings;
    for (const Json& f : *list) {
        const std::string severity = f["severity"].string_or("info");
        Finding finding{severity == "error"     ? Severity::error
                        : severity == "warning" ? Severity::warning
                                                : Severity::info,
            f["code"].string_or(""), f["where"].string_or(""), f["text"].string_or(""),
            f["count"].unsigned_or(1)};
        if (const auto* const values = f["values"].members())
            for (const auto& [name, value] : *values)
                finding.values.emplace_back(name, value.string_or(""));
        findings.push_back(std::move(finding));
    }
    return findings;
}

Json report_json(const Report& report)
{
    const Placement& placement = report.grid.placement;
    const Json source = Json::object(
        {{"path", report.original}, {"sha512", report.source_digest}, {"format", report.format},
            {"vertices", report.grid.source_vertices}, {"faces", report.grid.source_faces}});
    const Json placed = Json::object({{"metres_per_unit", placement.metres_per_unit},
        {"units_reason", placement.units_reason.text},
        {"up", placement.up == UpAxis::y ? "y" : "z"}, {"up_reason", placement.up_reason.text},
        {"origin_m", vector_json(report.lattice.origin_m)},
        {"size_m", vector_json(report.grid.bounds.size())}, {"grid_step_m", report.lattice.step_m},
        {"quantisation_m", report.grid.quantisation_m}});
    return Json::object({{"schema", "stele:report/1"}, {"asset", report.asset}, {"source", source},
        {"placement", placed}, {"vertices", report.grid.kept_vertices},
        {"triangles", report.grid.kept_triangles}, {"levels", levels_json(report.build)},
        {"access_bytes", report.access_bytes}, {"made_from", report.made_from},
        {"health", health::health_json(report.health)},
        {"findings", findings_json(report.findings)}});
}

Json event_json(const Event& event, const std::string& time, const std::string& agent,
    const std::string& program)
{
    Json json = Json::object({{"schema", "stele:event/1"}, {"type", event.type}, {"time", time},
        {"agent", agent}, {"program", program}, {"outcome", event.outcome},
        {"detail", event.detail}, {"inputs", event.inputs}});
    if (!event.left_out.is_null())
        json.set("left_out", event.left_out);
    return json;
}

} // namespace stele::ingest
