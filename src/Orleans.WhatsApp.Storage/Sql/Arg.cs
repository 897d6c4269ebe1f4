namespace Orleans.WhatsApp.Storage.Sql;

internal enum ArgKind
{
    Text,
    Number,
    Id,
    Time,
    Flag,
    Bytes,
}

/// <summary>A named parameter. The tuple conversions keep calls short: <c>("tenant", tenant.Value)</c>.</summary>
internal readonly record struct Arg(string Name, ArgKind Kind, object? Value)
{
    public static implicit operator Arg((string Name, string? Value) arg) => new(arg.Name, ArgKind.Text, StorableText.Of(arg.Value));

    public static implicit operator Arg((string Name, int Value) arg) => new(arg.Name, ArgKind.Number, (long)arg.Value);

    public static implicit operator Arg((string Name, int? Value) arg) => new(arg.Name, ArgKind.Number, (long?)arg.Value);

    public static implicit operator Arg((string Name, long Value) arg) => new(arg.Name, ArgKind.Number, arg.Value);

    public static implicit operator Arg((string Name, Guid Value) arg) => new(arg.Name, ArgKind.Id, arg.Value);

    public static implicit operator Arg((string Name, Guid? Value) arg) => new(arg.Name, ArgKind.Id, arg.Value);

    public static implicit operator Arg((string Name, DateTimeOffset Value) arg) => new(arg.Name, ArgKind.Time, arg.Value);

    public static implicit operator Arg((string Name, DateTimeOffset? Value) arg) => new(arg.Name, ArgKind.Time, arg.Value);

    public static implicit operator Arg((string Name, bool Value) arg) => new(arg.Name, ArgKind.Flag, arg.Value);

    public static implicit operator Arg((string Name, bool? Value) arg) => new(arg.Name, ArgKind.Flag, arg.Value);

    public static implicit operator Arg((string Name, ReadOnlyMemory<byte> Value) arg) => new(arg.Name, ArgKind.Bytes, arg.Value);
}
