// SQLite with owners and Results. Nothing outside this folder sees sqlite3.h.
#pragma once

#include "archive/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace stele::catalogue {

// A prepared statement. Parameters are numbered from 1, columns from 0. Not for several threads at
// once.
class Statement {
public:
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;

    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value);
    Statement& bind(int parameter, std::string_view text); // copied
    Statement& bind(int parameter, const std::optional<std::int64_t>& value);
    Statement& bind(int parameter, const std::optional<double>& value);

    // True when there is a row. A failed bind is reported here.
    Result<bool> step();
    // To the end; rows are not looked at. Then ready to be bound anew.
    Status run();
    void reset();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::optional<std::int64_t> maybe_integer(int column) const;
    std::optional<double> maybe_real(int column) const;

private:
    friend class Database;
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    sqlite3_stmt* statement_ = nullptr;
    int bind_result_ = 0;
};

enum class Access {
    create,     // a new file; fails if there is one
    read_write, // an existing file
    read_only,  // an existing file, on read-only media too
};

// One connection. Write-ahead log: the viewer reads while an ingest writes, and neither waits for
// the other. The log needs shared memory, so a catalogue must not lie on a network file system;
// archives there are read-only.
class Database {
public:
    static Result<Database> open(const std::filesystem::path& path, Access access);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;

    Result<Statement> prepare(std::string_view sql);
    // Several statements without rows or parameters.
    Status execute(std::string_view sql);
    std::int64_t last_insert_rowid() const;
    std::int64_t changes() const;

private:
    explicit Database(sqlite3* connection) : connection_(connection) {}
    sqlite3* connection_ = nullptr;
};

// The SQLite that runs here.
struct Engine {
    std::string version; // "3.40.1"
    bool has_fts5 = false;
};
Engine database_engine();

// Begins at once with the write lock; rolled back unless committed.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    ~Transaction();
    Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr))
    {
    }
    Transaction& operator=(Transaction&&) = delete;

    Status commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_; // borrowed; null once committed
};

} // namespace stele::catalogue
