using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.WhatsApp.Benchmarks.Lists;
using Orleans.WhatsApp.Benchmarks.Load;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Testing;

InlineSockets.Use();
switch (args)
{
    case ["lists", .. var rest]: await Lists(rest is [var given] ? given : null); break;
    case ["intake", .. var rest]: await Intake(rest is [var only] ? only : null); break;
    case ["live"]: await Live(); break;
    case ["deadlines"]: await Deadlines(20_000, 100_000); break;
    case ["deadlines", var inOneMinute, var backlog]: await Deadlines(int.Parse(inOneMinute, CultureInfo.InvariantCulture), int.Parse(backlog, CultureInfo.InvariantCulture)); break;
    case ["memory"]: await MemoryTable.Print(Console.Out); break;
    case ["sockets"]: await Sockets(5_000); break;
    case ["sockets", var many]: await Sockets(int.Parse(many, CultureInfo.InvariantCulture)); break;
    case ["peer", "nobody", var url]: await Peers.Nobody(url); break;
    case ["peer", "agents", var url]: await AgentsPeer.Serve(url); break;
    case ["peer", "bare", var url]: await Peers.Bare(url); break;
    case ["peer", "kestrel", var url, var database]: await Peers.Kestrel(url, database); break;
    default:
        Console.Error.WriteLine("""
            What is to be measured?
              lists [a connection string]   how fast the dashboard's lists are, on a million messages
              intake [postgres|sqlite]      how many webhooks a second are safe and how many are decided, beside what else the machine can do
              live                          how long after its webhook a message is told to a dashboard that watches
              deadlines [20000 100000]      how late chats are taken over: so many due within a minute, so many overdue at the start
              sockets [5000]                how soon so many conversations with the agent are open and answered, and what each costs
              memory                        what a chat costs while it is active, and when it is not
            """);
        return 2;
}

return 0;

// Without an argument: a PostgreSQL of its own, filled, measured and removed. With a connection string: that database, which is filled if it is empty.
static async Task Lists(string? given)
{
    using var own = given is null ? OwnPostgres.Start() : null;
    var database = given ?? await new PostgresServer(own!.ConnectionString).NewDatabase();
    await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(new LoggerFactory()).AddLogging().AddPostgresStorage(database).BuildServiceProvider();
    await services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
    await using var source = NpgsqlDataSource.Create(database);
    await LargeTenant.Fill(source);
    await Measure.All(services.GetRequiredService<IDashboardQueries>(), Console.Out);
}

static async Task Intake(string? only)
{
    using var postgres = OwnPostgres.Start(maxConnections: HttpLoad.Connections + 100);
    var fastify = Path.Combine(Repository.Root, "tests", "Benchmarks", "Peers", "Fastify");
    if (only is null)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = fastify })!;
        await npm.WaitForExitAsync();
    }

    await new IntakeTable(Console.Out, postgres, fastify).Print(only);
}

static async Task Live()
{
    using var postgres = OwnPostgres.Start();
    await new LiveTable(Console.Out, postgres).Print();
}

static async Task Sockets(int sockets)
{
    using var postgres = OwnPostgres.Start();
    await new SocketsTable(Console.Out, postgres).Print(sockets);
}

static async Task Deadlines(int inOneMinute, int backlog)
{
    using var postgres = OwnPostgres.Start(200, DeadlinesTable.Setting);
    await new DeadlinesTable(Console.Out, postgres).Print(inOneMinute, backlog);
}
