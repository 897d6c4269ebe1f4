using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>A statement's text as the server reads it, with places instead of names. The driver would look for the names in the whole text each time it runs.</summary>
/// <param name="Names">What each place is called, the first one's first.</param>
internal sealed partial record PlacedText(string Sql, IReadOnlyList<string> Names)
{
    // Texts are constants, or some of those put together by which filters are asked for: they are few.
    private static readonly ConcurrentDictionary<string, PlacedText> Known = new();

    public static PlacedText Of(string sql) => Known.GetOrAdd(sql, static text =>
    {
        var names = new List<string>();
        return new PlacedText(Name().Replace(text, found =>
        {
            var name = found.Groups[1].Value;
            if (!names.Contains(name)) names.Add(name);
            return $"${names.IndexOf(name) + 1}";
        }), names);
    });

    /// <summary>What is to stand at a place. Mostly the arguments come in the order in which the text names them.</summary>
    public Arg Find(int place, Arg[] args)
    {
        var name = Names[place];
        if (place < args.Length && args[place].Name == name) return args[place];
        foreach (var arg in args)
        {
            if (arg.Name == name) return arg;
        }

        throw new ArgumentException($"This statement says @{name}, and nobody says what that is: {Sql}", nameof(args));
    }

    /// <summary>A parameter in a text.</summary>
    [GeneratedRegex(@"@(\w+)")]
    public static partial Regex Name();
}
