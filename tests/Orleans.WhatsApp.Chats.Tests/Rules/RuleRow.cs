namespace Orleans.WhatsApp.Chats.Tests.Rules;

/// <summary>One row of a decision table under docs/rules.</summary>
public sealed record RuleRow(string Table, int Line, string Rule, string Given, string Input, string Then, string Effects, string Epoch, string Why)
{
    private static readonly string[] Header = ["rule", "given", "input", "then", "effects", "epoch", "why"];

    public static IReadOnlyList<RuleRow> All { get; } = [.. Directory.GetFiles(Folder("rules"), "*.md").Order(StringComparer.Ordinal).SelectMany(Read)];

    public override string ToString() => $"{Rule}: {Given} | {Input} ({Table}.md:{Line})";

    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static IEnumerable<RuleRow> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith('|')) continue;
            string[] cells = [.. lines[index].Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            if (cells.SequenceEqual(Header) || cells.All(cell => cell.Trim('-', ':').Length == 0)) continue;
            var table = Path.GetFileNameWithoutExtension(path);
            if (cells.Length != Header.Length) throw new FormatException($"{table}.md:{index + 1} has {cells.Length} columns instead of {Header.Length}.");
            yield return new RuleRow(table, index + 1, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
        }
    }
}
