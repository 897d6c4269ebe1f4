using System.Globalization;
using Orleans.Runtime;

namespace Orleans;

public static class GrainExtensions
{
    /// <summary>A reference to this very grain, to be handed to others in place of <c>this</c>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainProxy proxy => (TGrainInterface)(object)proxy.As(typeof(TGrainInterface)),
            IGrainBase { GrainContext: { } context } =>
                (TGrainInterface)(object)Activation.Of(context).Silo.GrainFactory.Proxy(typeof(TGrainInterface), context.GrainId),
            _ => throw NotAGrain(grain),
        };
    }

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainProxy proxy => proxy.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw NotAGrain(grain),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetPrimaryKeyString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static ArgumentException NotAGrain(IAddressable grain) =>
        new($"{grain?.GetType().FullName} is neither a grain reference nor a grain that the runtime has made.", nameof(grain));
}
