// Colours of PLY vertices from textures that a comment names ("comment TextureFile skin.jpg", as
// MeshLab, Metashape and Artec write it): each vertex takes the texel at its first texture
// coordinate.
#pragma once

#include "archive/readers/companion.h"
#include "archive/readers/ply_faces.h"
#include "archive/readers/texture.h"

namespace stele::readers {

// Where the texture coordinates stand: two columns of the vertices, or a list of the faces (u and v
// for each corner) with perhaps the number of a texture.
struct PlyTexcoords {
    std::optional<std::array<std::size_t, 2>> vertex_columns; // properties of the vertices
    struct FaceList {
        PlyFaceElement faces;
        std::size_t texcoords = 0; // property
        std::optional<std::size_t> number;
    };
    std::optional<FaceList> face_list;

    bool found() const { return vertex_columns || face_list; }
};
PlyTexcoords find_ply_texcoords(
    const PlyHeader& header, std::size_t vertex, const std::vector<PlyFaceElement>& faces);

struct PlyColours {
    std::vector<Rgba8> colours; // by vertex; those beyond have none
    std::vector<TexturePage> pages;
    SamplingReport sampling;
};

struct PlyTextureInput {
    const Input& input;
    std::size_t vertex = 0; // element
    const PlyTexcoords& texcoords;
    const Companions& companions;
    const std::vector<std::size_t>& textures; // companions, in the order of their comments
};

// Textures that cannot be decoded, and bodies that end early, give fewer colours.
PlyColours colour_ply_vertices(const PlyTextureInput& in, FindingTally& tally);

} // namespace stele::readers
