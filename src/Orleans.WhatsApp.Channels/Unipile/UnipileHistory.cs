using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>What a chat's list of messages holds since a time.</summary>
internal sealed class UnipileHistory(UnipileHttp http, IOptionsMonitor<UnipileOptions> options)
{
    private const int PageSize = 250;

    /// <summary>Rows as they come, newest first; null if one page could not be had.</summary>
    /// <param name="account">One key reads the chats of all tenants: a row that names another account makes the whole answer worthless.</param>
    public async Task<Rows?> Read(string account, string chat, DateTimeOffset since, CancellationToken stop)
    {
        var settings = options.CurrentValue;
        var after = Uri.EscapeDataString(UnipileTime.Write(UnipileTime.JustBefore(since)));
        var first = string.Create(CultureInfo.InvariantCulture, $"/chats/{Uri.EscapeDataString(chat)}/messages?limit={PageSize}&after={after}");
        var rows = new List<JsonElement>();
        var cursor = "";
        for (var page = 0; page < settings.MaxPages; page++)
        {
            var path = cursor.Length == 0 ? first : $"{first}&cursor={Uri.EscapeDataString(cursor)}";
            var answer = await http.Call(HttpMethod.Get, path, content: null, settings.RequestTimeout, stop);
            if (answer is not ProviderAnswer.Answered { IsSuccess: true, Body: var body }) return null;
            if (body.Field("items"u8).ValueKind != JsonValueKind.Array) return null;

            foreach (var row in body.Items("items"u8))
            {
                if (row.Text("account_id"u8) is { Length: > 0 } other && other != account) return null;
                if (IsSince(row, since)) rows.Add(row);
            }

            var next = body.Text("cursor"u8);
            if (next.Length == 0 || next == cursor) return new(rows, IsWhole: true);
            cursor = next;
        }

        return new(rows, IsWhole: false);
    }

    /// <summary>Again here, for a provider that takes no notice of <c>after</c>. A row without a time stays in.</summary>
    private static bool IsSince(JsonElement row, DateTimeOffset since) =>
        UnipileTime.Read(row.Text("timestamp"u8), DateTimeOffset.MaxValue) > UnipileTime.JustBefore(since);

    /// <param name="IsWhole">False if there were more pages than we follow: then what is missing here proves nothing.</param>
    internal sealed record Rows(List<JsonElement> Newest, bool IsWhole);
}
