using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Channels;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Import;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>An empty installation's storage, into which a test imports.</summary>
public sealed class ImportedStorage : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly Func<Task> _end;

    private ImportedStorage(ServiceProvider provider, Func<Task> end) => (_provider, _end) = (provider, end);

    public static TenantId Acme { get; } = ImportIds.Tenant("650000000000000000000001");

    public static TenantId Beta { get; } = ImportIds.Tenant("650000000000000000000002");

    public static TenantId Gamma { get; } = ImportIds.Tenant("650000000000000000000003");

    public IChatStore Chats => _provider.GetRequiredService<IChatStore>();

    public IDashboardQueries Dashboard => _provider.GetRequiredService<IDashboardQueries>();

    public ITenantStore Tenants => _provider.GetRequiredService<ITenantStore>();

    public IChannelStore Channels => _provider.GetRequiredService<IChannelStore>();

    public ISweepStore Sweeps => _provider.GetRequiredService<ISweepStore>();

    public IImportStore Store => _provider.GetRequiredService<IImportStore>();

    public static async Task<ImportedStorage> OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("orleans-whatsapp-import-").FullName;
        return await Open(services => services.AddSingleton(new SecretBox(new byte[32])).AddSqliteStorage(folder), () =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        });
    }

    public static async Task<ImportedStorage> OnPostgres()
    {
        var database = await (await PostgresServer.Get()).NewDatabase();
        return await Open(services => services.AddSingleton(new SecretBox(new byte[32])).AddPostgresStorage(database), () => PostgresServer.DropDatabase(database));
    }

    /// <returns>The table and, behind it, the lines of the report.</returns>
    internal async Task<string> Import(string folder, bool isDry = false, IImportStore? store = null)
    {
        using var files = new ExportFiles(folder);
        var lines = new StringWriter();
        var report = new ImportReport(lines);
        await new ImportRun(store ?? Store, new ChatOptions(), _provider.GetRequiredService<TimeProvider>(), report, new ImportProgress(TextWriter.Null), isDry).Run(files);
        return report.Table() + "\n" + lines;
    }

    /// <summary>All that an import leaves, as people and grains see it.</summary>
    public async Task<string> Dump(params TenantId[] tenants)
    {
        var dump = new StringBuilder();
        foreach (var tenant in tenants)
        {
            if (await Tenants.Load(tenant) is not { } settings) continue;
            Line($"tenant {settings.Name}, active {settings.IsActive}, features {string.Join(' ', settings.Features)}, grace {settings.GracePeriod}");
            foreach (var agent in settings.Agents) Line($"  agent {agent.Name} {agent.ExternalId}, active {agent.IsActive}{(agent.Id == settings.AgentId ? ", in use" : "")}");
            foreach (var number in settings.Blacklist) Line($"  blacklisted {number.Phone}");
            foreach (var channel in await Channels.OfTenant(tenant))
                Line($"  channel {channel.Provider} {channel.AccountId} {channel.Status} {channel.Phone}, linked {Text(channel.LinkedAt)}, looks up {channel.HasMigrated}");
            Line($"  {await Dashboard.Counts(tenant)}");
            foreach (var chat in (await Dashboard.Chats(tenant, ChatFilter.All, new(1, 100))).Items) await Chat(tenant, chat);
        }

        return dump.ToString();

        async Task Chat(TenantId tenant, ChatRow chat)
        {
            var stored = (await Chats.Load(new(tenant, chat.Channel, chat.Id)))!;
            Line($"  chat {chat.ProviderChatId} \"{chat.ContactName}\" {chat.ContactPhone} {stored.State.Contact.Address} closed {chat.IsClosed}, attention {chat.Attention ?? "none"}, "
                + $"{chat.MessageCount} messages, last {Text(chat.LastMessageAt)} \"{chat.LastMessagePreview}\", made {Text(chat.CreatedAt)}, changed {Text(chat.UpdatedAt)}");
            Line($"    version {stored.Version}, {stored.State.Phase}, deadline {Text(stored.State.NextDeadline)}, {stored.State.SessionsStarted} sessions, "
                + $"phone answered {Text(stored.State.LastPhoneAnswerAt)}, seen {string.Join(' ', stored.State.SeenIds)}, "
                + $"alias {await Channels.Alias(tenant, chat.Channel, chat.ProviderChatId) == chat.Id}");
            var sessions = (await Dashboard.Sessions(tenant, chat.Id, new(1, 100))).Items.Reverse().ToList();
            foreach (var session in sessions)
                Line($"    session {session.Status} by {session.ResolvedBy?.ToString() ?? "none"}, {Text(session.StartedAt)} to {Text(session.ResolvedAt)}, grace {Text(session.GraceDeadline)}, "
                    + $"taken {(session.TakenOverBy is null ? "by nobody" : "by somebody")} {Text(session.TakenOverAt)}, conversation {session.ConversationId}, {session.MessageCount} messages");
            foreach (var message in (await Dashboard.Messages(tenant, chat.Id, new(1, 100))).Items)
                Line($"    {Text(message.At)} {message.Sender} \"{(Guid.TryParse(message.SenderName, out _) ? "a user" : message.SenderName)}\" {message.Status} via {message.ViaChannel} "
                    + $"id {message.ProviderMessageId} session {sessions.FindIndex(session => session.Id == message.Session) + 1}: {message.Text}");
        }

        void Line(string text) => dump.Append(text).Append('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _end();
    }

    private static async Task<ImportedStorage> Open(Action<IServiceCollection> register, Func<Task> end)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new ManualClock());
        register(services);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        return new(provider, end);
    }

    private static string Text(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? "never";
}
