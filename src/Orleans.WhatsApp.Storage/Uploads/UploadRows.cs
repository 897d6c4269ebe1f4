using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Uploads;

internal sealed class UploadRows(IDatabase database) : IUploadRows
{
    /// <summary>The clocks of the silo that took the file and of the one that took its message may differ by this much.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);

    private const string Insert = """
        insert into uploads (tenant_id, chat_id, id, size, at)
        select @tenant, @chat, @id, @size, @now
        where (select count(*) from uploads where tenant_id = @tenant) < @most_files
          and (select cast(coalesce(sum(size), 0) as bigint) from uploads where tenant_id = @tenant) + @size <= @most_bytes
        """;

    public async Task<bool> Add(MediaKey file, long size, DateTimeOffset now) => await database.Execute(new(
        Insert, [.. Of(file), ("size", size), ("now", now), ("most_files", IUploadRows.MostFiles), ("most_bytes", IUploadRows.MostBytes)])) == 1;

    private const string Select = "select at from uploads where tenant_id = @tenant and chat_id = @chat and id = @id";

    public async Task<DateTimeOffset?> WaitingSince(MediaKey file) => await database.Query(new(Select, Of(file)), row => row.Time(0)) is [var at] ? at : null;

    private const string SelectOld = "select tenant_id, chat_id, id, at from uploads where at < @before order by at limit @limit";

    public async Task<IReadOnlyList<WaitingUpload>> WaitingSinceBefore(DateTimeOffset at, int limit) => await database.Query(
        new(SelectOld, ("before", at), ("limit", limit)),
        row => new WaitingUpload(new(new(row.Id(0)), new(row.Id(1)), row.Id(2)), row.Time(3)));

    // The content is where a message says which file it sends, from the commit that accepts it on; the send in the chat's state repeats it.
    private const string SelectContents = """
        select content from messages
        where tenant_id = @tenant and chat_id = @chat and at >= @since and content <> ''
        """;

    public async Task<bool> IsSent(WaitingUpload upload) => (await database.Query(
            new(SelectContents, ("tenant", upload.File.Tenant.Value), ("chat", upload.File.Chat.Value), ("since", upload.Since - ClocksDiffer)),
            row => ChatStateJson.ReadContent(row.Text(0))))
        .OfType<MessageContent.Media>().Any(sent => sent.Key == upload.File.Attachment);

    public Task Remove(MediaKey file) => database.Execute(Delete(file));

    private const string DeleteOne = "delete from uploads where tenant_id = @tenant and chat_id = @chat and id = @id";

    public static Statement Delete(MediaKey file) => new(DeleteOne, Of(file));

    private static Arg[] Of(MediaKey file) => [("tenant", file.Tenant.Value), ("chat", file.Chat.Value), ("id", file.Attachment)];
}
