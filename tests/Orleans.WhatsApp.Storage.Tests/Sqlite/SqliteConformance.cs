using Orleans.WhatsApp.Storage.Tests.Conformance;

namespace Orleans.WhatsApp.Storage.Tests.Sqlite;

public sealed class SqliteInbox(SqliteFixture fixture) : InboxConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteCommits(SqliteFixture fixture) : CommitConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteOutbox(SqliteFixture fixture) : OutboxConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteMarks(SqliteFixture fixture) : MarkConformance(fixture), IClassFixture<SqliteFixture>;
