namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>What a run costs, from when this is made: processor time of the server and of PostgreSQL, in seconds, and how busy the machine is.</summary>
internal sealed class Spending(int? server, int postgres)
{
    private readonly double _server = Of(server);
    private readonly double _database = CpuTime.OfFamily(postgres);
    private readonly Func<MachineUse> _machine = MachineUse.Watch();

    public Spent SoFar() => new(Of(server) - _server, CpuTime.OfFamily(postgres) - _database, _machine());

    private static double Of(int? process) => process is { } id ? CpuTime.Of(id) : 0;
}

/// <param name="Server">Seconds of processor time.</param>
/// <param name="Database">The same, of PostgreSQL.</param>
internal sealed record Spent(double Server, double Database, MachineUse Machine);
