using Npgsql;

namespace Orleans.WhatsApp.Cluster;

/// <summary>What the database holds, read beside the silos.</summary>
internal sealed class Books(string connectionString)
{
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    /// <summary>When each chat's first grace period ends, by the provider's chat id.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> GraceDeadlines() => (await Read(
        "select c.provider_chat_id, s.grace_deadline from sessions s join chats c on c.tenant_id = s.tenant_id and c.id = s.chat_id where s.number = 1 and s.grace_deadline is not null",
        row => (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1)))).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>Our ids of the chats, by the provider's.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> Chats() =>
        (await Read("select provider_chat_id, id from chats", row => (row.GetString(0), row.GetGuid(1)))).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>The provider's ids of all stored messages, each as often as it is there.</summary>
    public Task<IReadOnlyList<string>> MessageIds() => Read("select provider_message_id from messages where provider_message_id is not null", row => row.GetString(0));

    public Task<long> Sessions() => Number("select count(*) from sessions");

    /// <summary>Chats whose session waits for the end of its grace period.</summary>
    public Task<long> Waiting() => Number("select count(*) from chats where session_status = 'waiting'");

    /// <summary>What somebody still has to do: events to decide, sends to settle, deadlines that have passed.</summary>
    public Task<long> Backlog() => Number("""
        select (select count(*) from inbox)
          + (select count(*) from outbox where status in ('ready', 'claimed', 'unknown', 'accepted_unnamed'))
          + (select count(*) from chats where next_deadline_at < now())
        """);

    /// <summary>The cluster's members as it sees them: the port between silos, and whether it counts as alive.</summary>
    public async Task<IReadOnlyList<(int Port, bool IsActive)>> Members() =>
        await Read("select port, status from orleans_member order by start_time", row => (row.GetInt32(0), row.GetInt32(1) == 3));

    public async Task<int> ActiveMembers() => (await Members()).Count(member => member.IsActive);

    /// <summary>A chat's story as the database tells it.</summary>
    public async Task<string> Story(string providerChatId) => string.Join(" > ", await Read(
        $"select to_char(t.at, 'HH24:MI:SS.MS') || ' ' || t.rule || ' ' || t.cause || ' ' || t.detail from timeline t join chats c on c.id = t.chat_id where c.provider_chat_id = '{providerChatId}' order by t.seq",
        row => row.GetString(0)));

    /// <summary>How many of each status.</summary>
    public async Task<string> Sends() => string.Join(", ", await Read("select status || ' ' || count(*) from outbox group by status order by 1", row => row.GetString(0)));

    private async Task<long> Number(string sql) => (await Read(sql, row => row.GetInt64(0)))[0];

    private async Task<IReadOnlyList<T>> Read<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync()) all.Add(read(rows));
        return all;
    }
}
