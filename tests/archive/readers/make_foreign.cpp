// Written by the formats' own descriptions, as small as their readers allow.
#include "tests/archive/readers/make_foreign.h"

#include "archive/base/digest.h"
#include "tests/archive/readers/make_gltf.h"

#include <sstream>

namespace stele::test {

namespace {

std::string numbers(const std::string& separator)
{
    std::ostringstream out;
    const char* between = "";
    for (const Vec3d p : kCorners) {
        out << between << p.x << separator << p.y << separator << p.z;
        between = separator.c_str();
    }
    return out.str();
}

// 3DS: u16 id, u32 length with this head, little-endian.
std::string chunk_3ds(std::uint16_t id, const std::string& body)
{
    std::string chunk;
    append(chunk, id);
    append(chunk, static_cast<std::uint32_t>(body.size() + 6));
    return chunk + body;
}

// IFF: four letters, u32 length, big-endian, padded to two.
std::string chunk_iff(const std::string& name, const std::string& body, bool is_short = false)
{
    std::string chunk = name;
    if (is_short)
        append(chunk, static_cast<std::uint16_t>(body.size()), true);
    else
        append(chunk, static_cast<std::uint32_t>(body.size()), true);
    chunk += body;
    return chunk.size() % 2 == 0 ? chunk : chunk + '\0';
}

struct ZipPart {
    std::string name, bytes;
};

std::string zip_of(const std::vector<ZipPart>& parts)
{
    std::string zip, directory;
    for (const ZipPart& part : parts) {
        const auto offset = static_cast<std::uint32_t>(zip.size());
        std::string fields; // from "version needed" to the lengths, the same in both headers
        append(fields, std::uint16_t{20});
        append(fields, std::uint16_t{0});
        append(fields, std::uint16_t{0});
        append(fields, std::uint32_t{0});
        append(fields, crc32_zip(as_bytes(part.bytes)));
        append(fields, static_cast<std::uint32_t>(part.bytes.size()));
        append(fields, static_cast<std::uint32_t>(part.bytes.size()));
        append(fields, static_cast<std::uint16_t>(part.name.size()));
        append(fields, std::uint16_t{0});
        zip += "PK\x03\x04" + fields + part.name + part.bytes;
        directory += std::string("PK\x01\x02") + '\x14' + '\0' + fields;
        directory += std::string(10, '\0'); // comment length, disk, attributes
        append(directory, offset);
        directory += part.name;
    }
    std::string end = std::string("PK\x05\x06") + std::string(4, '\0');
    append(end, static_cast<std::uint16_t>(parts.size()));
    append(end, static_cast<std::uint16_t>(parts.size()));
    append(end, static_cast<std::uint32_t>(directory.size()));
    append(end, static_cast<std::uint32_t>(zip.size()));
    append(end, std::uint16_t{0});
    return zip + directory + end;
}

} // namespace

std::string stl_text()
{
    std::ostringstream out;
    out << "solid tetrahedron\n";
    for (const auto& face : kFaces) {
        out << "facet normal 0 0 0\nouter loop\n";
        for (const std::uint32_t i : face)
            out << "vertex " << kCorners[i].x << ' ' << kCorners[i].y << ' ' << kCorners[i].z
                << '\n';
        out << "endloop\nendfacet\n";
    }
    out << "endsolid tetrahedron\n";
    return out.str();
}

std::string stl_binary(const std::string& header, std::array<std::uint16_t, 4> attributes)
{
    std::string bytes = header;
    bytes.resize(80, '\0');
    append(bytes, std::uint32_t{4});
    for (std::size_t f = 0; f < kFaces.size(); ++f) {
        bytes += std::string(12, '\0'); // normal
        for (const std::uint32_t i : kFaces[f])
            for (const double value : {kCorners[i].x, kCorners[i].y, kCorners[i].z})
                append(bytes, static_cast<float>(value));
        append(bytes, attributes[f]);
    }
    return bytes;
}

std::string collada(const ColladaOptions& options)
{
    std::ostringstream out;
    out << "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
           "<COLLADA xmlns=\"http://www.collada.org/2005/11/COLLADASchema\" version=\"1.4.1\">\n"
           "<asset>"
        << options.asset << "</asset>\n";
    if (!options.picture.empty())
        out << "<library_images><image id=\"i\"><init_from>" << options.picture
            << "</init_from></image></library_images>\n"
               "<library_effects><effect id=\"e\"><profile_COMMON>"
               "<newparam sid=\"s\"><surface type=\"2D\"><init_from>i</init_from></surface>"
               "</newparam><newparam sid=\"t\"><sampler2D><source>s</source></sampler2D>"
               "</newparam><technique sid=\"c\"><lambert><diffuse>"
               "<texture texture=\"t\" texcoord=\"UV\"/></diffuse></lambert></technique>"
               "</profile_COMMON></effect></library_effects>\n"
               "<library_materials><material id=\"m\"><instance_effect url=\"#e\"/></material>"
               "</library_materials>\n";
    out << "<library_geometries><geometry id=\"g\"><mesh><source id=\"p\">"
           "<float_array id=\"pa\" count=\"12\">"
        << numbers(" ")
        << "</float_array><technique_common><accessor source=\"#pa\" count=\"4\" stride=\"3\">"
           "<param name=\"X\" type=\"float\"/><param name=\"Y\" type=\"float\"/>"
           "<param name=\"Z\" type=\"float\"/></accessor></technique_common></source>"
           "<source id=\"u\"><float_array id=\"ua\" count=\"8\">0 0 1 0 0 1 0 0</float_array>"
           "<technique_common><accessor source=\"#ua\" count=\"4\" stride=\"2\">"
           "<param name=\"S\" type=\"float\"/><param name=\"T\" type=\"float\"/></accessor>"
           "</technique_common></source>"
           "<vertices id=\"v\"><input semantic=\"POSITION\" source=\"#p\"/></vertices>"
           "<triangles material=\"mm\" count=\"4\">"
           "<input semantic=\"VERTEX\" source=\"#v\" offset=\"0\"/>"
           "<input semantic=\"TEXCOORD\" source=\"#u\" offset=\"0\" set=\"0\"/><p>";
    for (const auto& face : kFaces)
        for (const std::uint32_t i : face)
            out << i << ' ';
    out << "</p></triangles></mesh></geometry></library_geometries>\n"
           "<library_visual_scenes><visual_scene id=\"sc\"><node id=\"n\">"
        << options.node << "<instance_geometry url=\"#g\">";
    if (!options.picture.empty())
        out << "<bind_material><technique_common><instance_material symbol=\"mm\" target=\"#m\"/>"
               "</technique_common></bind_material>";
    out << "</instance_geometry></node></visual_scene></library_visual_scenes>\n"
           "<scene><instance_visual_scene url=\"#sc\"/></scene></COLLADA>\n";
    return out.str();
}

std::string fbx_text(double unit_scale, int up_axis, const std::string& model_properties)
{
    std::ostringstream out;
    out << "; FBX 7.5.0 project file\nFBXHeaderExtension:  {\n\tFBXHeaderVersion: 1003\n"
           "\tFBXVersion: 7500\n}\nGlobalSettings:  {\n\tVersion: 1000\n\tProperties70:  {\n"
           "\t\tP: \"UpAxis\", \"int\", \"Integer\", \"\","
        << up_axis << "\n\t\tP: \"UnitScaleFactor\", \"double\", \"Number\", \"\"," << unit_scale
        << "\n\t}\n}\nObjects:  {\n\tGeometry: 11, \"Geometry::\", \"Mesh\" {\n\t\tVertices: *12 "
           "{\n\t\t\ta: "
        << numbers(",") << "\n\t\t}\n\t\tPolygonVertexIndex: *12 {\n\t\t\ta: ";
    for (std::size_t f = 0; f < kFaces.size(); ++f)
        out << (f == 0 ? "" : ",") << kFaces[f][0] << ',' << kFaces[f][1] << ','
            << -static_cast<int>(kFaces[f][2]) - 1;
    out << "\n\t\t}\n\t\tGeometryVersion: 124\n\t}\n\tModel: 12, \"Model::n\", \"Mesh\" {\n"
           "\t\tVersion: 232\n\t\tProperties70:  {\n"
        << model_properties
        << "\t\t}\n\t}\n}\nConnections:  {\n\tC: \"OO\",12,0\n\tC: \"OO\",11,12\n}\n";
    return out.str();
}

std::string fbx_with_picture(const std::string& picture)
{
    std::string text = fbx_text(100, 1);
    const auto insert_after = [&](const std::string& mark, const std::string& added) {
        const std::size_t at = text.find(mark);
        text.insert(at == text.npos ? text.size() : at + mark.size(), added);
    };
    std::string texcoords, indices;
    for (int corner = 0; corner < 12; ++corner) {
        texcoords += corner == 0 ? "0.25,0.25" : ",0.25,0.25";
        indices += (corner == 0 ? "" : ",") + std::to_string(corner);
    }
    insert_after("GeometryVersion: 124\n",
        "\t\tLayerElementUV: 0 {\n\t\t\tVersion: 101\n\t\t\tName: \"\"\n"
        "\t\t\tMappingInformationType: \"ByPolygonVertex\"\n"
        "\t\t\tReferenceInformationType: \"IndexToDirect\"\n\t\t\tUV: *24 {\n\t\t\t\ta: " +
            texcoords + "\n\t\t\t}\n\t\t\tUVIndex: *12 {\n\t\t\t\ta: " + indices +
            "\n\t\t\t}\n\t\t}\n\t\tLayerElementMaterial: 0 {\n\t\t\tVersion: 101\n"
            "\t\t\tName: \"\"\n\t\t\tMappingInformationType: \"AllSame\"\n"
            "\t\t\tReferenceInformationType: \"IndexToDirect\"\n\t\t\tMaterials: *1 {\n"
            "\t\t\t\ta: 0\n\t\t\t}\n\t\t}\n\t\tLayer: 0 {\n\t\t\tVersion: 100\n"
            "\t\t\tLayerElement:  {\n\t\t\t\tType: \"LayerElementUV\"\n"
            "\t\t\t\tTypedIndex: 0\n\t\t\t}\n\t\t\tLayerElement:  {\n"
            "\t\t\t\tType: \"LayerElementMaterial\"\n\t\t\t\tTypedIndex: 0\n\t\t\t}\n\t\t}\n");
    insert_after("Objects:  {\n",
        "\tMaterial: 13, \"Material::m\", \"\" {\n\t\tVersion: 102\n"
        "\t\tShadingModel: \"phong\"\n\t\tProperties70:  {\n\t\t}\n\t}\n"
        "\tVideo: 14, \"Video::v\", \"Clip\" {\n\t\tType: \"Clip\"\n\t\tProperties70:  {\n"
        "\t\t}\n\t\tUseMipMap: 0\n\t\tFilename: \"in.png\"\n\t\tRelativeFilename: "
        "\"in.png\"\n\t\tContent: , \"" +
            base64(picture) +
            "\"\n\t}\n\tTexture: 15, \"Texture::t\", \"\" {\n"
            "\t\tType: \"TextureVideoClip\"\n\t\tVersion: 202\n"
            "\t\tTextureName: \"Texture::t\"\n\t\tProperties70:  {\n\t\t}\n"
            "\t\tFileName: \"in.png\"\n\t\tRelativeFilename: \"in.png\"\n\t}\n");
    insert_after("Connections:  {\n", "\tC: \"OO\",13,12\n\tC: \"OO\",14,15\n"
                                      "\tC: \"OP\",15,13, \"DiffuseColor\"\n");
    return text;
}

std::string off_text()
{
    std::ostringstream out;
    out << "OFF\n4 4 0\n";
    for (const Vec3d p : kCorners)
        out << p.x << ' ' << p.y << ' ' << p.z << '\n';
    for (const auto& face : kFaces)
        out << "3 " << face[0] << ' ' << face[1] << ' ' << face[2] << '\n';
    return out.str();
}

std::string x3d_text()
{
    std::ostringstream out;
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<X3D version=\"3.3\" "
           "profile=\"Interchange\"><Scene><Shape><IndexedFaceSet coordIndex=\"";
    for (const auto& face : kFaces)
        out << face[0] << ' ' << face[1] << ' ' << face[2] << " -1 ";
    out << "\"><Coordinate point=\"" << numbers(" ")
        << "\"/></IndexedFaceSet></Shape></Scene></X3D>\n";
    return out.str();
}

std::string ac3d_text()
{
    std::ostringstream out;
    out << "AC3Db\nMATERIAL \"red\" rgb 1 0 0  amb 0.2 0.2 0.2  emis 0 0 0  spec 0.5 0.5 0.5  "
           "shi 10  trans 0\nOBJECT world\nkids 1\nOBJECT poly\nname \"t\"\nnumvert 4\n";
    for (const Vec3d p : kCorners)
        out << p.x << ' ' << p.y << ' ' << p.z << '\n';
    out << "numsurf 4\n";
    for (const auto& face : kFaces) {
        out << "SURF 0x0\nmat 0\nrefs 3\n";
        for (const std::uint32_t i : face)
            out << i << " 0 0\n";
    }
    out << "kids 0\n";
    return out.str();
}

std::string studio_3ds()
{
    std::string points, faces, matrix;
    append(points, std::uint16_t{4});
    for (const Vec3d p : kCorners)
        for (const double value : {p.x, p.y, p.z})
            append(points, static_cast<float>(value));
    append(faces, std::uint16_t{4});
    for (const auto& face : kFaces) {
        for (const std::uint32_t i : face)
            append(faces, static_cast<std::uint16_t>(i));
        append(faces, std::uint16_t{7}); // all edges visible
    }
    for (const float value : {1.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f})
        append(matrix, value);
    const std::string mesh = chunk_3ds(
        0x4100, chunk_3ds(0x4110, points) + chunk_3ds(0x4120, faces) + chunk_3ds(0x4160, matrix));
    const std::string object = chunk_3ds(0x4000, std::string("t") + '\0' + mesh);
    std::string version;
    append(version, std::uint32_t{3});
    return chunk_3ds(0x4d4d, chunk_3ds(0x0002, version) + chunk_3ds(0x3d3d, object));
}

// LightWave is left-handed and draws clockwise: z is negated, faces turn round.
std::string lightwave()
{
    std::string points, polygons = "FACE", tags("Default\0", 8), surface, mapping = "SURF";
    for (const Vec3d p : kCorners)
        for (const double value : {p.x, p.y, -p.z})
            append(points, static_cast<float>(value), true);
    for (const auto& face : kFaces) {
        append(polygons, std::uint16_t{3}, true);
        for (const std::uint32_t i : {face[0], face[2], face[1]})
            append(polygons, static_cast<std::uint16_t>(i), true);
    }
    for (std::uint16_t f = 0; f < 4; ++f) {
        append(mapping, f, true);
        append(mapping, std::uint16_t{0}, true);
    }
    std::string colour;
    for (const float value : {0.f, 1.f, 0.f})
        append(colour, value, true);
    append(colour, std::uint16_t{0}, true);
    surface = tags + std::string(2, '\0') + chunk_iff("COLR", colour, true);
    std::string layer(16, '\0');
    layer += std::string(2, '\0');
    return chunk_iff("FORM", "LWO2" + chunk_iff("TAGS", tags) + chunk_iff("LAYR", layer) +
                                 chunk_iff("PNTS", points) + chunk_iff("POLS", polygons) +
                                 chunk_iff("PTAG", mapping) + chunk_iff("SURF", surface));
}

// A proxy of one faceted solid, in millimetres.
std::string ifc_text()
{
    std::ostringstream out;
    out << "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','',"
           "'');\nFILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n"
           "#1=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n#2=IFCUNITASSIGNMENT((#1));\n"
           "#3=IFCCARTESIANPOINT((0.,0.,0.));\n#4=IFCAXIS2PLACEMENT3D(#3,$,$);\n"
           "#5=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#4,$);\n"
           "#6=IFCPROJECT('0000000000000000000001',#60,'p',$,$,$,$,(#5),#2);\n"
           "#7=IFCLOCALPLACEMENT($,#4);\n";
    out << "#61=IFCPERSON($,'',$,$,$,$,$,$);\n#62=IFCORGANIZATION($,'o',$,$,$);\n"
           "#63=IFCPERSONANDORGANIZATION(#61,#62,$);\n#64=IFCAPPLICATION(#62,'1','a','a');\n"
           "#60=IFCOWNERHISTORY(#63,#64,$,.NOCHANGE.,$,$,$,0);\n";
    int id = 20;
    for (const Vec3d p : kCorners)
        out << '#' << id++ << "=IFCCARTESIANPOINT((" << p.x << ".," << p.y << ".," << p.z
            << ".));\n";
    std::string list;
    for (const auto& face : kFaces) {
        out << '#' << id << "=IFCPOLYLOOP((#" << 20 + face[0] << ",#" << 20 + face[1] << ",#"
            << 20 + face[2] << "));\n#" << id + 1 << "=IFCFACEOUTERBOUND(#" << id << ",.T.);\n#"
            << id + 2 << "=IFCFACE((#" << id + 1 << "));\n";
        list += (list.empty() ? "#" : ",#") + std::to_string(id + 2);
        id += 3;
    }
    out << "#8=IFCCLOSEDSHELL((" << list
        << "));\n#9=IFCFACETEDBREP(#8);\n"
           "#10=IFCSHAPEREPRESENTATION(#5,'Body','Brep',(#9));\n"
           "#11=IFCPRODUCTDEFINITIONSHAPE($,$,(#10));\n"
           "#12=IFCBUILDINGELEMENTPROXY('0000000000000000000002',#60,'t',$,$,#7,#11,$,$);\n"
           "#13=IFCBUILDING('0000000000000000000003',#60,'b',$,$,#7,$,$,.ELEMENT.,$,$,$);\n"
           "#14=IFCRELAGGREGATES('0000000000000000000004',#60,$,$,#6,(#13));\n"
           "#15=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000005',#60,$,$,(#12),#13);\n"
           "ENDSEC;\nEND-ISO-10303-21;\n";
    return out.str();
}

std::string package_3mf(const std::string& unit)
{
    std::ostringstream model;
    model << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<model"
          << (unit.empty() ? "" : " unit=\"" + unit + "\"")
          << " xmlns=\"http://schemas.microsoft.com/3dmanufacturing/core/2015/02\"><resources>"
             "<object id=\"1\" type=\"model\"><mesh><vertices>";
    for (const Vec3d p : kCorners)
        model << "<vertex x=\"" << p.x << "\" y=\"" << p.y << "\" z=\"" << p.z << "\"/>";
    model << "</vertices><triangles>";
    for (const auto& face : kFaces)
        model << "<triangle v1=\"" << face[0] << "\" v2=\"" << face[1] << "\" v3=\"" << face[2]
              << "\"/>";
    model << "</triangles></mesh></object></resources><build><item objectid=\"1\"/></build>"
             "</model>\n";
    return zip_of({{"[Content_Types].xml",
                       "<?xml version=\"1.0\"?><Types "
                       "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                       "<Default Extension=\"model\" "
                       "ContentType=\"application/vnd.ms-package.3dmanufacturing-3dmodel+xml\"/>"
                       "<Default Extension=\"rels\" ContentType=\"application/"
                       "vnd.openxmlformats-package.relationships+xml\"/></Types>"},
        {"_rels/.rels", "<?xml version=\"1.0\"?><Relationships "
                        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                        "<Relationship Target=\"/3D/3dmodel.model\" Id=\"rel0\" "
                        "Type=\"http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel\"/>"
                        "</Relationships>"},
        {"3D/3dmodel.model", model.str()}});
}

} // namespace stele::test
