using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.KillPoints;

/// <summary>
/// What the runtime runs before the silo's own first line (<c>DOTNET_STARTUP_HOOKS</c>). It waits for the host to be built, the moment at which all of the
/// silo's services are known, and puts kill points around its ports: the silo itself is the one that everybody runs.
/// </summary>
internal static class StartupHook
{
    private const string HostEvents = "Microsoft.Extensions.Hosting";
    private const string HostIsBuilt = "HostBuilding";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(KillPoint.Setting) is not { Length: > 0 } file) return;
        DiagnosticListener.AllListeners.Subscribe(new Hearing<DiagnosticListener>(source =>
        {
            if (source.Name == HostEvents) source.Subscribe(new Hearing<KeyValuePair<string, object?>>(told =>
            {
                if (told is { Key: HostIsBuilt, Value: IHostBuilder host }) host.ConfigureServices(services => PutKillPoints(services, new KillSwitch(file)));
            }));
        }));
    }

    private static void PutKillPoints(IServiceCollection services, KillSwitch ends)
    {
        var ports = new Ports(ends);
        Around<IInbox>(services, ports);
        Around<IChatStore>(services, ports);
        Around<IChannel>(services, ports);
        Around<IAgentConnector>(services, ports);
        services.AddSingleton<IStartupFilter>(new AnsweredWebhooks(ends));
    }

    private static void Around<T>(IServiceCollection services, Ports ports) where T : class
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is not { } registered || registered.ServiceType != typeof(T)) continue;
            services[i] = new ServiceDescriptor(typeof(T), made => ports.Around((T)Make(registered, made)), registered.Lifetime);
        }
    }

    private static object Make(ServiceDescriptor registered, IServiceProvider services) =>
        registered.ImplementationInstance ?? registered.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, registered.ImplementationType!);

    private sealed class Hearing<T>(Action<T> hear) : IObserver<T>
    {
        public void OnNext(T value) => hear(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
