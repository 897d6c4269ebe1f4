using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>
/// Writes all that is stored of a contact, page by page, so that it never lies in memory whole. Its last member is <c>complete</c>: a document without it broke off.
/// </summary>
internal sealed class ContactExport(IContactRecords records, IMediaStore media, IOptions<JsonOptions> json, TimeProvider clock)
{
    private const int Page = 500;
    private const int MostUnsent = 64 * 1024;

    public Task<IReadOnlyList<ContactChat>> Find(ClaimsPrincipal caller, Guid chat) => records.ChatsOf(caller.TenantId(), new(chat));

    public async Task Write(Stream body, TenantId tenant, IReadOnlyList<ContactChat> chats, CancellationToken stop)
    {
        // Over a pipe, since the serialiser flushes its writer, and a response takes no synchronous writes.
        var pipe = PipeWriter.Create(body, new StreamPipeWriterOptions(leaveOpen: true));
        await using var writer = new Utf8JsonWriter(pipe);
        writer.WriteStartObject();
        Member(writer, "exported_at", clock.GetUtcNow());
        Member(writer, "tenant_id", tenant.Value);
        Member(writer, "blacklist", (await records.Blacklist(tenant, chats)).Select(entry => new ExportedBlacklistEntry(entry.Phone, entry.AddedAt)));
        writer.WriteStartArray("chats");
        foreach (var chat in chats) await Write(pipe, writer, chat, stop);
        writer.WriteEndArray();
        writer.WriteBoolean("complete", true);
        writer.WriteEndObject();
        await writer.FlushAsync(stop);
        await pipe.CompleteAsync();
    }

    private async Task Write(PipeWriter pipe, Utf8JsonWriter writer, ContactChat chat, CancellationToken stop)
    {
        writer.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(ExportedChat.Of(chat, await records.Aliases(chat.Key)), Options).EnumerateObject()) member.WriteTo(writer);
        await List(pipe, writer, "sessions", Sessions(chat.Key, stop), session => SessionView.Of(chat.Key.Tenant, session), stop);
        await List(pipe, writer, "messages", Messages(chat.Key, stop), message => message, stop);
        Member(writer, "marks_without_message", (await records.MarksWithoutMessage(chat.Key)).Select(ExportedMark.Of));
        await List(pipe, writer, "timeline", Timeline(chat.Key, stop), line => TimelineView.Of(line.Entry), stop);
        await List(pipe, writer, "undecided_events", Events(chat.Key, stop),
            kept => new ExportedEvent(kept.Kind, kept.ProviderMessageId, kept.ReceivedAt, Encoding.UTF8.GetString(kept.Body)), stop);
        writer.WriteEndObject();
    }

    private JsonSerializerOptions Options => json.Value.SerializerOptions;

    private void Member<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, Options);
    }

    private async Task List<T, TWire>(PipeWriter pipe, Utf8JsonWriter writer, string name, IAsyncEnumerable<T> items, Func<T, TWire> asWire, CancellationToken stop)
    {
        writer.WriteStartArray(name);
        await foreach (var item in items)
        {
            JsonSerializer.Serialize(writer, asWire(item), Options);
            if (pipe.UnflushedBytes > MostUnsent) await pipe.FlushAsync(stop);
        }

        writer.WriteEndArray();
    }

    private async IAsyncEnumerable<ExportedMessage> Messages(ChatKey chat, [EnumeratorCancellation] CancellationToken stop)
    {
        KeptMessage? last = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var page = await records.Messages(chat, last, Page);
            var marks = (await records.Marks(chat, page)).ToLookup(mark => mark.ProviderMessageId);
            foreach (var message in page)
                yield return ExportedMessage.Of(message, message.Message.ProviderMessageId is { } id ? marks[id] : [], await Files(chat, message.Message, stop));
            if (page.Count < Page) yield break;
            last = page[^1];
        }
    }

    private async Task<IReadOnlyList<ExportedFile>> Files(ChatKey chat, MessageRow message, CancellationToken stop)
    {
        var files = new List<ExportedFile>();
        var attachments = ChatStateJson.ReadAttachments(message.AttachmentsJson);
        for (var index = 0; index < attachments.Length; index++)
        {
            if (attachments[index].State != MediaState.Kept) continue;
            await using var stored = await media.Open(MessageFiles.KeyOf(chat.Tenant, chat.Chat, message.Id, index, message.ContentJson), stop);
            if (stored is null) continue;
            files.Add(new(index, stored.ContentType, await stored.ReadAll(stop)));
        }

        return files;
    }

    private IAsyncEnumerable<SessionRow> Sessions(ChatKey chat, CancellationToken stop) => Pages<SessionRow>(last => records.Sessions(chat, last, Page), stop);

    private IAsyncEnumerable<KeptLine> Timeline(ChatKey chat, CancellationToken stop) => Pages<KeptLine>(last => records.Timeline(chat, last?.Seq ?? 0, Page), stop);

    private IAsyncEnumerable<KeptEvent> Events(ChatKey chat, CancellationToken stop) => Pages<KeptEvent>(last => records.UndecidedEvents(chat, last?.Id ?? 0, Page), stop);

    private static async IAsyncEnumerable<T> Pages<T>(Func<T?, Task<IReadOnlyList<T>>> read, [EnumeratorCancellation] CancellationToken stop) where T : class
    {
        T? last = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var page = await read(last);
            foreach (var item in page) yield return item;
            if (page.Count < Page) yield break;
            last = page[^1];
        }
    }
}
