// Values of a glTF accessor, any component type, stride, normalisation and sparse overlay. What
// create() accepts can be read without further checks.
#pragma once

#include "archive/readers/gltf_buffers.h"
#include "archive/readers/gltf_model.h"

#include <memory>

namespace stele::readers {

// Section 3.6.2.1: only data of vertices heeds the view's byteStride, everything else is packed.
enum class AccessorUse { vertex, other };

class AccessorReader {
public:
    // Errc::malformed when it does not exist or any element lies outside its view.
    static Result<AccessorReader> create(const GltfFile& file, const GltfModel& model,
        GltfBuffers& buffers, std::uint64_t accessor, AccessorUse use);

    // Tightly packed values outside the file. Precondition: bytes holds count elements.
    static AccessorReader over(ByteSpan bytes, std::uint64_t count, const GltfAccessor& type);

    std::uint64_t count() const { return count_; }
    std::size_t components() const { return components_; }
    bool is_index_type() const
    {
        return components_ == 1 && !normalized_ && component_ != Component::f32 &&
               component_ != Component::i8 && component_ != Component::i16;
    }

    bool is_float() const { return component_ == Component::f32; }
    bool is_normalized() const { return normalized_; }
    // Zeros and nothing else.
    bool is_zeros() const { return bytes_.empty() && sparse_ == nullptr; }
    // Offset or stride are not what section 3.6.2.4 asks for; the values are read all the same.
    bool is_misaligned() const { return misaligned_; }
    // What a raw integer is divided by to be normalised.
    double full_scale() const;

    // The largest value of the component type, which glTF forbids as an index.
    double restart_value() const
    {
        return component_ == Component::u8    ? 255
               : component_ == Component::u16 ? 65535
                                              : 4294967295.0;
    }

    // Elements first to first + count, components() doubles each, replacing out. Precondition: they
    // exist.
    void read(std::uint64_t first, std::size_t count, std::vector<double>& out) const;

private:
    template <class T>
    void read_as(std::uint64_t first, std::size_t count, double* out) const;
    template <class T>
    double convert(T value) const;
    Status read_sparse(const Json& sparse, GltfBuffers& buffers);
    void lay_sparse_over(std::uint64_t first, std::size_t count, double* out) const;

    ByteSpan bytes_; // empty: zeros
    std::uint64_t count_ = 0;
    std::size_t stride_ = 0, components_ = 1;
    Component component_ = Component::f32;
    bool normalized_ = false, misaligned_ = false;
    // Both lie in the file; the indices are strictly increasing and below count_.
    struct Sparse;
    std::shared_ptr<const Sparse> sparse_; // shared, so that readers are cheap to copy; null: none
};

} // namespace stele::readers
