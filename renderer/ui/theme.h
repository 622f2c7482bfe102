// "Stone and lamplight": the colours, sizes and distances of every visible part, dark theme.
// Neutral greys, so that the colours of the object are judged correctly; one accent. dp = pixels /
// content scale.
#pragma once

#include "archive/model/image.h"

namespace stele::ui {

namespace colour {
inline constexpr Rgba8 kPanel{0x16, 0x18, 0x1b, 255};
inline constexpr Rgba8 kLine{0x3a, 0x3f, 0x45, 255};    // decorative: 1.7:1 on the panel
inline constexpr Rgba8 kText{0xec, 0xe8, 0xe1, 255};    // 14.6:1
inline constexpr Rgba8 kText2{0xb4, 0xaf, 0xa6, 255};   // 8.2:1
inline constexpr Rgba8 kText3{0x8a, 0x86, 0x7e, 255};   // 4.9:1
inline constexpr Rgba8 kAccent{0xd9, 0xa4, 0x41, 255};  // 7.9:1
inline constexpr Rgba8 kWarning{0xe0, 0xa4, 0x58, 255}; // 8.2:1
} // namespace colour

namespace dp {
inline constexpr double kPanelWidth = 400;
inline constexpr double kStackBelow = 900; // narrower windows have the panel under the stage
inline constexpr double kMargin = 32;
inline constexpr double kTopMargin = 40;
inline constexpr double kBottomMargin = 28;
inline constexpr double kDisplay = 48, kH1 = 32, kBody = 16, kLabel = 14, kCaption = 13,
                        kOverline = 12;
inline constexpr double kSubtitleShare = 0.6; // of the title's size
} // namespace dp

} // namespace stele::ui
