using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

internal static class PersistentState
{
    public static Func<Activation, object?> Binder(Type parameter, PersistentStateAttribute facet)
    {
        if (!parameter.IsGenericType || parameter.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new OrleansConfigurationException($"[PersistentState] belongs on an IPersistentState<T>, not on {parameter}.");
        return typeof(PersistentState).GetMethod(nameof(Bind), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(parameter.GetGenericArguments()[0]).CreateDelegate<Func<PersistentStateAttribute, Activation, object?>>()
            is var bind ? activation => bind(facet, activation) : null!;
    }

    private static object? Bind<T>(PersistentStateAttribute facet, Activation activation)
    {
        var storage = facet.StorageName is null
            ? activation.ActivationServices.GetService<IGrainStorage>()
            : activation.ActivationServices.GetKeyedService<IGrainStorage>(facet.StorageName);
        if (storage is null)
            throw new OrleansConfigurationException(
                $"There is no grain storage called '{facet.StorageName ?? "Default"}' for state '{facet.StateName}' of {activation.GrainId}.");
        var state = new PersistentState<T>(facet.StateName, activation.GrainId, storage);
        activation.ReadAtActivation(state);
        return state;
    }
}

internal sealed class PersistentState<T>(string name, GrainId grain, IGrainStorage storage)
    : IPersistentState<T>, IGrainState<T>, IReadAtActivation
{
    private T? _state = FreshState.Of<T>();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public string? Etag => ETag;

    public T State
    {
        get => _state!;
        set => _state = value;
    }

    T? IGrainState<T>.State
    {
        get => _state;
        set => _state = value;
    }

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    // A storage without a row says what the state is then; Orleans does not mend a null, so neither do we.
    public Task ReadStateAsync(CancellationToken cancellationToken) => storage.ReadStateAsync(name, grain, this, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) => storage.WriteStateAsync(name, grain, this, cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) => storage.ClearStateAsync(name, grain, this, cancellationToken);

    Task IReadAtActivation.Read(CancellationToken stop) => ReadStateAsync(stop);
}

/// <summary>What a grain starts with where nothing is stored.</summary>
internal static class FreshState
{
    public static T? Of<T>()
    {
        var type = typeof(T);
        if (type.IsAbstract || type == typeof(string) || type.IsArray) return default;
        return type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<T>()
            : (T)RuntimeHelpers.GetUninitializedObject(type);
    }
}
