using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Says what a body is. Pure, and total over all bytes: a body that we cannot read must not stop the ones behind it.</summary>
internal static class UnipileReader
{
    /// <summary>A webhook body as delivered.</summary>
    public const string WebhookFormat = "unipile.webhook";

    /// <summary>A row of <c>GET /chats/{id}/messages</c> in our envelope, see <see cref="UnipileRow"/>.</summary>
    public const string MessageFormat = "unipile.message";

    public static InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => format switch
    {
        WebhookFormat => Webhook(body, receivedAt),
        MessageFormat => Row(body, receivedAt),
        _ => new InboundEvent.Malformed("unknown_format"),
    };

    private static InboundEvent Webhook(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => UnipileBody.Parse(body, UnipileDelivery.Parse) switch
    {
        null => new InboundEvent.Malformed("not_json"),
        { IsObject: false } => new InboundEvent.Malformed("not_an_object"),
        { AccountStatus: { ValueKind: not JsonValueKind.Undefined } status } => AccountStatus(status),
        var delivery => UnipileEvent.Read(delivery, receivedAt),
    };

    private static InboundEvent Row(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = UnipileBody.Parse(body, JsonBody.Parse);
        if (document is null) return new InboundEvent.Malformed("not_json");
        return document.RootElement.ValueKind == JsonValueKind.Object ? UnipileRow.Unwrap(document.RootElement, receivedAt) : new InboundEvent.Malformed("not_an_object");
    }

    /// <summary><c>{ "AccountStatus": { "account_id": "…", "account_type": "WHATSAPP", "message": "CREDENTIALS" } }</c>, members in any order.</summary>
    private static InboundEvent AccountStatus(JsonElement status)
    {
        if (!IsWhatsApp(status.Text("account_type"u8))) return new InboundEvent.Discarded("not_whatsapp");
        var account = status.Text("account_id"u8);
        if (!ProviderId.Is(account)) return new InboundEvent.Discarded("unroutable");
        var word = status.Text("message"u8).Trim();
        return new InboundEvent.AccountStatus(account, UnipileStatus.Read(word), word.Length > 40 ? word[..40] : word);
    }

    /// <summary>One workspace may hold LinkedIn, Instagram and other accounts as well. A body that does not say is believed to be ours.</summary>
    internal static bool IsWhatsApp(string accountType) => accountType.Length == 0 || accountType.Equals("WHATSAPP", StringComparison.OrdinalIgnoreCase);
}
