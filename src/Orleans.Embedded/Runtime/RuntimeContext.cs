namespace Orleans.Runtime;

/// <summary>Which activation's code runs on this thread now.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static Activation? _current;

    public static Activation? Current => _current;

    public static Activation? Swap(Activation? next)
    {
        var before = _current;
        _current = next;
        return before;
    }
}
