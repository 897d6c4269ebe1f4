using System.Reflection;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What stands between a port and who calls it.</summary>
/// <param name="go">What the port itself does.</param>
internal delegate object? Around(string method, object?[] args, Func<object?> go);

#pragma warning disable CA1852 // The proxy's own class is made from it as the program runs.
internal class Interception : DispatchProxy
#pragma warning restore CA1852
{
    private object _inner = null!;
    private Around _around = null!;

    public static T Of<T>(T inner, Around around) where T : class
    {
        var made = Create<T, Interception>();
        var proxy = (Interception)(object)made;
        (proxy._inner, proxy._around) = (inner, around);
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _around(targetMethod!.Name, args ?? [], () => targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null));
}
