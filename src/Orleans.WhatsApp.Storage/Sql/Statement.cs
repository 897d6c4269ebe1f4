namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>One SQL statement with its values. The text is always a constant and calls them <c>@name</c>.</summary>
internal sealed record Statement(string Sql, params Arg[] Args)
{
    /// <summary>A change of no row fails the whole transaction with <see cref="NothingChangedException"/>.</summary>
    public bool MustChange { get; init; }

    /// <summary>
    /// Of a question about a table that is mostly empty and fills within a second: to be answered by an index even while the table is so small that a look at all of it
    /// costs less. PostgreSQL keeps the plan that it made then, until its housework comes by a minute later. It must be a B-tree: an index that gives its rows in no
    /// order is not used.
    /// </summary>
    public bool ByIndex { get; init; }

    /// <summary>Whether it may run as one with the same statement of other commits.</summary>
    public Together Together { get; init; }
}

/// <summary>
/// Statements of which each commit has at most one, or some for different rows, and that may run once for many commits: each kind in this order, and those that
/// may not, as they come, between <see cref="ClearedMarks"/> and <see cref="Sessions"/>.
/// </summary>
internal enum Together
{
    /// <summary>By itself, in its place among the others of its commit.</summary>
    No,

    /// <summary>By itself too, but before all others: it compares with a row that one of them replaces.</summary>
    First,
    Counts,
    Chats,
    Messages,
    AppliedMarks,
    ClearedMarks,
    Sessions,
    Timeline,
    Done,
    Feed,
    Reminders,
}

/// <summary>A guard did not hold; the transaction is rolled back.</summary>
internal sealed class NothingChangedException() : Exception("A statement that had to change a row changed none.");
