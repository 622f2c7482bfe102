// Numbers are written as they are held: equal input, equal bytes.
#include "archive/health/health_json.h"

#include <algorithm>

namespace stele::health {

namespace {

Json vector_json(Vec3d v)
{
    return Json(Json::Array{v.x, v.y, v.z});
}

Vec3d vector_from(const Json& json)
{
    const Json::Array* const v = json.elements();
    if (v == nullptr || v->size() != 3)
        return {};
    return {(*v)[0].number_or(0), (*v)[1].number_or(0), (*v)[2].number_or(0)};
}

const char* basis_name(Basis basis)
{
    return basis == Basis::stated ? "stated" : basis == Basis::format ? "format" : "guessed";
}

Basis basis_from(const Json& json)
{
    const std::string name = json.string_or("");
    return name == "stated" ? Basis::stated : name == "guessed" ? Basis::guessed : Basis::format;
}

void set_declared(Json& json, const std::optional<std::uint64_t>& declared)
{
    if (declared)
        json.set("declared", *declared);
}

std::optional<std::uint64_t> declared_from(const Json& json)
{
    return json.is_number() ? std::optional(json.unsigned_or(0)) : std::nullopt;
}

Json counts_json(const Health& h)
{
    const Facts& f = h.facts;
    Json vertices = Json::object({{"delivered", f.delivered_vertices}, {"kept", h.vertices},
        {"welded", f.welded_vertices}, {"unused", f.unused_vertices}});
    set_declared(vertices, f.declared_vertices);
    Json faces = Json::object({{"delivered", f.delivered_faces}, {"kept", h.triangles},
        {"degenerate", f.degenerate_faces}, {"duplicate", f.duplicate_faces},
        {"refused", f.refused_faces}});
    set_declared(faces, f.declared_faces);
    return Json::object({{"vertices", vertices}, {"faces", faces}});
}

Json surface_json(const Health& h)
{
    Json json = Json::object({{"closed", h.closed()}, {"area_m2", h.area_m2}, {"edges", h.edges},
        {"boundary_edges", h.boundary_edges}, {"non_manifold_edges", h.non_manifold_edges},
        {"non_manifold_vertices", h.non_manifold_vertices},
        {"inconsistent_edges", h.inconsistent_edges}});
    if (h.openings.traced)
        json.set("t_junctions", h.t_junctions);
    json.set("slivers", h.slivers);
    if (h.volume_m3)
        json.set("volume_m3", *h.volume_m3);
    return json;
}

Json openings_json(const Openings& o)
{
    if (!o.traced)
        return Json::object({{"traced", false}});
    Json json = Json::object({{"count", o.count}, {"rims", o.rims}, {"holes", o.holes()},
        {"total_m", o.total_m}, {"longest_m", o.longest_m}});
    if (o.count > 0)
        json.set("longest_at_m", vector_json(o.longest_at_m));
    json.set("longest_hole_m", o.longest_hole_m);
    if (o.holes() > 0)
        json.set("longest_hole_at_m", vector_json(o.longest_hole_at_m));
    json.set("flaps", o.flaps);
    json.set("longest_flap_m", o.longest_flap_m);
    return json;
}

Json textures_json(const Health& h)
{
    Json pages = Json::array();
    for (const TexturePage& p : h.facts.textures)
        pages.push(Json::object({{"name", p.name}, {"found", p.found}, {"width", p.width},
            {"height", p.height}, {"colour_profile", p.colour_profile}, {"colour", p.is_colour}}));
    const double texel = h.facts.texel_m;
    return Json::object(
        {{"pages", pages}, {"texel_m", texel}, {"texels_per_m", texel > 0 ? 1 / texel : 0.0},
            {"finer_than_mesh_by", h.texture_finer_by()}});
}

Json with_reason(Json json, const Finding& why)
{
    json.set("reason", why.text);
    json.set("reason_code", why.code);
    Json values = Json::object();
    for (const auto& [name, value] : why.values)
        values.set(name, value);
    json.set("reason_values", std::move(values));
    return json;
}

void read_counts(const Json& json, Health& h)
{
    const Json& vertices = json["vertices"];
    const Json& faces = json["faces"];
    Facts& f = h.facts;
    f.declared_vertices = declared_from(vertices["declared"]);
    f.declared_faces = declared_from(faces["declared"]);
    f.delivered_vertices = vertices["delivered"].unsigned_or(0);
    f.delivered_faces = faces["delivered"].unsigned_or(0);
    f.welded_vertices = vertices["welded"].unsigned_or(0);
    f.unused_vertices = vertices["unused"].unsigned_or(0);
    f.degenerate_faces = faces["degenerate"].unsigned_or(0);
    f.duplicate_faces = faces["duplicate"].unsigned_or(0);
    f.refused_faces = faces["refused"].unsigned_or(0);
    h.vertices = vertices["kept"].unsigned_or(0);
    h.triangles = faces["kept"].unsigned_or(0);
}

// Older bills have the sentence only.
Finding reason_from(const Json& json)
{
    Finding why{
        Severity::info, json["reason_code"].string_or(""), "", json["reason"].string_or("")};
    if (const auto* const values = json["reason_values"].members())
        for (const auto& [name, value] : *values)
            why.values.emplace_back(name, value.string_or(""));
    return why;
}

void read_placement(const Json& json, Facts& f)
{
    f.placement.metres_per_unit = json["units"]["metres_per_unit"].number_or(1);
    f.placement.units_reason = reason_from(json["units"]);
    f.units_basis = basis_from(json["units"]["basis"]);
    f.placement.up = json["up"]["axis"].string_or("y") == "z" ? UpAxis::z : UpAxis::y;
    f.placement.up_reason = reason_from(json["up"]);
    f.up_basis = basis_from(json["up"]["basis"]);
    if (json["bounds_m"]["min"].is_array()) {
        f.bounds_m.extend(vector_from(json["bounds_m"]["min"]));
        f.bounds_m.extend(vector_from(json["bounds_m"]["max"]));
    }
}

void read_surface(const Json& json, Health& h)
{
    h.area_m2 = json["area_m2"].number_or(0);
    h.edges = json["edges"].unsigned_or(0);
    h.boundary_edges = json["boundary_edges"].unsigned_or(0);
    h.non_manifold_edges = json["non_manifold_edges"].unsigned_or(0);
    h.non_manifold_vertices = json["non_manifold_vertices"].unsigned_or(0);
    h.inconsistent_edges = json["inconsistent_edges"].unsigned_or(0);
    h.t_junctions = json["t_junctions"].unsigned_or(0);
    h.slivers = json["slivers"].unsigned_or(0);
    if (json["volume_m3"].is_number())
        h.volume_m3 = json["volume_m3"].number_or(0);
}

void read_openings(const Json& json, Openings& o)
{
    o.traced = json["traced"].bool_or(true);
    o.count = json["count"].unsigned_or(0);
    o.rims = std::min(o.count, json["rims"].unsigned_or(0));
    o.total_m = json["total_m"].number_or(0);
    o.longest_m = json["longest_m"].number_or(0);
    o.longest_at_m = vector_from(json["longest_at_m"]);
    o.longest_hole_m = json["longest_hole_m"].number_or(0);
    o.longest_hole_at_m = vector_from(json["longest_hole_at_m"]);
    o.flaps = json["flaps"].unsigned_or(0);
    o.longest_flap_m = json["longest_flap_m"].number_or(0);
}

void read_textures(const Json& json, Facts& f)
{
    f.texel_m = json["texel_m"].number_or(0);
    if (const Json::Array* const pages = json["pages"].elements())
        for (const Json& p : *pages)
            f.textures.push_back({p["name"].string_or(""), p["found"].bool_or(false),
                static_cast<std::uint32_t>(p["width"].unsigned_or(0)),
                static_cast<std::uint32_t>(p["height"].unsigned_or(0)),
                p["colour_profile"].string_or(""), p["colour"].bool_or(true)});
}

} // namespace

Json health_json(const Health& h)
{
    const Facts& f = h.facts;
    Json json = Json::object(
        {{"format", f.format}, {"point_cloud", f.is_point_cloud}, {"coloured", f.has_colours}});
    const Json counts = counts_json(h);
    json.set("vertices", counts["vertices"]);
    json.set("faces", counts["faces"]);
    json.set("units", with_reason(Json::object({{"metres_per_unit", f.placement.metres_per_unit},
                                      {"basis", basis_name(f.units_basis)}}),
                          f.placement.units_reason));
    json.set("up", with_reason(Json::object({{"axis", f.placement.up == UpAxis::y ? "y" : "z"},
                                   {"basis", basis_name(f.up_basis)}}),
                       f.placement.up_reason));
    if (!f.bounds_m.empty())
        json.set("bounds_m", Json::object({{"min", vector_json(f.bounds_m.min)},
                                 {"max", vector_json(f.bounds_m.max)}}));
    json.set("size_m", vector_json(f.bounds_m.size()));
    json.set("surface", surface_json(h));
    json.set("openings", openings_json(h.openings));
    json.set("pieces",
        Json::object({{"count", h.pieces.count}, {"largest_share", h.pieces.largest_share},
            {"dust", h.pieces.dust}, {"dust_triangles", h.pieces.dust_triangles},
            {"dust_share", h.pieces.dust_share}}));
    json.set(
        "density", Json::object({{"median_edge_m", h.median_edge_m}, {"p95_edge_m", h.p95_edge_m},
                       {"points_per_m2", h.points_per_m2}, {"point_spacing_m", h.point_spacing_m},
                       {"grid_step_m", h.grid_step_m}}));
    json.set(
        "position", Json::object({{"farthest_m", h.farthest_m}, {"float_step_m", h.float_step_m}}));
    json.set("textures", textures_json(h));
    return json;
}

Health health_from_json(const Json& json)
{
    Health h;
    h.facts.format = json["format"].string_or("");
    h.facts.is_point_cloud = json["point_cloud"].bool_or(false);
    h.facts.has_colours = json["coloured"].bool_or(false);
    read_counts(json, h);
    read_placement(json, h.facts);
    read_surface(json["surface"], h);
    read_openings(json["openings"], h.openings);
    const Json& pieces = json["pieces"];
    h.pieces = {pieces["count"].unsigned_or(0), pieces["largest_share"].number_or(0),
        pieces["dust"].unsigned_or(0), pieces["dust_triangles"].unsigned_or(0),
        pieces["dust_share"].number_or(0)};
    const Json& density = json["density"];
    h.median_edge_m = density["median_edge_m"].number_or(0);
    h.p95_edge_m = density["p95_edge_m"].number_or(0);
    h.points_per_m2 = density["points_per_m2"].number_or(0);
    h.point_spacing_m = density["point_spacing_m"].number_or(0);
    h.grid_step_m = density["grid_step_m"].number_or(0);
    h.farthest_m = json["position"]["farthest_m"].number_or(0);
    h.float_step_m = json["position"]["float_step_m"].number_or(0);
    read_textures(json["textures"], h.facts);
    return h;
}

} // namespace stele::health
