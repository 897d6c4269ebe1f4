namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>Which part of a list: the page of that number, or what comes behind a cursor.</summary>
/// <param name="Page">From 1. Costs what it skips; not looked at when there is a cursor.</param>
public readonly record struct PageAt(int Page, int Limit, ListCursor? After = null)
{
    public long Offset => After is null ? (Math.Max(Page, 1) - 1L) * Limit : 0;
}

/// <param name="Total">Of the whole list. See each query for how exact it is.</param>
/// <param name="Next">Where the next page begins; null at the end of the list.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total, ListCursor? Next = null)
{
    /// <summary>One row more than asked for says that there is a next page.</summary>
    internal static Page<T> Of<TRow>(List<TRow> rows, int limit, Func<TRow, T> item, Func<TRow, ListCursor> cursor, long total, bool newestLast = false)
    {
        var next = rows.Count > limit ? cursor(rows[limit - 1]) : (ListCursor?)null;
        var items = rows.Take(limit).Select(item).ToList();
        if (newestLast) items.Reverse();
        return new Page<T>(items, total, next);
    }
}
