using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    public interface IStartupTask
    {
        Task Execute(CancellationToken cancellationToken);
    }
}

namespace Orleans.Hosting
{
    public static class SiloBuilderStartupExtensions
    {
        private const int Active = 20000;

        public static ISiloBuilder AddStartupTask<TStartup>(this ISiloBuilder builder, int stage = Active)
            where TStartup : class, IStartupTask =>
            builder.AddStartupTask((services, stop) => ActivatorUtilities.GetServiceOrCreateInstance<TStartup>(services).Execute(stop), stage);

        public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, IStartupTask startupTask, int stage = Active) =>
            builder.AddStartupTask((_, stop) => startupTask.Execute(stop), stage);

        /// <summary>Runs once the silo takes calls. If it throws, the host does not start.</summary>
        public static ISiloBuilder AddStartupTask(
            this ISiloBuilder builder, Func<IServiceProvider, CancellationToken, Task> startupTask, int stage = Active) =>
            builder.ConfigureServices(services => services.AddSingleton(new StartupTask(stage, startupTask)));
    }

    internal sealed record StartupTask(int Stage, Func<IServiceProvider, CancellationToken, Task> Run);
}
