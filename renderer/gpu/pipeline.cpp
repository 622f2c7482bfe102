// Compute pipelines from embedded SPIR-V, and the storage buffers bound to them.
#include "renderer/gpu/pipeline.h"

#include <vector>

namespace stele::gpu {

namespace {

Result<VkDescriptorSetLayout> make_set_layout(Device& device, std::uint32_t count)
{
    std::vector<VkDescriptorSetLayoutBinding> bindings(count);
    for (std::uint32_t i = 0; i < count; ++i)
        bindings[i] = {
            i, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, VK_SHADER_STAGE_COMPUTE_BIT, nullptr};
    VkDescriptorSetLayoutCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
    info.bindingCount = count;
    info.pBindings = bindings.data();
    VkDescriptorSetLayout layout = VK_NULL_HANDLE;
    const VkResult r = vkCreateDescriptorSetLayout(device.handle(), &info, nullptr, &layout);
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateDescriptorSetLayout");
    return layout;
}

} // namespace

Result<Pipeline> Pipeline::create(Device& device, const Desc& desc)
{
    Pipeline made;
    STELE_TRY(
        const VkDescriptorSetLayout set_layout, make_set_layout(device, desc.storage_buffers));
    made.set_layout = Handle<VkDescriptorSetLayout>(device, set_layout);

    VkPipelineLayoutCreateInfo layout_info{};
    layout_info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
    layout_info.setLayoutCount = 1;
    layout_info.pSetLayouts = &set_layout;
    VkPipelineLayout layout = VK_NULL_HANDLE;
    if (const VkResult r = vkCreatePipelineLayout(device.handle(), &layout_info, nullptr, &layout);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkCreatePipelineLayout");
    made.layout = Handle<VkPipelineLayout>(device, layout);

    VkShaderModuleCreateInfo module_info{};
    module_info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
    module_info.codeSize = desc.spirv.size_bytes();
    module_info.pCode = desc.spirv.data();
    VkShaderModule module = VK_NULL_HANDLE;
    if (const VkResult r = vkCreateShaderModule(device.handle(), &module_info, nullptr, &module);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateShaderModule");
    VkComputePipelineCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
    info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
    info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
    info.stage.module = module;
    info.stage.pName = "main";
    const VkSpecializationMapEntry entry{0, 0, sizeof desc.constant};
    const VkSpecializationInfo specialization{1, &entry, sizeof desc.constant, &desc.constant};
    info.stage.pSpecializationInfo = desc.constant > 0 ? &specialization : nullptr;
    info.layout = layout;
    VkPipeline pipeline = VK_NULL_HANDLE;
    const VkResult r =
        vkCreateComputePipelines(device.handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline);
    vkDestroyShaderModule(device.handle(), module, nullptr); // the pipeline keeps what it needs
    if (r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateComputePipelines").in(desc.name);
    made.pipeline = Handle<VkPipeline>(device, pipeline);
    device.name_object(
        VK_OBJECT_TYPE_PIPELINE, reinterpret_cast<std::uint64_t>(pipeline), desc.name);
    return made;
}

Result<BindingSet> BindingSet::create(Device& device, const Pipeline& pipeline,
    std::span<const Buffer* const> buffers, const char* name)
{
    const auto count = static_cast<std::uint32_t>(buffers.size());
    const VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, count};
    VkDescriptorPoolCreateInfo pool_info{};
    pool_info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
    pool_info.maxSets = 1;
    pool_info.poolSizeCount = 1;
    pool_info.pPoolSizes = &size;
    VkDescriptorPool pool = VK_NULL_HANDLE;
    if (const VkResult r = vkCreateDescriptorPool(device.handle(), &pool_info, nullptr, &pool);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkCreateDescriptorPool");
    BindingSet made;
    made.pool = Handle<VkDescriptorPool>(device, pool);

    const VkDescriptorSetLayout layout = pipeline.set_layout.get();
    VkDescriptorSetAllocateInfo allocate{};
    allocate.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO;
    allocate.descriptorPool = pool;
    allocate.descriptorSetCount = 1;
    allocate.pSetLayouts = &layout;
    if (const VkResult r = vkAllocateDescriptorSets(device.handle(), &allocate, &made.set);
        r != VK_SUCCESS)
        return vulkan_error(r, "vkAllocateDescriptorSets");
    device.name_object(
        VK_OBJECT_TYPE_DESCRIPTOR_SET, reinterpret_cast<std::uint64_t>(made.set), name);

    std::vector<VkDescriptorBufferInfo> infos;
    for (const Buffer* buffer : buffers) {
        if (buffer->size_bytes > device.facts().max_storage_range_bytes)
            return Error(Errc::limit, "a buffer of " + std::to_string(buffer->size_bytes) +
                                          " bytes is more than the device can bind at once (" +
                                          std::to_string(device.facts().max_storage_range_bytes) +
                                          ")")
                .in(name);
        infos.push_back({buffer->buffer.get(), 0, VK_WHOLE_SIZE});
    }
    std::vector<VkWriteDescriptorSet> writes(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        writes[i].sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
        writes[i].dstSet = made.set;
        writes[i].dstBinding = i;
        writes[i].descriptorCount = 1;
        writes[i].descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
        writes[i].pBufferInfo = &infos[i];
    }
    vkUpdateDescriptorSets(device.handle(), count, writes.data(), 0, nullptr);
    return made;
}

} // namespace stele::gpu
