using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>
/// Writes all that is stored of a contact, page by page, so that it never lies in memory whole. Its last member is <c>complete</c>: a document without it broke off.
/// </summary>
internal sealed class ContactExport(IContactRecords records, IOptions<JsonOptions> json, TimeProvider clock)
{
    private const int Page = 500;

    public Task<IReadOnlyList<ContactChat>> Find(ClaimsPrincipal caller, Guid chat) => records.ChatsOf(caller.TenantId(), new(chat));

    public async Task Write(Stream body, TenantId tenant, IReadOnlyList<ContactChat> chats, CancellationToken stop)
    {
        await using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        Member(writer, "exported_at", clock.GetUtcNow());
        Member(writer, "tenant_id", tenant.Value);
        Member(writer, "blacklist", (await records.Blacklist(tenant, [.. chats.Select(chat => chat.PhoneKey).Where(key => key.Length > 0).Distinct()]))
            .Select(entry => new ExportedBlacklistEntry(entry.Phone, entry.AddedAt)));
        writer.WriteStartArray("chats");
        foreach (var chat in chats) await Write(writer, chat, stop);
        writer.WriteEndArray();
        writer.WriteBoolean("complete", true);
        writer.WriteEndObject();
        await writer.FlushAsync(stop);
    }

    private async Task Write(Utf8JsonWriter writer, ContactChat chat, CancellationToken stop)
    {
        writer.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(ExportedChat.Of(chat, await records.Aliases(chat.Key)), Options).EnumerateObject()) member.WriteTo(writer);
        await List(writer, "sessions", Sessions(chat.Key), session => SessionView.Of(chat.Key.Tenant, session), stop);
        await List(writer, "messages", Messages(chat.Key), message => message, stop);
        Member(writer, "marks_without_message", (await records.MarksWithoutMessage(chat.Key)).Select(ExportedMark.Of));
        await List(writer, "timeline", Timeline(chat.Key), line => TimelineView.Of(line.Entry), stop);
        await List(writer, "undecided_events", Events(chat.Key),
            kept => new ExportedEvent(kept.Kind, kept.ProviderMessageId, kept.ReceivedAt, Encoding.UTF8.GetString(kept.Body)), stop);
        writer.WriteEndObject();
    }

    private JsonSerializerOptions Options => json.Value.SerializerOptions;

    private void Member<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, Options);
    }

    private async Task List<T, TWire>(Utf8JsonWriter writer, string name, IAsyncEnumerable<T> items, Func<T, TWire> asWire, CancellationToken stop)
    {
        writer.WriteStartArray(name);
        await foreach (var item in items.WithCancellation(stop))
        {
            JsonSerializer.Serialize(writer, asWire(item), Options);
            if (writer.BytesPending > 64 * 1024) await writer.FlushAsync(stop);
        }

        writer.WriteEndArray();
    }

    private async IAsyncEnumerable<ExportedMessage> Messages(ChatKey chat, [EnumeratorCancellation] CancellationToken stop = default)
    {
        KeptMessage? last = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var page = await records.Messages(chat, last, Page);
            var marks = (await records.Marks(chat, page)).ToLookup(mark => mark.ProviderMessageId);
            foreach (var message in page) yield return ExportedMessage.Of(message, message.Message.ProviderMessageId is { } id ? marks[id] : []);
            if (page.Count < Page) yield break;
            last = page[^1];
        }
    }

    private IAsyncEnumerable<SessionRow> Sessions(ChatKey chat) => Pages<SessionRow>(last => records.Sessions(chat, last, Page));

    private IAsyncEnumerable<KeptLine> Timeline(ChatKey chat) => Pages<KeptLine>(last => records.Timeline(chat, last?.Seq ?? 0, Page));

    private IAsyncEnumerable<KeptEvent> Events(ChatKey chat) => Pages<KeptEvent>(last => records.UndecidedEvents(chat, last?.Id ?? 0, Page));

    private static async IAsyncEnumerable<T> Pages<T>(Func<T?, Task<IReadOnlyList<T>>> read, [EnumeratorCancellation] CancellationToken stop = default) where T : class
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
