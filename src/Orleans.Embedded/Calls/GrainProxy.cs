using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A reference to a grain: the base of every generated implementation of a grain interface.</summary>
internal class GrainProxy : DispatchProxy, IAddressable
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Methods = new();

    private GrainFactory _factory = null!;

    public GrainId GrainId { get; private set; }

    public static GrainProxy Make(GrainFactory factory, Type grainInterface, GrainId id)
    {
        var proxy = (GrainProxy)Create(grainInterface, typeof(GrainProxy));
        proxy._factory = factory;
        proxy.GrainId = id;
        return proxy;
    }

    public GrainProxy As(Type grainInterface) => grainInterface.IsInstanceOfType(this) ? this : Make(_factory, grainInterface, GrainId);

    public override bool Equals(object? obj) => obj is GrainProxy other && other.GrainId == GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = Methods.GetOrAdd(targetMethod!, static method => new(method));
        return method.Send(_factory, GrainId, args ?? []);
    }
}
