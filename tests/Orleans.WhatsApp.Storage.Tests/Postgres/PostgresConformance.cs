using Orleans.WhatsApp.Storage.Tests.Conformance;

namespace Orleans.WhatsApp.Storage.Tests.Postgres;

public sealed class PostgresInbox(PostgresFixture fixture) : InboxConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresCommits(PostgresFixture fixture) : CommitConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresOutbox(PostgresFixture fixture) : OutboxConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresMarks(PostgresFixture fixture) : MarkConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresSweeps(PostgresFixture fixture) : SweepConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresTenants(PostgresFixture fixture) : TenantConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresChannels(PostgresFixture fixture) : ChannelConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresUsers(PostgresFixture fixture) : UserConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresRegister(PostgresFixture fixture) : RegisterConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresPlatformAdmins(PostgresFixture fixture) : PlatformAdminConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresPasswords(PostgresFixture fixture) : PasswordConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresDashboard(PostgresFixture fixture) : DashboardConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresLists(PostgresFixture fixture) : ListConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresSearch(PostgresFixture fixture) : SearchConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresGrainRows(PostgresFixture fixture) : GrainRowsConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresWalls(PostgresFixture fixture) : WallConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresRestart(PostgresFixture fixture) : RestartConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresSampleRows(PostgresFixture fixture) : SampleRowsConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresFeed(PostgresFixture fixture) : FeedConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresAudit(PostgresFixture fixture) : AuditConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresErasures(PostgresFixture fixture) : ErasureConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresRetentions(PostgresFixture fixture) : RetentionConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresContacts(PostgresFixture fixture) : ContactConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresImport(PostgresFixture fixture) : ImportConformance(fixture), IClassFixture<PostgresFixture>;

public sealed class PostgresUploads(PostgresFixture fixture) : UploadConformance(fixture), IClassFixture<PostgresFixture>;
