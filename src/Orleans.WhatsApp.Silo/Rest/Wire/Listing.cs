using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>One page of a list.</summary>
internal sealed record Listing<T>(IReadOnlyList<T> Items, int Page, int Limit, long Total);

/// <summary>Which page is asked for. What is out of range is brought into it.</summary>
internal readonly record struct Paging(int Page, int Limit)
{
    private const int LastPage = 1_000_000;

    public static Paging Of(int? page, int? limit, int most, int usual = 20) =>
        new(Math.Clamp(page ?? 1, 1, LastPage), Math.Clamp(limit ?? usual, 1, most));

    public Listing<TWire> Answer<TRow, TWire>(Page<TRow> rows, Func<TRow, TWire> asWire) =>
        new([.. rows.Items.Select(asWire)], Page, Limit, rows.Total);

    /// <summary>For lists that are held whole.</summary>
    public Listing<T> Cut<T>(IReadOnlyList<T> all)
    {
        var (page, limit) = this;
        return new([.. all.Skip((int)Math.Min((long)(page - 1) * limit, int.MaxValue)).Take(limit)], page, limit, all.Count);
    }
}
