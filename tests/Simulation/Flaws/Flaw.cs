using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>
/// A rule that is broken on purpose, to see that the simulation notices. It is broken around the grains: in a port, an option or a statement. Where one layer stands
/// behind another, the flaw takes both away.
/// </summary>
internal sealed record Flaw(string Name)
{
    public static readonly IReadOnlyList<Flaw> All = [.. SendingFlaws.All, .. StoringFlaws.All, .. TimingFlaws.All, .. SpeakingFlaws.All];

    /// <summary>Of each process.</summary>
    public Action<IServiceCollection, World> Spoil { get; init; } = (_, _) => { };

    /// <summary>What becomes of each statement on its way to the database.</summary>
    public Func<Statement, Statement>? Sql { get; init; }

    /// <summary>What is done to the database before anything happens.</summary>
    public string? Schema { get; init; }

    public static Func<Statement, Statement> Instead(string of, string with) =>
        statement => statement.Sql.Contains(of, StringComparison.Ordinal) ? statement with { Sql = statement.Sql.Replace(of, with, StringComparison.Ordinal) } : statement;
}
