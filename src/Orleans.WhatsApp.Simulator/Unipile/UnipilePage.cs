using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The common query of lists: limit, cursor, before, after.</summary>
internal sealed record UnipilePage(int Limit, long? Below, DateTimeOffset? Before, DateTimeOffset? After)
{
    private const int Default = 100;
    private const int Most = 250;

    /// <summary>Null and a refusal when a parameter is spelled in a way the provider rejects.</summary>
    public static UnipilePage? Read(IQueryCollection query, out IResult? refusal)
    {
        refusal = null;
        var limit = Default;
        if (query["limit"].FirstOrDefault() is { Length: > 0 } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            refusal = UnipileProblem.Invalid($"limit must be 1 to {Most}.");
            return null;
        }

        long? below = null;
        if (query["cursor"].FirstOrDefault() is { Length: > 0 } cursor)
        {
            if (!long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at))
            {
                refusal = UnipileProblem.Invalid("cursor is not one of ours.");
                return null;
            }

            below = at;
        }

        if (!TryTime(query, "before", out var before) || !TryTime(query, "after", out var after))
        {
            refusal = UnipileProblem.Invalid("before and after must match YYYY-MM-DDTHH:MM:SS.sssZ.");
            return null;
        }

        return new UnipilePage(limit, below, before, after);
    }

    /// <summary>Newest first; the bounds are exclusive. The cursor is the place where this page ended.</summary>
    public JsonObject List<T>(string name, IEnumerable<T> rows, Func<T, long> place, Func<T, DateTimeOffset?> at, Func<T, JsonNode> write)
    {
        var found = rows
            .Where(row => Below is null || place(row) < Below)
            .Where(row => Before is null || at(row) < Before)
            .Where(row => After is null || at(row) > After)
            .OrderByDescending(place)
            .Take(Limit + 1)
            .ToList();
        var page = found.Take(Limit).ToList();
        return new JsonObject
        {
            ["object"] = name,
            ["items"] = Wire.Array(page.Select(row => write(row))),
            ["cursor"] = found.Count > Limit ? place(page[^1]).ToString("x", CultureInfo.InvariantCulture) : null,
        };
    }

    private static bool TryTime(IQueryCollection query, string key, out DateTimeOffset? at)
    {
        at = null;
        if (query[key].FirstOrDefault() is not { Length: > 0 } text) return true;
        if (!Wire.TryTime(text, out var read)) return false;
        at = read;
        return true;
    }
}
