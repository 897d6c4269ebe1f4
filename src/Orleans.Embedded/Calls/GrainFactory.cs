using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Makes references. A client's outlives the silo it talks to, so it asks for the silo at each call.</summary>
internal class GrainFactory(Func<Silo> silo, GrainMap grains, OutstandingCalls calls) : IGrainFactory
{
    /// <summary>Its calls that wait for an answer: a client has a patience of its own.</summary>
    public OutstandingCalls Calls => calls;

    public Silo Silo() => silo();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Proxy(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)(object)Proxy(typeof(TGrainInterface), primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)Proxy(typeof(TGrainInterface), grainId);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)(object)Proxy(grainInterfaceType, grainPrimaryKey, null);

    public GrainProxy Proxy(Type grainInterface, GrainId id) => GrainProxy.Make(this, grainInterface, id);

    private GrainProxy Proxy(Type grainInterface, string key, string? classPrefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return Proxy(grainInterface, GrainId.Create(grains.ClassFor(grainInterface, classPrefix).Type, key));
    }
}

internal sealed class ClusterClient(Func<Silo> silo, GrainMap grains, OutstandingCalls calls, IServiceProvider services)
    : GrainFactory(silo, grains, calls), IClusterClient
{
    public IServiceProvider ServiceProvider => services;
}
