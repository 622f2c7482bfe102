// The only file that calls SQLite. A catalogue may be damaged or hostile: defensive mode, no
// trusted schema, cells checked when read; every failure becomes an Error, damage one that names
// the way out.
#include "archive/catalogue/database.h"

#include "archive/base/unicode.h"

#include <sqlite3.h>

#include <array>
#include <system_error>
#include <utility>

namespace stele::catalogue {
namespace {

constexpr int kBusyTimeoutMs = 10000;
constexpr const char* kRebuild = "; run `stele catalogue rebuild`";

Errc code_of(int result)
{
    switch (result & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA:
        return Errc::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Errc::locked;
    case SQLITE_FULL:
        return Errc::no_space;
    case SQLITE_READONLY:
        return Errc::read_only;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return Errc::permission_denied;
    case SQLITE_IOERR:
    case SQLITE_PROTOCOL:
        return Errc::io;
    case SQLITE_CONSTRAINT:
        return Errc::already_exists;
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
        return Errc::limit;
    default:
        return Errc::internal;
    }
}

Error database_error(sqlite3* connection, int result)
{
    const Errc code = code_of(result);
    std::string message =
        connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(result);
    // "no such table" in our own statements means that the file is not what it was.
    const bool damaged = code == Errc::corrupt ||
                         ((result & 0xff) == SQLITE_ERROR && message.starts_with("no such "));
    message.insert(0, "catalogue: ");
    if (damaged)
        message += kRebuild;
    return {damaged ? Errc::corrupt : code, std::move(message)};
}

// Bytes that a URI file name must not hold as they are (SQLite, "Uniform Resource Identifiers").
std::string uri_of(const std::filesystem::path& path, std::string_view query)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string uri = "file:";
    std::error_code failed;
    std::filesystem::path whole = std::filesystem::absolute(path, failed);
    if (failed)
        whole = path;
    for (const char c : whole.native()) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '?' || c == '#' || c == '%') {
            uri += '%';
            uri += kHex[byte >> 4];
            uri += kHex[byte & 15];
        } else {
            uri += c;
        }
    }
    return uri.append(query);
}

Result<sqlite3*> connect(const std::string& name, int flags)
{
    sqlite3* connection = nullptr;
    const int result = sqlite3_open_v2(name.c_str(), &connection,
        flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (result == SQLITE_OK)
        return connection;
    Error error = database_error(connection, result);
    sqlite3_close_v2(connection);
    return error;
}

Status configure(Database& database, sqlite3* connection, Access access)
{
    sqlite3_busy_timeout(connection, kBusyTimeoutMs);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    STELE_CHECK(database.execute("PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;"));
    if (access == Access::read_only)
        return database.execute("PRAGMA query_only = ON; SELECT count(*) FROM sqlite_master;");
    // FULL: an intent must be on the disk before the commit that it announces.
    return database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                            "SELECT count(*) FROM sqlite_master;");
}

bool has_log(const std::filesystem::path& path)
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(path.native() + "-wal", ignored);
    return !ignored && size > 0;
}

} // namespace

Statement::~Statement()
{
    sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), bind_result_(other.bind_result_)
{
}

Statement& Statement::operator=(Statement&& other) noexcept
{
    std::swap(statement_, other.statement_);
    std::swap(bind_result_, other.bind_result_);
    return *this;
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    if (bind_result_ == SQLITE_OK)
        bind_result_ = sqlite3_bind_int64(statement_, parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, double value)
{
    if (bind_result_ == SQLITE_OK)
        bind_result_ = sqlite3_bind_double(statement_, parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text)
{
    const char* const data = text.data() != nullptr ? text.data() : "";
    if (bind_result_ == SQLITE_OK)
        bind_result_ = sqlite3_bind_text64(
            statement_, parameter, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(int parameter, const std::optional<std::int64_t>& value)
{
    if (value)
        return bind(parameter, *value);
    if (bind_result_ == SQLITE_OK)
        bind_result_ = sqlite3_bind_null(statement_, parameter);
    return *this;
}

Statement& Statement::bind(int parameter, const std::optional<double>& value)
{
    if (value)
        return bind(parameter, *value);
    if (bind_result_ == SQLITE_OK)
        bind_result_ = sqlite3_bind_null(statement_, parameter);
    return *this;
}

Result<bool> Statement::step()
{
    sqlite3* const connection = sqlite3_db_handle(statement_);
    if (bind_result_ != SQLITE_OK)
        return database_error(connection, bind_result_);
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        return false;
    Error error = database_error(connection, result);
    sqlite3_reset(statement_);
    return error;
}

Status Statement::run()
{
    while (true) {
        STELE_TRY(const bool row, step());
        if (!row)
            break;
    }
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    bind_result_ = SQLITE_OK;
}

bool Statement::is_null(int column) const
{
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const
{
    const unsigned char* const data = sqlite3_column_text(statement_, column);
    if (data == nullptr)
        return "";
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return to_valid_utf8({reinterpret_cast<const char*>(data), size});
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const
{
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<double> Statement::maybe_real(int column) const
{
    return is_null(column) ? std::nullopt : std::optional(real(column));
}

Result<Database> Database::open(const std::filesystem::path& path, Access access)
{
    std::error_code ignored;
    const bool there = std::filesystem::exists(path, ignored);
    if (access == Access::create && there)
        return Error(Errc::already_exists, "catalogue " + path.string() + " is there already");
    if (access != Access::create && !there)
        return Error(Errc::not_found, "catalogue " + path.string() + " is missing" + kRebuild);
    const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                      : access == Access::create  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                  : SQLITE_OPEN_READWRITE;
    STELE_TRY(sqlite3 * connection, connect(uri_of(path, ""), flags));
    Database database(connection);
    Status configured = configure(database, connection, access);
    if (configured)
        return database;
    // On read-only media the log's shared memory cannot be made. Without a log the file is all
    // there is, and nobody writes to it.
    const Errc code = configured.error().code();
    const bool blocked =
        code == Errc::permission_denied || code == Errc::read_only || code == Errc::io;
    if (access != Access::read_only || !blocked || has_log(path))
        return configured.take_error();
    STELE_TRY(sqlite3 * frozen, connect(uri_of(path, "?immutable=1"), flags));
    Database reopened(frozen);
    STELE_CHECK(configure(reopened, frozen, access));
    return reopened;
}

Database::~Database()
{
    sqlite3_close_v2(connection_);
}

Database::Database(Database&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr))
{
}

Database& Database::operator=(Database&& other) noexcept
{
    std::swap(connection_, other.connection_);
    return *this;
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int result = sqlite3_prepare_v2(
        connection_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (result != SQLITE_OK)
        return database_error(connection_, result);
    return Statement(statement);
}

Status Database::execute(std::string_view sql)
{
    const std::string text(sql);
    const int result = sqlite3_exec(connection_, text.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK)
        return database_error(connection_, result);
    return {};
}

std::int64_t Database::last_insert_rowid() const
{
    return sqlite3_last_insert_rowid(connection_);
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(connection_);
}

Engine database_engine()
{
    return {sqlite3_libversion(), sqlite3_compileoption_used("ENABLE_FTS5") == 1};
}

Result<Transaction> Transaction::begin(Database& database)
{
    STELE_CHECK(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::~Transaction()
{
    // SQLite has rolled back by itself after some failures; then this fails, which changes nothing.
    if (database_ != nullptr)
        static_cast<void>(database_->execute("ROLLBACK").ok());
}

Status Transaction::commit()
{
    STELE_CHECK(database_->execute("COMMIT"));
    database_ = nullptr;
    return {};
}

} // namespace stele::catalogue
