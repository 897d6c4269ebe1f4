using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Simulation;

internal static class Ports
{
    /// <summary>Puts something between a port and whoever calls it.</summary>
    public static void Around<TPort>(this IServiceCollection services, Around around) where TPort : class
    {
        var real = services.Last(service => service.ServiceType == typeof(TPort));
        services.Remove(real);
        services.AddSingleton(provider => Interception.Of(
            real.ImplementationInstance as TPort ?? real.ImplementationFactory?.Invoke(provider) as TPort ?? (TPort)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), around));
    }

    public static async Task<T> Changed<T>(object? task, Func<T, T> change) => change(await (Task<T>)task!);

    /// <summary>What a decision of this kind changes in the chat is told to whoever asked for it, and not stored.</summary>
    public static void ForgetsWhat<TInput>(this IServiceCollection services) => services.Around<IChatStore>((method, args, go) =>
    {
        if (method == nameof(IChatStore.Commit) && args[0] is ChatCommit { Timeline: [{ Cause: var cause }, ..], Before: { } before } commit && cause == typeof(TInput).Name)
            args[0] = commit with { State = before };
        return go();
    });
}
