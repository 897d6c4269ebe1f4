using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>What a chat holds since a time, from <c>messages/get</c>.</summary>
internal sealed class WappiHistory(WappiHttp http, IOptionsMonitor<WappiOptions> options)
{
    public const int PageSize = 100;

    /// <summary>
    /// Wappi does not say in which zone it reads a <c>date</c> that names none. Its own clock is Moscow's, three hours ahead of this, so that too much comes
    /// rather than too little; what is older than asked is left out here.
    /// </summary>
    private const string Date = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Null if one page could not be had, or is the answer to another question.</summary>
    public async Task<Rows?> Read(string profile, string chat, DateTimeOffset since, CancellationToken stop)
    {
        since = since < ProviderTime.Earliest ? ProviderTime.Earliest : DateTimeOffset.FromUnixTimeSeconds(since.ToUnixTimeSeconds());
        var date = Uri.EscapeDataString(since.ToString(Date, CultureInfo.InvariantCulture));
        var rows = new List<JsonElement>();
        for (var page = 0; page < options.CurrentValue.MaxPages; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture,
                $"/sync/messages/get?chat_id={Uri.EscapeDataString(chat)}&limit={PageSize}&offset={page * PageSize}&date={date}&order=asc");
            switch (await http.Get(profile, path, stop))
            {
                case ProviderAnswer.Answered { IsSuccess: true, Body: var body } when body.Field("messages"u8).ValueKind is JsonValueKind.Array or JsonValueKind.Null:
                    var told = body.Items("messages"u8).ToList();
                    if (told.Any(row => WappiChats.Differ(row.Text("chatId"u8), chat))) return null;
                    rows.AddRange(told.Where(row => row.ValueKind == JsonValueKind.Object && new WappiElement(row).At(DateTimeOffset.MaxValue) >= since));
                    if (told.Count < PageSize) return new(Ordered(rows), IsWhole: true, IsRefused: false);
                    break;
                // Wappi will not tell of this chat, now or later.
                case ProviderAnswer.Answered { Status: 400 or 404 }:
                    return new([], IsWhole: true, IsRefused: true);
                default:
                    return null;
            }
        }

        return new(Ordered(rows), IsWhole: false, IsRefused: false);
    }

    /// <summary>Oldest first, and those of one second as they came, whichever way round the list is.</summary>
    private static List<JsonElement> Ordered(List<JsonElement> rows)
    {
        if (rows.Count > 1 && rows[0].Count("time"u8) > rows[^1].Count("time"u8)) rows.Reverse();
        return [.. rows.OrderBy(row => new WappiElement(row).At(DateTimeOffset.MaxValue))];
    }

    /// <param name="IsWhole">False if there were more pages than we follow: then what is missing here proves nothing.</param>
    internal sealed record Rows(List<JsonElement> Oldest, bool IsWhole, bool IsRefused);
}
