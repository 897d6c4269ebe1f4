using System.Reflection;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Cluster;

/// <summary>One PostgreSQL for the suite, which a scenario may crash, and one scenario at a time: they measure.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Suite : ICollectionFixture<Suite>, IDisposable
{
    public const string Name = "cluster";

    /// <summary>Four silos at the most, each with a pool for the product and one for Orleans.</summary>
    private const int Connections = 400;
    private static readonly string Folder = typeof(Suite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ReportFolder").Value!;

    public Suite()
    {
        Postgres = OwnPostgres.Start(Connections);
        Server = new PostgresServer(Postgres.ConnectionString);
        Directory.CreateDirectory(Folder);
        Figures = new Figures(Path.Combine(Folder, "figures.md"));
    }

    public OwnPostgres Postgres { get; }

    public PostgresServer Server { get; }

    internal Figures Figures { get; }

    internal static SiloBuild Build { get; } = SiloBuild.Of(typeof(Suite).Assembly);

    internal static void KeepOutput(string name, string output) => File.WriteAllText(Path.Combine(Folder, $"{name}.log"), output);

    public void Dispose() => Postgres.Dispose();
}
