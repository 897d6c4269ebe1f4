using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>One grain class: its name, its traits, and how to construct it.</summary>
internal sealed class GrainClass
{
    private readonly Lazy<Func<Activation, object>> _make; // late, so that one odd class in some assembly does not stop the silo

    public GrainClass(Type implementation)
    {
        Implementation = implementation;
        Type = implementation.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, implementation) ?? NameOf(implementation);
        Reentrant = implementation.IsDefined(typeof(ReentrantAttribute), inherit: true);
        KeepAlive = implementation.IsDefined(typeof(KeepAliveAttribute), inherit: true);
        _make = new(() => Maker(implementation));
    }

    public Type Implementation { get; }

    public GrainType Type { get; }

    public bool Reentrant { get; }

    public bool KeepAlive { get; }

    /// <summary>Runs in the activation's own context, which is where the base class finds it.</summary>
    public object Make(Activation activation) => _make.Value(activation);

    private static Func<Activation, object> Maker(Type implementation)
    {
        var constructor = implementation.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new OrleansConfigurationException($"{implementation} has no public constructor.");
        var invoker = ConstructorInvoker.Create(constructor);
        Func<Activation, object?>[] arguments = [.. constructor.GetParameters().Select(Bind)];
        return activation => invoker.Invoke(arguments.Select(argument => argument(activation)).ToArray().AsSpan());
    }

    // Parameter by parameter: facets belong to the activation, everything else comes from its services.
    private static Func<Activation, object?> Bind(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } facet) return PersistentState.Binder(type, facet);
        if (type == typeof(IGrainContext)) return activation => activation;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        if (parameter.HasDefaultValue)
            return activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue;
        return activation => activation.ActivationServices.GetRequiredService(type);
    }

    private static GrainType NameOf(Type implementation)
    {
#pragma warning disable CA1308 // Orleans' own naming rule
        var name = implementation.Name.ToLowerInvariant();
#pragma warning restore CA1308
        return GrainType.Create(name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name);
    }
}
