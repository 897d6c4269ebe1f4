using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>One page of a list.</summary>
/// <param name="Page">The page that was asked for; with a cursor it says nothing.</param>
/// <param name="NextCursor">Give it back as cursor for what follows; null at the end.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, int Page, int Limit, long Total, string? NextCursor);

/// <summary>Which part of a list is asked for, as it comes in the address. A page or limit that is too small or a limit that is too large is brought into its range.</summary>
internal sealed record ListRequest(
    [property: FromQuery(Name = "page"), Description("From 1. Costs what it skips: for more than the first pages use cursor.")] int? Page,
    [property: FromQuery(Name = "limit"), Description("Items of a page; cut to the list's most.")] int? Limit,
    [property: FromQuery(Name = "cursor"), Description("The next_cursor of the page before; page is not looked at then.")] string? Cursor)
{
    /// <summary>The problems' codes of a part that cannot be given.</summary>
    public static readonly string[] Faults = ["invalid_cursor", "page_too_far"];

    /// <summary>Rows that a page number may skip.</summary>
    private const long MostSkipped = 20_000;

    public Paging Of(ListKind kind, int most, int usual = 20)
    {
        var (page, limit) = (Math.Max(Page ?? 1, 1), Math.Clamp(Limit ?? usual, 1, most));
        if (!string.IsNullOrEmpty(Cursor))
            return ListCursor.Read(Cursor, kind) is { } after ? new(new(page, limit, after)) : new(default) { Fault = "invalid_cursor" };
        return (page - 1L) * limit > MostSkipped ? new(default) { Fault = "page_too_far" } : new(new(page, limit));
    }
}

/// <summary>Which part of a list is answered.</summary>
internal readonly record struct Paging(PageAt At)
{
    /// <summary>A problem's code, or null.</summary>
    public string? Fault { get; init; }

    public Listing<TWire> Answer<TRow, TWire>(Page<TRow> rows, Func<TRow, TWire> asWire) => Answer(rows, [.. rows.Items.Select(asWire)]);

    public Listing<TWire> Answer<TRow, TWire>(Page<TRow> rows, IReadOnlyList<TWire> items) =>
        new(items, At.Page, At.Limit, rows.Total, rows.Next?.ToString());

    /// <summary>For lists that are short enough to be skipped through by number: which page that is, whatever was asked by.</summary>
    public int Number => (int)((At.After?.Number ?? At.Offset) / At.Limit) + 1;

    /// <summary>For the page of that <see cref="Number"/>.</summary>
    public Listing<TWire> AnswerNumbered<TRow, TWire>(Page<TRow> rows, Func<TRow, TWire> asWire)
    {
        var behind = (long)Number * At.Limit;
        var next = behind < rows.Total ? new ListCursor(ListKind.Whole, Number: behind) : (ListCursor?)null;
        return new([.. rows.Items.Select(asWire)], At.Page, At.Limit, rows.Total, next?.ToString());
    }

    /// <summary>For lists that are held whole.</summary>
    public Listing<T> Cut<T>(IReadOnlyList<T> all)
    {
        var first = (int)Math.Clamp(At.After?.Number ?? At.Offset, 0, all.Count);
        var items = all.Skip(first).Take(At.Limit).ToArray();
        var next = first + items.Length < all.Count ? new ListCursor(ListKind.Whole, Number: first + items.Length) : (ListCursor?)null;
        return new(items, At.Page, At.Limit, all.Count, next?.ToString());
    }
}
