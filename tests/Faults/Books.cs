using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Faults;

/// <summary>What the database holds, read beside the silo.</summary>
internal sealed class Books
{
    private readonly Func<DbConnection> _open;
    private readonly Func<DateTimeOffset, object> _time;
    private readonly bool _isFile;

    private Books(Func<DbConnection> open, Func<DateTimeOffset, object> time, bool isFile) => (_open, _time, _isFile) = (open, time, isFile);

    /// <param name="folder">Of the embedded database.</param>
    public static Books InFolder(string folder) => new(
        () => new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "orleans-whatsapp.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString),
        at => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
        isFile: true);

    public static Books InPostgres(string connectionString) => new(
        () => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString),
        at => at,
        isFile: false);

    /// <summary>What is wrong with the file, if one is; a server looks after its own.</summary>
    public async Task<IReadOnlyList<string>> Damage() =>
        _isFile && await Read("pragma integrity_check", row => row.GetString(0)) is var found and not ["ok"] ? found : [];

    /// <summary>The provider's ids of the messages that have come and were kept, each once.</summary>
    public Task<IReadOnlyList<string>> ReceivedIds() => Read("select provider_message_id from received_events where kind = 'message'", row => row.GetString(0));

    /// <summary>The provider's ids of all stored messages, each as often as it is there.</summary>
    public Task<IReadOnlyList<string>> MessageIds() => Read("select provider_message_id from messages where provider_message_id is not null", row => row.GetString(0));

    public async Task<IReadOnlyDictionary<string, (long Sessions, long TakenOver)>> SessionsByChat() => (await Read(
        """
        select c.provider_chat_id, count(*), sum(case when s.taken_over_at is null then 0 else 1 end)
        from chats c join sessions s on s.tenant_id = c.tenant_id and s.chat_id = c.id
        group by c.provider_chat_id
        """,
        row => (Chat: row.GetString(0), Sessions: row.GetInt64(1), TakenOver: row.GetInt64(2)))).ToDictionary(row => row.Chat, row => (row.Sessions, row.TakenOver));

    /// <summary>How many sends of each status.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Sends() =>
        (await Read("select status, count(*) from outbox group by status", row => (row.GetString(0), row.GetInt64(1)))).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>
    /// What somebody still has to do: events to decide, sends to settle, and deadlines that come within five minutes; what is further off than that only ends a
    /// session that nobody uses.
    /// </summary>
    public async Task<string> Work()
    {
        var found = await Read(
            """
            select
              (select count(*) from inbox),
              (select count(*) from outbox where status in ('ready', 'claimed', 'unknown', 'accepted_unnamed')),
              (select count(*) from chats where next_deadline_at < @soon)
            """,
            row => (Events: row.GetInt64(0), Sends: row.GetInt64(1), Deadlines: row.GetInt64(2)),
            ("soon", _time(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(5))));
        return found[0] is (0, 0, 0) ? "" : $"{found[0].Events} events, {found[0].Sends} sends, {found[0].Deadlines} deadlines";
    }

    /// <summary>The installation's only number, in the embedded database.</summary>
    public async Task<(TenantId Tenant, ChannelId Channel)> Number() =>
        (await Read("select tenant_id, id from channels where provider = 'unipile'", row => (new TenantId(Id(row, 0)), new ChannelId(Id(row, 1))))).Single();

    private static Guid Id(DbDataReader row, int column) => new((byte[])row.GetValue(column), bigEndian: true);

    /// <summary>A chat's story as the database tells it.</summary>
    public async Task<string> Story(string providerChatId) => string.Join(" > ", await Read(
        "select t.rule, t.cause, t.detail from timeline t join chats c on c.id = t.chat_id where c.provider_chat_id = @chat order by t.seq",
        row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}".TrimEnd(), ("chat", providerChatId)));

    public async Task<IReadOnlyList<T>> Read<T>(string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] args)
    {
        await using var connection = _open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in args)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(read(rows));
        return all;
    }
}
