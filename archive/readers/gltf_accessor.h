// Values of a glTF accessor, any component type, stride, normalisation and sparse overlay. What
// create() accepts can be read without further checks.
#pragma once

#include "archive/readers/gltf_buffers.h"
#include "archive/readers/gltf_model.h"

#include <memory>

namespace stele::readers {

class AccessorReader {
public:
    // Errc::malformed when any element lies outside its view. accessor must be an index of the
    // model.
    static Result<AccessorReader> create(
        const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, std::size_t accessor);

    std::uint64_t count() const { return count_; }
    std::size_t components() const { return components_; }
    bool is_index_type() const
    {
        return components_ == 1 && !normalized_ && component_ != Component::f32 &&
               component_ != Component::i8 && component_ != Component::i16;
    }

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

    ByteSpan bytes_; // empty: zeros
    std::uint64_t count_ = 0;
    std::size_t stride_ = 0, components_ = 1;
    Component component_ = Component::f32;
    bool normalized_ = false;
    struct Sparse {
        std::vector<std::uint64_t> index; // strictly increasing, below count_
        std::vector<double> value;        // components_ each
    };
    std::shared_ptr<const Sparse> sparse_; // shared, so that readers are cheap to copy; null: none
};

} // namespace stele::readers
