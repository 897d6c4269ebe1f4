using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.GrainState;

internal sealed class GrainStateRows(IDatabase database, TimeProvider clock) : IGrainStateRows
{
    private const string Select = "select payload, etag from grain_state where grain_id = @grain and state_name = @name";

    public Task<GrainStateRow?> Read(string grainId, string stateName) =>
        database.First(new(Select, ("grain", grainId), ("name", stateName)), row => new GrainStateRow(row.Bytes(0), row.Text(1)));

    private const string Insert = """
        insert into grain_state (grain_id, state_name, etag, payload, updated_at)
        values (@grain, @name, @new_etag, @payload, @now)
        on conflict do nothing
        """;

    private const string Update = """
        update grain_state set etag = @new_etag, payload = @payload, updated_at = @now
        where grain_id = @grain and state_name = @name and etag = @etag
        """;

    public async Task<string?> Write(string grainId, string stateName, ReadOnlyMemory<byte> payload, string? etag)
    {
        var newETag = Guid.NewGuid().ToString("N");
        var written = await database.Execute(new(
            etag is null ? Insert : Update,
            ("grain", grainId),
            ("name", stateName),
            ("etag", etag),
            ("new_etag", newETag),
            ("payload", payload),
            ("now", clock.GetUtcNow())));
        return written > 0 ? newETag : null;
    }

    private const string Delete = "delete from grain_state where grain_id = @grain and state_name = @name and etag = @etag";

    public async Task<bool> Clear(string grainId, string stateName, string etag) =>
        await database.Execute(new(Delete, ("grain", grainId), ("name", stateName), ("etag", etag))) > 0;
}
