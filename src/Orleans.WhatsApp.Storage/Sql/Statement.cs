namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>One SQL statement with its values. The text is always a constant; both databases read <c>@name</c>.</summary>
internal sealed record Statement(string Sql, params Arg[] Args)
{
    /// <summary>A change of no row fails the whole transaction with <see cref="NothingChangedException"/>.</summary>
    public bool MustChange { get; init; }
}

/// <summary>A guard did not hold; the transaction is rolled back.</summary>
internal sealed class NothingChangedException() : Exception("A statement that had to change a row changed none.");
