using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>Messages of contacts, as Unipile reports them: each with an id of its own, the chats one after the other.</summary>
/// <param name="run">Makes the ids of one run different from every other's.</param>
/// <param name="chats">How many contacts write.</param>
internal sealed class WebhookStream(int run, int chats)
{
    public const string Account = "acc_load";
    public const string Secret = "a secret of the load";

    /// <summary>What the provider calls the chat with a contact.</summary>
    public static string Chat(int contact) => $"chat_{contact.ToString($"D{RequestWriter.ChatPlace.Length}", CultureInfo.InvariantCulture)}";

    // The members of a real delivery (fixtures/unipile/wa_message_received_inbound_phone_jid.json), with places for what differs.
    private const string Body = """
        {"event":"message_received","account_type":"WHATSAPP","account_id":"{account}","account_info":{"type":"WHATSAPP","user_id":"919800000001@s.whatsapp.net"},"chat_id":"chat_{chat}","message_id":"msg_{run}_{number}","webhook_name":"messages","message":"Hello, I would like to know whether the blue one is still there, and what it costs with delivery. Number {number}.","timestamp":"{at}","is_sender":false,"sender":{"attendee_id":"att_{chat}","attendee_provider_id":"1415{chat}@s.whatsapp.net","attendee_name":"Contact {chat}"},"attendees":[{"attendee_id":"att_{chat}","attendee_provider_id":"1415{chat}@s.whatsapp.net","attendee_name":"Contact {chat}"},{"attendee_id":"att_0","attendee_provider_id":"919800000001@s.whatsapp.net","attendee_name":"Shop"}],"provider_chat_id":"1415{chat}@s.whatsapp.net","provider_message_id":"3EB0{number}","is_event":0,"is_group":false,"attachments":[]}
        """;

    /// <summary>One for each connection: it writes every request into the same memory.</summary>
    public RequestWriter Requests(Uri url)
    {
        var body = Body.Replace("{account}", Account, StringComparison.Ordinal).Replace("{run}", run.ToString("D6", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{at}", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{chat}", RequestWriter.ChatPlace, StringComparison.Ordinal).Replace("{number}", RequestWriter.NumberPlace, StringComparison.Ordinal);
        var head = $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nUnipile-Auth: {Secret}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        return new RequestWriter(Encoding.UTF8.GetBytes(head + body), chats);
    }
}

/// <summary>A request that is written once, and in which only digits change.</summary>
internal sealed class RequestWriter(byte[] request, int chats)
{
    public const string ChatPlace = "CCCCCCC";
    public const string NumberPlace = "NNNNNNNNNN";
    private readonly int[] _chats = Places(request, ChatPlace);
    private readonly int[] _numbers = Places(request, NumberPlace);

    public ReadOnlyMemory<byte> Write(long number)
    {
        foreach (var place in _chats) Digits(number % chats, request.AsSpan(place, ChatPlace.Length));
        foreach (var place in _numbers) Digits(number, request.AsSpan(place, NumberPlace.Length));
        return request;
    }

    private static void Digits(long number, Span<byte> into) => Utf8Formatter.TryFormat(number, into, out _, new('D', (byte)into.Length));

    private static int[] Places(byte[] request, string mark)
    {
        var (found, bytes) = (new List<int>(), Encoding.ASCII.GetBytes(mark));
        for (var at = request.AsSpan().IndexOf(bytes); at >= 0;)
        {
            found.Add(at);
            var next = request.AsSpan(at + bytes.Length).IndexOf(bytes);
            at = next < 0 ? -1 : at + bytes.Length + next;
        }

        return [.. found];
    }
}
