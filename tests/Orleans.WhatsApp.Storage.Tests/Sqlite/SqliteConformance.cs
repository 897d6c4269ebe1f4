using Orleans.WhatsApp.Storage.Tests.Conformance;

namespace Orleans.WhatsApp.Storage.Tests.Sqlite;

public sealed class SqliteInbox(SqliteFixture fixture) : InboxConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteCommits(SqliteFixture fixture) : CommitConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteOutbox(SqliteFixture fixture) : OutboxConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteMarks(SqliteFixture fixture) : MarkConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteSweeps(SqliteFixture fixture) : SweepConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteTenants(SqliteFixture fixture) : TenantConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteChannels(SqliteFixture fixture) : ChannelConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteUsers(SqliteFixture fixture) : UserConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteRegister(SqliteFixture fixture) : RegisterConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqlitePlatformAdmins(SqliteFixture fixture) : PlatformAdminConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqlitePasswords(SqliteFixture fixture) : PasswordConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteDashboard(SqliteFixture fixture) : DashboardConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteLists(SqliteFixture fixture) : ListConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteSearch(SqliteFixture fixture) : SearchConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteGrainRows(SqliteFixture fixture) : GrainRowsConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteWalls(SqliteFixture fixture) : WallConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteRestart(SqliteFixture fixture) : RestartConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteSampleRows(SqliteFixture fixture) : SampleRowsConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteFeed(SqliteFixture fixture) : FeedConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteAudit(SqliteFixture fixture) : AuditConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteErasures(SqliteFixture fixture) : ErasureConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteRetentions(SqliteFixture fixture) : RetentionConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteContacts(SqliteFixture fixture) : ContactConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteImport(SqliteFixture fixture) : ImportConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteUploads(SqliteFixture fixture) : UploadConformance(fixture), IClassFixture<SqliteFixture>;
