// Device choice, owners of objects, and that validation really listens.
#include "renderer/gpu/commands.h"
#include "renderer/gpu/select.h"
#include "renderer/gpu/upload.h"
#include "tests/support/gpu_device.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace stele::gpu {
namespace {

struct CountingGraveyard final : Graveyard {
    std::vector<std::uint64_t> buried;
    void bury(VkObjectType, std::uint64_t object) override { buried.push_back(object); }
};

VkBuffer fake_buffer(std::uint64_t value)
{
    return reinterpret_cast<VkBuffer>(value);
}

TEST(Handle, buries_its_object_exactly_once)
{
    CountingGraveyard graveyard;
    {
        Handle<VkBuffer> a(graveyard, fake_buffer(1));
        Handle<VkBuffer> b(std::move(a));
        Handle<VkBuffer> c(graveyard, fake_buffer(2));
        c = std::move(b); // 2 goes now
        EXPECT_EQ(graveyard.buried, std::vector<std::uint64_t>{2});
        EXPECT_EQ(c.get(), fake_buffer(1));
        const Handle<VkBuffer> none;
        EXPECT_FALSE(none);
    }
    EXPECT_EQ(graveyard.buried, (std::vector<std::uint64_t>{2, 1}));
}

std::vector<Candidate> some_devices()
{
    return {{VK_NULL_HANDLE, "llvmpipe", VK_PHYSICAL_DEVICE_TYPE_CPU, 0, ""},
        {VK_NULL_HANDLE, "Small GPU", VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU, 0, ""},
        {VK_NULL_HANDLE, "Big GPU", VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU, 0, "lacks shaderInt64"}};
}

TEST(ChooseDevice, prefers_real_graphics_that_can_do_everything)
{
    EXPECT_EQ(*choose_device(some_devices(), ""), 1u);
    auto devices = some_devices();
    devices[2].unusable.clear();
    EXPECT_EQ(*choose_device(devices, ""), 2u);
}

TEST(ChooseDevice, follows_a_name_or_an_index)
{
    EXPECT_EQ(*choose_device(some_devices(), "llvm"), 0u);
    EXPECT_EQ(*choose_device(some_devices(), "0"), 0u);
}

TEST(ChooseDevice, says_what_is_wrong_and_what_to_install)
{
    for (const char* wanted : {"Big", "2", "absent", "7"}) {
        const auto chosen = choose_device(some_devices(), wanted);
        ASSERT_FALSE(chosen) << wanted;
        EXPECT_EQ(chosen.error().code(), Errc::no_device);
        EXPECT_NE(chosen.error().message().find("lacks shaderInt64"), std::string::npos);
    }
    const auto nothing = choose_device({}, "");
    ASSERT_FALSE(nothing);
    EXPECT_NE(nothing.error().message().find("mesa-vulkan-drivers"), std::string::npos);
}

TEST(Device, starts_validated_and_silent)
{
    const auto device = test::make_device();
    ASSERT_TRUE(device);
    EXPECT_FALSE(device->facts().name.empty());
    EXPECT_GE(device->facts().max_storage_range_bytes, 64u << 20);
    test::expect_silent(*device);
}

TEST(Device, reports_a_missing_barrier)
{
    const auto device = test::make_device();
    ASSERT_TRUE(device);
    const auto buffer = Buffer::create(*device, BufferUse::device, 1024, "target");
    ASSERT_TRUE(buffer);
    auto commands = device->begin("hazard");
    ASSERT_TRUE(commands);
    commands->fill(*buffer, 0, 1024, 1);
    commands->fill(*buffer, 0, 1024, 2);
    EXPECT_GT(device->validation_messages(), 0u);
    EXPECT_FALSE(device->validation_log().empty());
    const auto value = device->submit(std::move(*commands));
    ASSERT_TRUE(value);
    EXPECT_TRUE(device->wait(*value));
}

TEST(Upload, carries_bytes_through_a_ring_that_wraps)
{
    for (const bool staged : {false, true}) {
        DeviceOptions options;
        options.always_stage = staged;
        const auto device = test::make_device(options);
        ASSERT_TRUE(device);
        auto upload = Upload::create(*device, 10'000);
        ASSERT_TRUE(upload);
        const auto target = Buffer::create(*device, BufferUse::device, 64 * 3000, "target");
        const auto host = Buffer::create(*device, BufferUse::readback, 64 * 3000, "host");
        ASSERT_TRUE(target && host);
        std::mt19937 random(1);
        std::vector<std::byte> expected(64 * 3000);
        for (std::byte& byte : expected)
            byte = static_cast<std::byte>(random());
        for (std::size_t i = 0; i < 64; ++i) {
            auto commands = device->begin("upload");
            ASSERT_TRUE(commands);
            if (!upload->has_room(3000)) {
                ASSERT_TRUE(device->wait(device->submitted()));
                ASSERT_TRUE(upload->has_room(3000));
            }
            upload->write(
                *commands, *target, i * 3000, std::span(expected).subspan(i * 3000, 3000));
            Upload::finish(*commands, *target);
            ASSERT_TRUE(device->submit(std::move(*commands)));
        }
        auto commands = device->begin("read back");
        ASSERT_TRUE(commands);
        commands->barrier(*target, State::read_by_compute, State::read_by_copy);
        commands->copy(*target, 0, *host, 0, expected.size());
        commands->barrier(*host, State::written_by_copy, State::read_by_host);
        const auto value = device->submit(std::move(*commands));
        ASSERT_TRUE(value && device->wait(*value));
        EXPECT_EQ(std::memcmp(host->maybe_mapped, expected.data(), expected.size()), 0);
        EXPECT_EQ(upload->has_room(10'001), !staged);
        test::expect_silent(*device);
    }
}

TEST(Commands, blit_scales_a_picture_into_another)
{
    const auto device = test::make_device();
    ASSERT_TRUE(device);
    const auto from = Image::create(*device, {8, 8}, "from"),
               to = Image::create(*device, {32, 16}, "to");
    const auto host = Buffer::create(*device, BufferUse::readback, 32 * 16 * 4, "host");
    ASSERT_TRUE(from && to && host);
    auto commands = device->begin("blit");
    ASSERT_TRUE(commands);
    commands->barrier(*from, State::undefined, State::written_by_copy);
    commands->barrier(*to, State::undefined, State::written_by_copy);
    commands->clear(*from, {1, 0, 0.2f, 1});
    commands->clear(*to, {0, 0, 0, 1});
    commands->barrier(*from, State::written_by_copy, State::read_by_copy);
    commands->barrier(*to, State::written_by_copy, State::written_by_copy);
    commands->blit(*from, {0, 0, 8, 8}, *to, {16, 0, 16, 16});
    commands->barrier(*to, State::written_by_copy, State::read_by_copy);
    commands->copy(ImageRef(*to), *host);
    commands->barrier(*host, State::written_by_copy, State::read_by_host);
    const auto value = device->submit(std::move(*commands));
    ASSERT_TRUE(value && device->wait(*value));
    const auto* const pixels = reinterpret_cast<const std::uint8_t*>(host->maybe_mapped);
    EXPECT_EQ(pixels[4 * 8], 0);
    EXPECT_EQ(pixels[4 * 24], 255);
    EXPECT_EQ(pixels[4 * 24 + 2], 51);
    test::expect_silent(*device);
}

} // namespace
} // namespace stele::gpu
