// The parts of the tower; each adds its patches to the survey.
#pragma once

#include "tools/landmark/surface.h"

namespace stele::landmark {

void add_terrace(Survey& survey);
void add_walls(Survey& survey, std::size_t storey);
void add_gate(Survey& survey); // the doors of the first storey
void add_gallery(
    Survey& survey, std::size_t storey); // the wooden front of storeys 3 to 5 (2, 3, 4 from 0)
void add_name_board(Survey& survey);
void add_eaves(Survey& survey, std::size_t storey); // the skirt of tiles above storeys 1 to 4
void add_main_roof(Survey& survey);
void add_ridge_ornaments(Survey& survey);

} // namespace stele::landmark
